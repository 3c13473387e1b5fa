"""A unit of work, run whole in the thread of its connection: BEGIN, the work, COMMIT or ROLLBACK.

One hop to that thread instead of one for each statement: a relayed word took 71 of them. It works
because the work awaits nothing but its connection, whose methods never wait for anything.
"""

import asyncio
import math
import sqlite3
from contextlib import suppress
from functools import partial
from typing import TypeVar

import aiosqlite

from bot.storage.connection import Work
from bot.storage.running import Ending, Running, to_its_end
from bot.storage.sqlite.connection import SqliteConnection

T = TypeVar("T")

_INTERRUPTED_EVERY = 0.05
"""Seconds."""


def run(raw: sqlite3.Connection, begin: str, work: Work[T]) -> T:
    """Begin, do the work, and commit; whatever is raised, the transaction is over.

    Raises what the work raises, or a failing COMMIT; RuntimeError for work that waits for
    something else than its connection.
    """
    connection = SqliteConnection(raw)
    try:
        raw.execute(begin)
        result = to_its_end(work(connection))
        connection.end()
        raw.execute("COMMIT")
    except BaseException:
        connection.end()
        # SQLite may have rolled back by itself (disk full) and then says that it cannot
        with suppress(sqlite3.OperationalError):
            raw.execute("ROLLBACK")
        raise
    return result


def in_its_thread(
    on: aiosqlite.Connection, begin: str, work: Work[T], work_seconds: float | None
) -> Running[T]:
    """Run it in the thread of this connection, after what waits there already."""
    ended: Ending[T] = Ending(loop=asyncio.get_running_loop())
    raw = on._conn  # noqa: SLF001 - as below
    patience = Patience(raw, work_seconds)
    # aiosqlite has no public way to run a function in its thread, and its own waits for it in
    # a task; the version is pinned
    on._tx.put_nowait((ended, partial(run, raw, begin, work)))  # noqa: SLF001
    return Running(ended, patience)


class Patience:
    """Lets the statements of a unit of work fail once it took too long, so that it rolls back; with
    None nothing is too long."""

    def __init__(self, on: sqlite3.Connection, seconds: float | None) -> None:
        self._on = on
        self.is_over = False
        self._loop = asyncio.get_running_loop()
        patience = math.inf if seconds is None else seconds
        self._next = self._loop.call_later(patience, self._interrupt)

    def end(self) -> None:
        """The work is over."""
        self._next.cancel()

    def is_why(self, error: BaseException) -> bool:
        """Whether this was raised as it took too long."""
        return self.is_over and isinstance(error, sqlite3.OperationalError)

    def _interrupt(self) -> None:
        self.is_over = True
        # stops only what runs at this moment; interrupting is the one thing that needs no turn
        self._on.interrupt()
        self._next = self._loop.call_later(_INTERRUPTED_EVERY, self._interrupt)
