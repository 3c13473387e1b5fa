"""A unit of work, run whole in the thread of its connection: BEGIN, the work, COMMIT or ROLLBACK.

One hop to that thread instead of one for each statement: a relayed word took 71 of them. It works
because the work awaits nothing but its connection, whose methods never wait for anything.
"""

import asyncio
import math
import sqlite3
from collections.abc import Awaitable, Callable
from contextlib import suppress
from functools import partial
from typing import Any, Generic, TypeVar

import aiosqlite

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


class _Outcome(asyncio.Future[T]):
    """Of what cannot be stopped: who awaits it, and is cancelled, is told so once it is there."""

    def cancel(self, msg: Any | None = None) -> bool:
        """Refused."""
        del msg
        return False


class Running(Generic[T]):
    """A unit of work that is in the thread of its connection, or waits for its turn there. It ends,
    whoever stops waiting for it."""

    def __init__(
        self, on: aiosqlite.Connection, begin: str, work: Work[T], work_seconds: float | None
    ) -> None:
        self._ended: _Outcome[T] = _Outcome(loop=asyncio.get_running_loop())
        self._cancel: asyncio.CancelledError | None = None
        raw = on._conn  # noqa: SLF001 - as below
        self._patience = Patience(raw, work_seconds)
        # aiosqlite has no public way to run a function in its thread, and its own waits for it in
        # a task; the version is pinned
        on._tx.put_nowait((self._ended, partial(run, raw, begin, work)))  # noqa: SLF001

    async def is_stored(self) -> bool:
        """Wait until it is over, also when cancelled: whether nothing of it was undone."""
        try:
            await self._ended
        except asyncio.CancelledError as error:
            self._cancel = error
        except Exception:  # noqa: BLE001 - whatever it was, `result` raises it
            return False
        finally:
            self._patience.end()
        return self._ended.exception() is None

    def result(self) -> T:
        """What it gave, or what it raised. Raises a cancel that came meanwhile, and TimeoutError
        where it took too long."""
        error = self._ended.exception()
        if self._cancel is not None:
            raise self._cancel from error
        if isinstance(error, sqlite3.OperationalError) and self._patience.is_over:
            raise TimeoutError from error
        return self._ended.result()


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

    def _interrupt(self) -> None:
        self.is_over = True
        # stops only what runs at this moment; interrupting is the one thing that needs no turn
        self._on.interrupt()
        self._next = self._loop.call_later(_INTERRUPTED_EVERY, self._interrupt)
