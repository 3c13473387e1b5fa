"""An event loop without threads, sockets and real time: a seed chooses who runs next.

Time stands still while anybody can run, and then leaps to when the next one wakes. Whatever runs
for a process that died is dropped, and never gets another turn.
"""

import asyncio
import heapq
from collections.abc import Callable, Coroutine
from contextvars import Context, copy_context
from itertools import count
from random import Random
from typing import Any, TypeVar

from tests.simulation.process import RUNS_IN, Died

T = TypeVar("T")

_A_MOMENT = 1e-6
"""Seconds: however short somebody sleeps, time goes on."""


class StandsStill(Exception):
    """Nobody can run and nobody will wake, but something is still waited for."""


class SeededLoop(asyncio.AbstractEventLoop):
    """Turns are taken in an order drawn by `chance`. What asyncio promises beside that is kept:
    nothing runs inside of `call_soon`, and nobody wakes too early."""

    def __init__(self, chance: Random) -> None:
        self._chance = chance
        self._ready: list[tuple[asyncio.Handle, Context]] = []
        self._asleep: list[tuple[float, int, asyncio.TimerHandle, Context]] = []
        self._number = count()
        self._now = 0.0
        self.turns = 0
        """How many were taken."""
        self.faults: list[dict[str, Any]] = []
        """What nobody caught, of processes that live."""

    def time(self) -> float:
        """Seconds since the history began."""
        return self._now

    def get_debug(self) -> bool:
        """Never."""
        return False

    def is_running(self) -> bool:
        """While a history is played."""
        return True

    def is_closed(self) -> bool:
        """Never: it holds nothing."""
        return False

    def create_future(self) -> "asyncio.Future[Any]":
        """A future of this loop."""
        return asyncio.Future(loop=self)

    def create_task(
        self,
        coro: Any,
        *,
        name: str | None = None,
        context: Context | None = None,
        **kwargs: Any,
    ) -> "asyncio.Task[Any]":
        """A task, which belongs to the process that it begins in."""
        del kwargs
        within = copy_context() if context is None else context
        task = asyncio.Task(coro, loop=self, name=name, context=within)
        process = within.get(RUNS_IN)
        if process is not None:
            process.tasks.append(task)
        return task

    def call_soon(  # type: ignore[override]  # the same, told more simply
        self, callback: Callable[..., object], *args: Any, context: Context | None = None
    ) -> asyncio.Handle:
        """Give it a turn, some time after this one."""
        within = copy_context() if context is None else context
        handle = asyncio.Handle(callback, args, self, within)
        self._ready.append((handle, within))
        return handle

    def call_later(  # type: ignore[override]  # as above
        self,
        delay: float,
        callback: Callable[..., object],
        *args: Any,
        context: Context | None = None,
    ) -> asyncio.TimerHandle:
        """Give it a turn after so many seconds."""
        return self.call_at(self._now + delay, callback, *args, context=context)

    def call_at(  # type: ignore[override]  # as above
        self,
        when: float,
        callback: Callable[..., object],
        *args: Any,
        context: Context | None = None,
    ) -> asyncio.TimerHandle:
        """Give it a turn at a moment, or at once if that is over."""
        within = copy_context() if context is None else context
        handle = asyncio.TimerHandle(when, callback, args, self, within)
        heapq.heappush(self._asleep, (when, next(self._number), handle, within))
        return handle

    def run_in_executor(  # type: ignore[override]  # as above
        self, executor: Any, func: Callable[..., T], *args: Any
    ) -> "asyncio.Future[T]":
        """There are no threads: what would run in one runs here, and is told of a turn later."""
        del executor
        future: asyncio.Future[T] = self.create_future()
        try:
            future.set_result(func(*args))
        except Exception as error:  # noqa: BLE001 - it is raised where it is awaited
            future.set_exception(error)
        return future

    def call_exception_handler(self, context: dict[str, Any]) -> None:
        """What nobody caught is kept; that a process died is no fault."""
        if not isinstance(context.get("exception"), Died):
            self.faults.append(context)

    def _timer_handle_cancelled(self, handle: asyncio.TimerHandle) -> None:
        """It is passed over when its time comes."""

    def play(self, story: Coroutine[Any, Any, T]) -> T:
        """Run until the story is told. Raises what it raises, and StandsStill."""
        asyncio._set_running_loop(self)
        try:
            task = self.create_task(story)
            while not task.done():
                self._take_a_turn()
            result: T = task.result()
            return result
        finally:
            asyncio._set_running_loop(None)

    def _take_a_turn(self) -> None:
        if not self._ready:
            self._pass_time()
        place = self._chance.randrange(len(self._ready))
        handle, context = self._ready[place]
        self._ready[place] = self._ready[-1]
        self._ready.pop()
        process = context.get(RUNS_IN)
        if handle.cancelled() or (process is not None and not process.lives_on("a turn")):
            return
        self.turns += 1
        handle._run()

    def _pass_time(self) -> None:
        while self._asleep and self._asleep[0][2].cancelled():
            heapq.heappop(self._asleep)
        if not self._asleep:
            raise StandsStill
        self._now = max(self._now + _A_MOMENT, self._asleep[0][0])
        while self._asleep and self._asleep[0][0] <= self._now:
            _, _, handle, context = heapq.heappop(self._asleep)
            self._ready.append((handle, context))


def seeded(chance: Random) -> SeededLoop:
    """A loop; of sockets, signals and processes it knows nothing."""
    return SeededLoop(chance)  # type: ignore[abstract]  # that is why
