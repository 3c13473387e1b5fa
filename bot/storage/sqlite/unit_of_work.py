"""A unit of work, run whole in the thread of its connection: BEGIN, the work, COMMIT or ROLLBACK.

One hop to that thread instead of one for each statement: a relayed word took 71 of them. It works
because the work awaits nothing but its connection, whose methods never wait for anything.
"""

import asyncio
import sqlite3
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import TypeVar

from bot.storage.sqlite.connection import Connection

T = TypeVar("T")

Work = Callable[[Connection], Awaitable[T]]

_INTERRUPTED_EVERY = 0.05
"""Seconds."""


def run(raw: sqlite3.Connection, begin: str, work: Work[T]) -> T:
    """Begin, do the work, and commit; whatever is raised, the transaction is over.

    Raises what the work raises, or a failing COMMIT; RuntimeError for work that waits for
    something else than its connection.
    """
    connection = Connection(raw)
    try:
        raw.execute(begin)
        result = _to_its_end(work(connection))
        connection.end()
        raw.execute("COMMIT")
    except BaseException:
        connection.end()
        # SQLite may have rolled back by itself (disk full) and then says that it cannot
        with suppress(sqlite3.OperationalError):
            raw.execute("ROLLBACK")
        raise
    return result


def _to_its_end(work: Awaitable[T]) -> T:
    steps = work.__await__()
    try:
        next(steps)
    except StopIteration as ended:
        result: T = ended.value
        return result
    steps.throw(RuntimeError("a unit of work awaits nothing but its connection"))
    raise RuntimeError("a unit of work went on waiting")


class Patience:
    """Lets the statements of a unit of work fail once it took too long, so that it rolls back."""

    def __init__(self, on: sqlite3.Connection, seconds: float) -> None:
        self._on = on
        self.is_over = False
        self._loop = asyncio.get_running_loop()
        self._next = self._loop.call_later(seconds, self._interrupt)

    def end(self) -> None:
        """The work is over."""
        self._next.cancel()

    def _interrupt(self) -> None:
        self.is_over = True
        # stops only what runs at this moment; interrupting is the one thing that needs no turn
        self._on.interrupt()
        self._next = self._loop.call_later(_INTERRUPTED_EVERY, self._interrupt)
