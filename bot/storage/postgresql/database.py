"""PostgreSQL as the engine of a store: as `sqlite/database.py` says, with the same promises."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import Final, TypeVar

from psycopg import sql
from psycopg_pool import ConnectionPool

from bot.database_place import Address
from bot.storage.connection import Work
from bot.storage.engine import Lanes, TakenOver
from bot.storage.postgresql import standing
from bot.storage.postgresql.connecting import Raw, connect
from bot.storage.postgresql.hearing import hear
from bot.storage.postgresql.owner_blocks import new_block
from bot.storage.postgresql.session_locks import Holding
from bot.storage.postgresql.unit_of_work import Runner, took_too_long
from bot.storage.postgresql.workers import here
from bot.storage.running import Ending, Running, refuse_inside_work, tell_each
from bot.storage.to_the_end import to_the_end

T = TypeVar("T")

_READERS: Final = 2
_LOOKED_EVERY: Final = 2.0
"""Seconds between two looks whether we lead, and whether we may."""


class Postgresql:
    """An open database. Made by `open` or `join`; must be closed, or its threads keep the process
    alive."""

    def __init__(
        self, address: Address, stands: standing.Standing, pool: ConnectionPool[Raw], seconds: float
    ) -> None:
        self._address = address
        self._standing = stands
        self._pool = pool
        self._seconds = seconds
        self._runner = Runner(pool, stands)
        self._write_lock = asyncio.Lock()
        self._writer = ThreadPoolExecutor(1, "writer")
        self._readers = ThreadPoolExecutor(_READERS, "reader")
        self._reading = set[asyncio.Future[None]]()
        self._after_commit: list[Callable[[], None]] = []
        self._when_told: list[Callable[[frozenset[str]], None]] = []
        self._closed = False
        self._over = asyncio.Event()
        self._tasks = (
            asyncio.create_task(self._look_after_standing()),
            asyncio.create_task(hear(address, stands.seat, self._heard)),
        )
        self.new_block = partial(new_block, pool)
        """What gives numbers for owners."""

    @classmethod
    async def open(
        cls,
        address: Address,
        migrations: Path,
        *,
        stands_by: standing.StandsBy | None = None,
        work_seconds: float = 30.0,
    ) -> "Postgresql":
        """Lead on this database, and bring it up to date. Where another leads, wait until it is
        gone; or, where nobody is to be told of that, raise DatabaseInUse.

        Raises a DatabaseRefused. Whatever is raised, a cancel included, leaves nothing open.
        """
        return cls(address, *await standing.lead(address, migrations, stands_by), work_seconds)

    @classmethod
    async def join(
        cls,
        address: Address,
        migrations: Path,
        *,
        waits: standing.StandsBy,
        work_seconds: float = 30.0,
    ) -> "Postgresql":
        """Send from this database, beside the bot that leads on it: once one of this very version
        brought it up to date, and knows of us. `waits` and what is raised: as with `open`."""
        return cls(address, *await standing.work(address, migrations, waits), work_seconds)

    async def transaction(self, work: Work[T], *, however_long: bool = False) -> T:
        """Run the work in one transaction: all of it is stored, or none. It may be done again from
        its beginning, where the server went in the middle. Raises DatabaseAway, too."""
        refuse_inside_work()
        async with self._write_lock:
            self._refuse_closed()
            seconds = None if however_long else self._seconds
            running = self._begin(self._writer, partial(self._runner.write, work, seconds))
            changed = await running.is_stored() and running.result()[1]
            if changed:
                tell_each(self._after_commit)
            return running.result()[0]

    async def read(self, work: Work[T]) -> T:
        """Run the work on one snapshot of what is committed."""
        refuse_inside_work()
        self._refuse_closed()
        over = asyncio.get_running_loop().create_future()
        self._reading.add(over)
        try:
            running = self._begin(self._readers, partial(self._runner.read, work, self._seconds))
            await running.is_stored()
            return running.result()[0]
        finally:
            self._reading.remove(over)
            over.set_result(None)

    async def reads_over(self) -> None:
        """Wait until every read that has begun by now is over: none sees what is gone by then."""
        if self._reading:
            await asyncio.wait(set(self._reading))

    def on_commit(self, callback: Callable[[], None]) -> None:
        """Call this, without waiting, after every commit that changed a row."""
        self._after_commit.append(callback)

    async def checkpoint(self) -> None:
        """Wait for reads. The server's log cannot be emptied from here; what was erased does not
        open from it either, as its secret is thrown away."""
        await self.reads_over()

    async def rewrite(self) -> float:
        """Write each table anew, so that nothing deleted is left in its file; for how many seconds
        nobody could write, or read what was just written anew."""
        async with self._write_lock:
            began = asyncio.get_running_loop().time()
            self._refuse_closed()
            await to_the_end(asyncio.to_thread(_write_anew, self._address))
            return asyncio.get_running_loop().time() - began

    async def taken_over(self) -> None:
        """Wait until another bot leads; then nothing is stored any more. Raises TakenOver."""
        await self._over.wait()
        raise TakenOver

    @property
    def is_away(self) -> bool:
        """Whether the database was not to be reached, when it was last needed."""
        return self._runner.is_away

    async def close(self) -> None:
        """Wait for what is running, then close everything. A second call does nothing."""
        await to_the_end(self._close())

    def _begin(
        self, threads: ThreadPoolExecutor, run: Callable[[], tuple[T, bool]]
    ) -> Running[tuple[T, bool]]:
        loop = asyncio.get_running_loop()
        ended: Ending[tuple[T, bool]] = Ending(loop=loop)
        threads.submit(_in_thread, loop, ended, run)
        return Running(ended, _Undone())

    def on_told(self, callback: Callable[[frozenset[str]], None]) -> None:
        """Call this, without waiting, with the words for what other processes made new."""
        self._when_told.append(callback)

    async def count_senders(self, mine: Lanes) -> int:
        """How many processes send what waits, this one included."""
        workers = await self.read(here)
        if workers:
            await self.transaction(lambda sql: self._standing.look_after(sql, mine))
        return 1 + workers

    def _heard(self, news: frozenset[str]) -> None:
        for callback in self._when_told:
            callback(news)

    async def _look_after_standing(self) -> None:
        while True:
            await asyncio.sleep(_LOOKED_EVERY)
            if await asyncio.to_thread(self._standing.look) is Holding.OVER:
                self._over.set()
                return

    def _refuse_closed(self) -> None:
        if self._closed:
            raise RuntimeError("the database is closed")

    async def _close(self) -> None:
        async with self._write_lock:
            if self._closed:
                return
            self._closed = True
            for task in self._tasks:
                task.cancel()
            await asyncio.gather(*self._tasks, return_exceptions=True)
            await self.reads_over()
            for threads in (self._writer, self._readers):
                threads.shutdown()
            await asyncio.to_thread(self._pool.close)
            self._standing.let_go()


class _Undone:
    """The thread itself looks at the time."""

    def end(self) -> None:
        """Nothing has to be stopped."""

    def is_why(self, error: BaseException) -> bool:
        """Whether this was raised as it took too long."""
        return took_too_long(error)


def _in_thread(loop: asyncio.AbstractEventLoop, ended: Ending[T], run: Callable[[], T]) -> None:
    try:
        result = run()
    except BaseException as error:  # noqa: BLE001 - whoever waits raises it
        loop.call_soon_threadsafe(ended.set_exception, error)
    else:
        loop.call_soon_threadsafe(ended.set_result, result)


def _write_anew(address: Address) -> None:
    with connect(address) as raw:
        tables = raw.execute(
            "SELECT relname FROM pg_class WHERE relkind = 'r'"
            " AND relnamespace = current_schema()::regnamespace ORDER BY relname"
        ).fetchall()
        for (table,) in tables:
            raw.execute(sql.SQL("VACUUM (FULL) {}").format(sql.Identifier(table)))
