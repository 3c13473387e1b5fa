"""How fast new direct messages are opened, once Discord said that it was too fast.

Opening many of them is what gets a bot quarantined, so after such a word none is opened for a
while, and then one after the other, until it has been quiet for an hour.
"""

from datetime import datetime, timedelta

PAUSE = timedelta(minutes=10)
"""Without any new one. Discord names no figure: long beside the minutes of its other limits."""

APART = timedelta(seconds=30)
"""Between two after that."""

QUIET = timedelta(hours=1)
"""After which they are opened as they are needed again."""


class DmBudget:
    """Belongs to the one messenger; forgotten with the process."""

    def __init__(self) -> None:
        self._refused_at: datetime | None = None
        self._next_at: datetime | None = None

    def may_open(self, now: datetime) -> bool:
        """Whether a new one may be opened now; then it counts as opened."""
        if self._refused_at is None or self._next_at is None:
            return True
        if now - self._refused_at >= QUIET:
            self._refused_at = self._next_at = None
            return True
        if now < self._next_at:
            return False
        self._next_at = now + APART
        return True

    def was_refused(self, now: datetime) -> None:
        """Discord said that it was too fast."""
        self._refused_at, self._next_at = now, now + PAUSE
