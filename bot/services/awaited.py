"""Discord tells of a message of ours twice, by its answer and by its echo, in either order: what is
told first is noted, once, and whoever hears of it later finds it noted.
"""

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager

from bot.services.ports import SentMessage

Note = Callable[[SentMessage | None], Awaitable[bool]]
"""Notes what came of an attempt; whether something may be due in its lane now."""


class Awaited:
    """The answer to one attempt that is on its way."""

    def __init__(self, note: Note) -> None:
        self._note = note
        self._noting = asyncio.Lock()
        self._may_be_due: bool | None = None

    async def came(self, sent: SentMessage | None) -> bool:
        """Note it, unless that was done. Raises what noting raises; then the next tries it."""
        async with self._noting:
            if self._may_be_due is None:
                self._may_be_due = await self._note(sent)
            return self._may_be_due


class AwaitedAnswers:
    """All that this process waits for, by the nonce of what was sent."""

    def __init__(self) -> None:
        self._awaited: dict[str, Awaited] = {}

    @contextmanager
    def awaited(self, nonce: str, note: Note) -> Iterator[Awaited]:
        """While this is on its way."""
        self._awaited[nonce] = Awaited(note)
        try:
            yield self._awaited[nonce]
        finally:
            del self._awaited[nonce]

    def to(self, nonce: str) -> Awaited | None:
        """None where nothing with this nonce is on its way."""
        return self._awaited.get(nonce)
