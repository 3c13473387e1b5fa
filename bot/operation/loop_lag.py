"""How long the event loop stood still at worst."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

EVERY = 0.25
"""Seconds between two looks: a hundred microseconds of work a minute."""

KEPT = 60.0
"""Seconds that the worst is remembered for at least, and twice that at most."""


class LoopLag:
    """Looks while it is entered. In steps of 50 ms: what is less comes with every press."""

    STEP = 0.05

    def __init__(self) -> None:
        self._before = self._worst = 0.0

    @property
    def seconds(self) -> float:
        """The worst of the last minute or two."""
        return int(max(self._before, self._worst) / self.STEP) * self.STEP

    @asynccontextmanager
    async def looking(self) -> AsyncIterator[None]:
        """While this lasts."""
        task = asyncio.create_task(self._look(), name="loop lag")
        try:
            yield
        finally:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)

    async def _look(self) -> None:
        loop = asyncio.get_running_loop()
        began = loop.time()
        while True:
            due = loop.time() + EVERY
            await asyncio.sleep(EVERY)
            now = loop.time()
            self._worst = max(self._worst, now - due)
            if now - began > KEPT:
                began, self._before, self._worst = now, self._worst, 0.0
