"""The database of whoever keeps nothing: in the memory of this process, and gone with it.

The same tables and the same units of work, but in the thread of the loop, one after the other: no
file, no lock, no log, and no hop to another thread, which takes longer than most of the work.
"""

import asyncio
import sqlite3
from collections.abc import Callable
from functools import cache
from typing import TypeVar

from bot.storage.connection import Work
from bot.storage.engine import OneProcess
from bot.storage.sqlite import unit_of_work
from bot.storage.sqlite.database import MIGRATIONS
from bot.storage.sqlite.migrate import load_migrations

T = TypeVar("T")

_STATEMENTS = 2048
"""More than there are: each is read by SQLite once."""


class InMemory(OneProcess):
    """All tables, and nothing in them."""

    def __init__(self) -> None:
        self._sql = sqlite3.connect(":memory:", isolation_level=None, cached_statements=_STATEMENTS)
        self._sql.deserialize(_empty())
        self._sql.row_factory = sqlite3.Row
        self._sql.execute("PRAGMA foreign_keys = ON")
        self._after_commit: list[Callable[[], None]] = []

    async def transaction(self, work: Work[T]) -> T:
        """Whatever the work raises undoes all of it, and is raised here."""
        before = self._sql.total_changes
        result = unit_of_work.run(self._sql, "BEGIN IMMEDIATE", work)
        if self._sql.total_changes != before:
            for callback in self._after_commit:
                callback()
        await asyncio.sleep(0)  # nothing here waits for anything: others get their turn
        return result

    async def read(self, work: Work[T]) -> T:
        """Raises RuntimeError where the work wrote, which no reader may."""
        await asyncio.sleep(0)
        before = self._sql.total_changes
        result = unit_of_work.run(self._sql, "BEGIN", work)
        if self._sql.total_changes != before:
            raise RuntimeError("a unit of work that reads wrote something")
        return result

    async def reads_over(self) -> None:
        """None is ever under way while somebody else has the turn."""

    def on_commit(self, callback: Callable[[], None]) -> None:
        """Call this, without waiting, after every commit that changed a row."""
        self._after_commit.append(callback)

    async def checkpoint(self) -> None:
        """There is no log."""

    async def rewrite(self) -> float:
        """There is no file."""
        return 0.0

    async def close(self) -> None:
        """Everything is gone."""
        self._sql.close()


@cache
def _empty() -> bytes:
    """Made once in a process: the migrations take half a second."""
    made = sqlite3.connect(":memory:", isolation_level=None)
    try:
        for step in load_migrations(MIGRATIONS):
            for statement in step.statements:
                made.execute(statement)
        return made.serialize()
    finally:
        made.close()
