"""Whether what people wrote has been read, which all waits for that is said to the silent."""

import asyncio
from collections.abc import Callable

PATIENCE = 180.0
"""Seconds in which nothing that is unread could be read, until it is waited for no longer."""


def passed() -> float:
    """Seconds that really passed, whatever is done to the machine's clock."""
    return asyncio.get_running_loop().time()


class Progress:
    """How far one connection's reading is. Before it is connected, everybody may be writing."""

    def __init__(self, patience: float = PATIENCE, now: Callable[[], float] = passed) -> None:
        self._patience = patience
        self._now = now
        self._moved_at: float | None = None
        self.connected = False
        """Whether it is told of what people write."""

    def cut_off(self) -> None:
        """The connection is lost: what people write from now on is not known."""
        self.connected = False

    def behind(self) -> None:
        """There is a connection, and there may be a gap before it."""
        self.connected = True
        self._moved_at = self._now()

    def is_owed(self) -> None:
        """Something cannot be read now."""
        if self._moved_at is None:
            self._moved_at = self._now()

    def goes_on(self) -> None:
        """Something was read: however much is left, it comes."""
        if self._moved_at is not None:
            self._moved_at = self._now()

    def is_over(self) -> None:
        """Nothing is left that has to be waited for."""
        self._moved_at = None

    def all_read(self) -> bool:
        """Whether everything is read that people in a conversation wrote, as far as it can be: a
        channel that stays unreadable is not waited for any longer. Not while it is cut off."""
        moved = self._moved_at
        return self.connected and (moved is None or self._now() - moved >= self._patience)
