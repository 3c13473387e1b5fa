"""How fast all of this may go out, so that Discord's limit for one bot is never met."""

import asyncio
from typing import Any

from aiolimiter import AsyncLimiter

BURST = 1.5
"""What may be taken at the same moment: one, and half of what the next needs. In any second that is
the pace, BURST, and the place that the outbox took before and kept for whatever is most urgent:
with 48 no more than Discord's 50."""


class Pace:
    """Places in the second, for every request under the bot's token: what the outbox says waits for
    one before it is chosen, all else as it goes out, in the order in which it came."""

    def __init__(self, messages_per_second: int) -> None:
        self._a_place = 1 / messages_per_second
        # hardly more than one at a time: with a burst of a whole second's worth, two bursts that
        # the way to Discord pushes together would meet its global limit
        self._limiter = AsyncLimiter(BURST, BURST * self._a_place)
        # between a place and its request lies work of the database: what that lets bunch up is
        # drawn apart again as it goes out, all but people's words, which wait for nothing else.
        # As above: whoever is woken late would else hold up everything behind it
        self._apart = AsyncLimiter(BURST, BURST * self._a_place)
        self._quiet_at = 0.0
        # whose first request has its place already
        self._words, self._others = set[asyncio.Task[Any]](), set[asyncio.Task[Any]]()
        self.waited = 0.0
        """For how many seconds, all in all, a place was not to be had."""

    async def acquire(self) -> None:
        """Wait for a place, and take it."""
        came = _now()
        await self._limiter.acquire()
        self.waited += _now() - came
        self._quiet_at = max(self._quiet_at, _now()) + self._a_place

    def belongs_to(self, task: asyncio.Task[Any], *, words: bool = False) -> None:
        """The place that was taken last is for the first request of this task."""
        have_one = self._words if words else self._others
        have_one.add(task)
        task.add_done_callback(have_one.discard)

    async def request_begins(self) -> None:
        """Wait for a place for a request that goes out now, unless its task has one."""
        task = asyncio.current_task()
        if task in self._words:
            self._words.discard(task)
            return
        if task in self._others:
            self._others.discard(task)
        else:
            await self.acquire()
        await self._apart.acquire()

    def has_room(self) -> bool:
        """Whether a place is free at this moment."""
        return self._limiter.has_capacity()

    def until_room(self) -> float:
        """Seconds until a place is free; a millisecond where it is now."""
        return max(0.001, self.until_quiet() - (BURST - 1) * self._a_place)

    def until_quiet(self) -> float:
        """Seconds until none of what went out counts any more, if nothing else goes out; 0.0 where
        that is so."""
        return max(0.0, self._quiet_at - _now())


def _now() -> float:
    return asyncio.get_running_loop().time()
