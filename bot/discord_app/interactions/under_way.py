"""What is being done for people at this moment, so that a stop can let it be finished."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager


class UnderWay:
    """Counts, and knows nothing of what it counts."""

    def __init__(self) -> None:
        self._running = 0
        self._none = asyncio.Event()
        self._none.set()

    @contextmanager
    def one(self) -> Iterator[None]:
        """While this is done."""
        self._running += 1
        self._none.clear()
        try:
            yield
        finally:
            self._running -= 1
            if not self._running:
                self._none.set()

    async def over(self) -> None:
        """Wait until nothing is being done."""
        await self._none.wait()
