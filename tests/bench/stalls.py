"""How long an event loop stands still."""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

BREATH = 0.001
"""Seconds."""


class Stalls:
    """How long the loop stood still at worst, in milliseconds."""

    def __init__(self) -> None:
        self.worst = 0.0

    @asynccontextmanager
    async def watched(self) -> AsyncIterator[None]:
        """Watch while something else runs."""
        watching = asyncio.create_task(self._watch())
        try:
            yield
        finally:
            watching.cancel()

    async def _watch(self) -> None:
        while True:
            began = time.perf_counter()
            await asyncio.sleep(BREATH)
            self.worst = max(self.worst, (time.perf_counter() - began - BREATH) * 1000)
