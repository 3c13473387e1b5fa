"""A process of the bot, which may die at any boundary: a turn of the loop, an SQL statement, a call
to Discord. Nothing of it runs from then on, and nothing that it still tries has any effect.
"""

import asyncio
from collections.abc import Callable, Coroutine
from contextvars import Context, ContextVar, copy_context
from typing import Any


class Died(BaseException):
    """The process is no more; whoever catches this still cannot do anything."""


class Process:
    """One life of the bot. `dies_in` is how many boundaries it comes to whose name begins with
    `at`; None: it is not killed."""

    def __init__(
        self, dies_in: int | None, at: str, died: Callable[["Process", str], None]
    ) -> None:
        self._left, self._at = dies_in, at
        self._died = died
        self.lives = True
        self.tasks: list[asyncio.Task[Any]] = []
        self.context = copy_context()
        self.context.run(RUNS_IN.set, self)

    def start(self, work: Coroutine[Any, Any, Any], name: str) -> "asyncio.Task[Any]":
        """Let it do something."""
        return asyncio.get_running_loop().create_task(work, name=name, context=self.context.copy())

    def lives_on(self, where: str) -> bool:
        """It comes to a boundary; False where it is dead, or died of it."""
        if self._left is not None and self.lives and where.startswith(self._at):
            self._left -= 1
            if self._left < 0:
                self.die(where)
        return self.lives

    def must_live(self, where: str) -> None:
        """As `lives_on`. Raises Died."""
        if not self.lives_on(where):
            raise Died

    def die(self, where: str) -> None:
        """Here and now."""
        self.lives = False
        self._died(self, where)

    def bury(self) -> None:
        """Let go of everything that it had begun, outside of any of its turns. What is done on the
        way out, in `finally`, comes to nothing: each port refuses a dead process."""
        while self.tasks:
            task = self.tasks.pop()
            task._log_destroy_pending = False  # type: ignore[attr-defined]
            if not task.done():
                self.context.copy().run(_close, task.get_coro())


RUNS_IN: ContextVar[Process | None] = ContextVar("RUNS_IN", default=None)
"""The process that a turn belongs to; None for people, and for Discord."""


def _close(work: Any) -> None:
    """A coroutine that waits on its way out is asked again, until it is over."""
    for _ in range(_STEPS):
        try:
            work.close()
        except BaseException:  # noqa: BLE001, S112 - nothing that a dead process raises matters
            continue
        return
    raise AssertionError("something goes on although it was told to end")


_STEPS = 100

__all__ = ["RUNS_IN", "Context", "Died", "Process"]
