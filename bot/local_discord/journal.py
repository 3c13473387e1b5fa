"""Owns the numbered record of what one person newly sees: kept short, read on from any number."""

import asyncio
from collections import deque
from itertools import islice
from typing import NamedTuple

from bot.local_discord.errors import ForgottenError, Json

KEPT = 1000
"""How many changes are kept for each person."""


class Change(NamedTuple):
    """Something that one person newly sees; the kinds are Discord's names of gateway events."""

    number: int
    kind: str
    data: Json


class Journal:
    """What one person newly saw, numbered from 1 without gaps."""

    def __init__(self) -> None:
        self.number = 0
        """The last number that was given."""
        self._kept: deque[Change] = deque(maxlen=KEPT)
        self._news = asyncio.Event()

    def record(self, kind: str, data: Json) -> None:
        """Add a change, and wake everybody who waits for one."""
        self.number += 1
        self._kept.append(Change(self.number, kind, data))
        self._news.set()

    def after(self, number: int) -> list[Change]:
        """Give the changes after a number, or raise ForgottenError when some are not kept."""
        newer = self.number - number
        if not 0 <= newer <= len(self._kept):
            raise ForgottenError(f"what came after {number} is not known")
        return [*islice(reversed(self._kept), newer)][::-1]

    async def next(self, number: int, seconds: float) -> list[Change]:
        """Wait for changes after a number, for so many real seconds; none when they are over."""
        try:
            async with asyncio.timeout(seconds):
                while not (newer := self.after(number)):
                    self._news.clear()
                    await self._news.wait()
                return newer
        except TimeoutError:
            return []
