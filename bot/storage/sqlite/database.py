"""The database: one writer, two readers, and units of work that always end.

Owns the connections and the transaction. It knows no table: the repositories bring the SQL,
``migrate`` the shape, ``files`` the lock and the modes.
"""

import asyncio
import sqlite3
from collections.abc import Callable
from contextlib import AsyncExitStack, ExitStack
from pathlib import Path
from typing import TypeVar

import aiosqlite

from bot.storage.connection import Work
from bot.storage.engine import OneProcess
from bot.storage.refused import DatabaseRefused
from bot.storage.running import refuse_inside_work, tell_each
from bot.storage.sqlite import unit_of_work, write_ahead_log
from bot.storage.sqlite.files import claim
from bot.storage.sqlite.migrate import (
    BeforeUpgrade,
    load_migrations,
    upgrade,
)
from bot.storage.to_the_end import to_the_end

MIGRATIONS = Path(__file__).parent / "migrations"
T = TypeVar("T")

_READERS = 2
_PRAGMAS = (
    "PRAGMA synchronous = FULL",
    "PRAGMA foreign_keys = ON",
    "PRAGMA secure_delete = ON",
    "PRAGMA trusted_schema = OFF",
    "PRAGMA temp_store = MEMORY",
)

_WRITER_KEEPS = "PRAGMA cache_size = -16384"
"""16 MiB of pages at most: the look at a minute of a million schedules reads about 5 MiB of the
same pages each time (`python -m tests.bench.schedules`)."""

_READER_KEEPS = "PRAGMA cache_size = -8192"
"""8 MiB of pages at most: whom to tell among 100,000 listeners is found on 3 MiB, on duty and off,
the same for the next wave (`python -m tests.bench.ranking`). Where less is kept than that takes,
each page is read from the file every time."""


