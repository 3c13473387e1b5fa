"""What people write, looked at for care words and for what gives somebody away.

Of any text there is a finding, and the same one again. A look stops early only where nothing could
change the card. What gives somebody away lies inside the text, in order, and not over each other.
"""

from collections.abc import Iterable

from bot.domain.care.screening import Screen
from bot.domain.details.finder import Details
from tests.fuzz.drawn import PIECES, Drawn
from tests.prepared import shipped


class Target:
    """Looks for both."""

    def __init__(self, screen: Screen, details: Details) -> None:
        self._screen, self._details = screen, details

    def seeds(self) -> Iterable[bytes]:
        """Each piece that the rules look for, and some after each other."""
        for start in range(0, len(PIECES), 6):
            yield bytes([1, 0, 6, *range(start, start + 6)])
        for kind in range(3):
            yield bytes([kind, 1, 0]) + bytes(range(256))

    def check(self, data: bytes) -> None:
        """Raises whatever does not hold."""
        text = Drawn(data).text()
        found = self._screen.look(text)
        assert found.card is self._screen.look(text, thoroughly=True).card, "stopped too early"
        at = 0
        for one in self._details.look(text):
            assert at <= one.start < one.end <= len(text), "details lie over each other"
            at = one.end


def made() -> Target:
    """With the rules that the bot comes with."""
    texts = shipped()
    return Target(texts.screen, texts.details)
