"""What is counted while the bot works. Of people in batches alone, see `domain/batches.py`."""

from collections.abc import Callable
from typing import Final

from bot.domain.batches import Batches, ToldBatch
from bot.domain.ids import AskId

RELAY_SECONDS: Final = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 60.0, 300.0)


class Measured:
    """The port of the services, in the memory of this process. `now`: seconds that really passed.

    An asker has one ask open in a server at a time, so asks stand for people who ask.
    """

    def __init__(self, now: Callable[[], float]) -> None:
        self.now = now
        self._words, self._rounds = Batches(RELAY_SECONDS), Batches()
        self.told_to_slow_down = 0
        """How often Discord said that it is asked too fast."""

    def words_passed_on(self, lane: str, seconds: float) -> None:
        """As the port says."""
        self._words.note(lane, seconds, self.now())

    def more_were_told(self, ask: AskId) -> None:
        """As the port says."""
        self._rounds.note(ask, 1.0, self.now())

    def slowed_down(self) -> None:
        """As the port says."""
        self.told_to_slow_down += 1

    def words(self) -> ToldBatch:
        """How long words took, by `RELAY_SECONDS`."""
        return self._words.told(self.now())

    def rounds(self) -> ToldBatch:
        """Rounds of offers."""
        return self._rounds.told(self.now())