class Database(OneProcess):
    """An open database. Made by ``open``; must be closed, or its threads keep the process alive."""

    def __init__(
        self,
        writer: aiosqlite.Connection,
        readers: list[aiosqlite.Connection],
        closing: AsyncExitStack,
        work_seconds: float,
    ) -> None:
        self._writer = writer
        self._write_lock = asyncio.Lock()
        self._free_readers: asyncio.Queue[aiosqlite.Connection] = asyncio.Queue()
        for reader in readers:
            self._free_readers.put_nowait(reader)
        self._closing = closing
        self._closed = False
        self._work_seconds = work_seconds
        self._after_commit: list[Callable[[], None]] = []
        self._reading: set[asyncio.Future[None]] = set()

    @classmethod
    async def open(
        cls,
        path: Path,
        migrations: Path = MIGRATIONS,
        *,
        before_upgrade: BeforeUpgrade | None = None,
        busy_seconds: float = 5.0,
        work_seconds: float = 30.0,
    ) -> "Database":
        """Open, or make, the database and bring it up to date.

        Raises a DatabaseRefused (in use, too new, exposed, broken migrations, an upgrade that
        failed or that `before_upgrade` refuses) or SQLite's and the system's own errors. Whatever
        is raised, a cancel included, leaves nothing open.
        """
        async with AsyncExitStack() as stack:
            opening = _open(path, migrations, before_upgrade, busy_seconds, stack)
            writer, *readers = await to_the_end(opening)
            return cls(writer, readers, stack.pop_all(), work_seconds)

    async def transaction(self, work: Work[T], *, however_long: bool = False) -> T:
        """Run the work in one transaction: all of it is stored, or none.

        Whatever the work raises rolls back and is raised here, as is a failing COMMIT. A cancel
        while waiting for the turn means that nothing was done. A later one does not stop the
        work: it ends as it would have, and only then is the cancel raised, so whoever was
        cancelled does not know whether the work was stored.
        The work awaits nothing but its connection, in whose thread it runs; what it uses beside
        it must stand that. After ``work_seconds`` it is rolled back with TimeoutError, but for what
        may take `however_long` it needs, at a start, when nobody waits yet.
        """
        refuse_inside_work()
        async with self._write_lock:
            self._refuse_closed()
            before = self._writer.total_changes
            seconds = None if however_long else self._work_seconds
            running = unit_of_work.in_its_thread(self._writer, "BEGIN IMMEDIATE", work, seconds)
            if await running.is_stored() and self._writer.total_changes != before:
                tell_each(self._after_commit)
            return running.result()

    async def read(self, work: Work[T]) -> T:
        """Run the work on one snapshot of what is committed; it waits for no writer.

        The connection cannot write. Cancel and time-out are as for a transaction.
        """
        refuse_inside_work()
        reader = await self._free_readers.get()
        over = asyncio.get_running_loop().create_future()
        self._reading.add(over)
        try:
            self._refuse_closed()
            running = unit_of_work.in_its_thread(reader, "BEGIN", work, self._work_seconds)
            await running.is_stored()
            return running.result()
        finally:
            self._free_readers.put_nowait(reader)
            self._reading.remove(over)
            over.set_result(None)

    async def reads_over(self) -> None:
        """Wait until every read that has begun by now is over: none sees what is gone by then."""
        if self._reading:
            await asyncio.wait(set(self._reading))

    def on_commit(self, callback: Callable[[], None]) -> None:
        """Call this, without waiting, after every commit that changed a row, to wake a loop.

        It runs before the caller of the transaction goes on. What it raises goes to the event
        loop's exception handler: the work is stored and must not look as if it failed.
        """
        self._after_commit.append(callback)

    async def checkpoint(self) -> None:
        """Empty the -wal file, so that no deleted text is left in it. Reads of ours that have begun
        may end first, and hold up nobody. Raises CheckpointError."""
        await self.reads_over()
        async with self._write_lock:
            await to_the_end(write_ahead_log.empty(self._writer))

    async def rewrite(self) -> float:
        """Write the whole file anew, so that nothing that was deleted is left in it; for how many
        seconds nobody could write. Raises CheckpointError, or SQLite's error for a full disk."""
        async with self._write_lock:
            began = asyncio.get_running_loop().time()
            self._refuse_closed()
            await to_the_end(write_ahead_log.rewrite(self._writer))
            return asyncio.get_running_loop().time() - began

    async def close(self) -> None:
        """Wait for what is running, then close everything. A second call does nothing."""
        await to_the_end(self._close())

    def _refuse_closed(self) -> None:
        if self._closed:
            raise RuntimeError("the database is closed")

    async def _close(self) -> None:
        async with self._write_lock:
            readers = [await self._free_readers.get() for _ in range(_READERS)]
            self._closed = True
            try:
                await self._closing.aclose()
            finally:
                # Back in their place: whoever waits for one gets an error, not silence.
                for reader in readers:
                    self._free_readers.put_nowait(reader)


async def _open(
    path: Path,
    migrations: Path,
    before_upgrade: BeforeUpgrade | None,
    busy_seconds: float,
    stack: AsyncExitStack,
) -> list[aiosqlite.Connection]:
    """The writer, then the readers. At any moment the stack has all that was opened."""
    real_path = claim(path, stack.enter_context(ExitStack()))
    steps = load_migrations(migrations)
    writer = await _connect(real_path, busy_seconds, stack)
    mode = await writer.execute_fetchall("PRAGMA journal_mode = WAL")
    if next(iter(mode))[0] != "wal":
        raise DatabaseRefused(f"{path} is on a disk where SQLite cannot keep a write-ahead log.")
    await writer.execute(_WRITER_KEEPS)
    await upgrade(writer, steps, path, before_upgrade)
    readers = [await _connect(real_path, busy_seconds, stack) for _ in range(_READERS)]
    for reader in readers:
        await reader.execute("PRAGMA query_only = ON")
        await reader.execute(_READER_KEEPS)
    return [writer, *readers]


async def _connect(path: Path, busy_seconds: float, stack: AsyncExitStack) -> aiosqlite.Connection:
    connection = await aiosqlite.connect(path, isolation_level=None, timeout=busy_seconds)
    stack.push_async_callback(connection.close)
    connection.row_factory = sqlite3.Row
    for pragma in _PRAGMAS:
        await connection.execute(pragma)
    return connection
