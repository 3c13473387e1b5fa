"""Whether the outbox moves: it is looked at again and again, and whatever is begun comes to an end.

Discord out of reach is no standstill: then attempts fail, and the next look comes.
"""

import time
from collections.abc import Callable
from typing import Final

LOOKS_WITHIN: Final = 60.0
"""Seconds. A tick wakes it each second, so this is a loop, a tick or a database that hangs."""

ENDS_WITHIN: Final = 900.0
"""Seconds in which one of the attempts under way ends, or another one begins. A request that gets
no answer is given up after five minutes, and discord.py waits on its own where Discord says so."""


class Movement:
    """Belongs to the outbox loop. `now`: seconds that really passed."""

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        self._now = now
        self._looked_at = self._moved_at = now()
        self._under_way = 0

    def looked(self) -> None:
        """The loop took a turn."""
        self._looked_at = self._now()

    def began(self) -> None:
        """An attempt begins."""
        self._under_way += 1
        self._moved_at = self._now()

    def ended(self) -> None:
        """One came to its end, whatever came of it."""
        self._under_way -= 1
        self._moved_at = self._now()

    def stands_still(self) -> bool:
        """Whether neither has happened for longer than anything can take."""
        now = self._now()
        hangs = self._under_way > 0 and now - self._moved_at > ENDS_WITHIN
        return hangs or now - self._looked_at > LOOKS_WITHIN
