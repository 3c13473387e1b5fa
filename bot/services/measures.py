"""What is measured while the bot works, as a port; who runs it without loses nothing by it."""

from typing import Protocol

from bot.domain.ids import AskId


class Measures(Protocol):
    """Told of what happens, never of what is in it; none of it waits or raises."""

    def words_passed_on(self, lane: str, seconds: float) -> None:
        """Somebody's words reached the other one; `lane` is the reader's, as the outbox names it.
        How long they took from there."""

    def more_were_told(self, ask: AskId) -> None:
        """A round of offers went out for an ask."""

    def slowed_down(self) -> None:
        """Discord said that it is asked too fast."""


class NoMeasures:
    """Where nobody looks."""

    def words_passed_on(self, lane: str, seconds: float) -> None:
        """Not noted."""

    def more_were_told(self, ask: AskId) -> None:
        """Not noted."""

    def slowed_down(self) -> None:
        """Not noted."""
