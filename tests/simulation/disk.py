"""The database of a history: the same SQL and the same units of work as in production, but in the
thread of the loop and in memory. What is committed outlives a process; nothing else does.
"""

import asyncio
import sqlite3
from collections.abc import Callable, Iterable
from random import Random
from typing import Any, TypeVar

from bot.storage.connection import Work
from bot.storage.engine import OneProcess
from bot.storage.sqlite import unit_of_work
from tests.simulation.process import Process

T = TypeVar("T")

_STATEMENTS = 2048
_READS = ("SELECT", "BEGIN", "PRAGMA", "\n", "WITH")
_WAYS_BACK = (0.0, 0.0, 0.0, 0.001, 0.02)
"""Seconds until the loop hears that a unit of work is over."""
Rewrite = Callable[[str], str]


class Disk(sqlite3.Connection):
    """All that is stored. Each statement is a boundary of the process that has it open; `rewrite`
    changes a statement on its way, which is how faults are planted."""

    process: Process | None = None
    rewrite: Rewrite | None = None

    @classmethod
    def with_content(cls, content: bytes, rewrite: Rewrite | None = None) -> "Disk":
        """A copy of a database."""
        disk = sqlite3.connect(
            ":memory:", isolation_level=None, cached_statements=_STATEMENTS, factory=cls
        )
        disk.deserialize(content)
        disk.row_factory = sqlite3.Row
        disk.execute("PRAGMA foreign_keys = ON")
        disk.rewrite = rewrite
        return disk

    def execute(self, sql: str, params: Any = (), /) -> sqlite3.Cursor:
        """Run a statement, if the process lives to see it."""
        return super().execute(self._reached(sql), params)

    def executemany(self, sql: str, rows: Iterable[Any], /) -> sqlite3.Cursor:
        """Run a statement for each row."""
        return super().executemany(self._reached(sql), rows)

    def looked(self, sql: str) -> list[tuple[Any, ...]]:
        """What a query finds, for who looks on: no boundary of anybody."""
        cursor = self.cursor()
        cursor.row_factory = None
        return cursor.execute(sql).fetchall()

    def _reached(self, sql: str) -> str:
        if self.process is not None and sql != "ROLLBACK":  # SQLite does that after a death, too
            self.process.must_live("a statement" if sql.startswith(_READS) else "a write")
        return sql if self.rewrite is None else self.rewrite(sql)


class OnLoop(OneProcess):
    """The engine of one process on a disk: units of work one after the other, and between them
    anybody else may have a turn."""

    def __init__(self, disk: Disk, process: Process, chance: Random) -> None:
        self._disk, self._process, self._chance = disk, process, chance
        self._writing = asyncio.Lock()
        self._after_commit: list[Callable[[], None]] = []
        disk.process = process

    async def transaction(self, work: Work[T]) -> T:
        """Whatever the work raises undoes all of it. A cancel that comes once it has begun does not
        stop it, and is raised when it is over."""
        async with self._writing:
            before = self._disk.total_changes
            result, error = self._run("BEGIN IMMEDIATE", work)
            changed = error is None and self._disk.total_changes != before
            cancel = await self._told()
            if changed:
                for callback in self._after_commit:
                    callback()
        if cancel is not None:
            raise cancel
        return self._unless(error, result)

    async def read(self, work: Work[T]) -> T:
        """Raises RuntimeError where the work wrote, which no reader may."""
        before = self._disk.total_changes
        result, error = self._run("BEGIN", work)
        if error is None and self._disk.total_changes != before:
            error = RuntimeError("a unit of work that reads wrote something")
        cancel = await self._told()
        if cancel is not None:
            raise cancel
        return self._unless(error, result)

    def _run(self, begin: str, work: Work[T]) -> tuple[T | None, Exception | None]:
        self._process.must_live("a unit of work")
        try:
            return unit_of_work.run(self._disk, begin, work), None
        except Exception as error:  # noqa: BLE001 - raised once the loop is told of it
            return None, error

    async def _told(self) -> asyncio.CancelledError | None:
        """The way back from the thread that it would run in."""
        try:
            await asyncio.sleep(self._chance.choice(_WAYS_BACK))
        except asyncio.CancelledError as cancel:
            return cancel
        return None

    def _unless(self, error: Exception | None, result: T | None) -> T:
        if error is not None:
            raise error
        return result  # type: ignore[return-value]  # None only where the work gives that

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
        """What is stored stays."""
