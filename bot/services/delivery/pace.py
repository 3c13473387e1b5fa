"""How fast all of this may go out, so that Discord's limit for one bot is never met."""

import asyncio
from collections import deque
from typing import Any

from aiolimiter import AsyncLimiter

BURST = 5
"""What may be taken at the same moment, where less went out before: whoever was woken late, or had
to wait for the database, catches up. A second still has no more than the pace and BEYOND."""

BEYOND = 1
"""What any second may have on top of the pace: with 48 it is one less than Discord's 50, as the way
to Discord may push what was sent closer together."""

SECOND = 1.0


class Pace:
    """Places in the second, for every request under the bot's token: what the outbox says waits for
    one before it is chosen, all else as it goes out, in the order in which it came."""

    def __init__(self, messages_per_second: int) -> None:
        self._of_all, self._ours = messages_per_second, messages_per_second
        self._a_place = 1 / messages_per_second
        self._limiter = AsyncLimiter(BURST, BURST * self._a_place)
        # between a place and its request lies work of the database, which lets some bunch up: so
        # what really went out in the last second is counted once more
        self._went = deque[float](maxlen=messages_per_second + BEYOND)
        self._quiet_at = 0.0
        self._have_one = set[asyncio.Task[Any]]()
        """Whose first request has its place already."""
        self.waited = 0.0
        """For how many seconds, all in all, a place was not to be had."""

    def shared_by(self, processes: int) -> None:
        """From now on so many processes send under the same token, each as much as the others."""
        ours = max(1, self._of_all // processes)
        if ours != self._ours:
            self._ours, self._a_place = ours, 1 / ours
            self._limiter = AsyncLimiter(min(BURST, ours), min(BURST, ours) * self._a_place)
            self._went = deque(self._went, maxlen=ours + (BEYOND if processes == 1 else 0))

    async def acquire(self) -> None:
        """Wait for a place, and take it."""
        came = _now()
        await self._limiter.acquire()
        self.waited += _now() - came
        self._quiet_at = max(self._quiet_at, _now()) + self._a_place

    def belongs_to(self, task: asyncio.Task[Any]) -> None:
        """The place that was taken last is for the first request of this task."""
        self._have_one.add(task)
        task.add_done_callback(self._have_one.discard)

    async def request_begins(self) -> None:
        """Wait for a place for a request that goes out now, unless its task has one."""
        task = asyncio.current_task()
        if task in self._have_one:
            self._have_one.discard(task)
        else:
            await self.acquire()
        while wait := self._until_second_has_room():  # noqa: ASYNC110 - only time makes room
            await asyncio.sleep(wait)
        self._went.append(_now())

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

    def _until_second_has_room(self) -> float:
        if len(self._went) < (self._went.maxlen or 0):
            return 0.0
        return max(0.0, self._went[0] + SECOND - _now())


def _now() -> float:
    return asyncio.get_running_loop().time()
