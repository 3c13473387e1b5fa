"""A unit of work, run whole in the thread of its connection: BEGIN, the work, COMMIT or ROLLBACK.

One hop to that thread instead of one for each statement: a relayed word took 71 of them. It works
because the work awaits nothing but its connection, whose methods never wait for anything.
"""

import sqlite3
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import TypeVar

from bot.storage.sqlite.connection import Connection

T = TypeVar("T")

Work = Callable[[Connection], Awaitable[T]]


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
