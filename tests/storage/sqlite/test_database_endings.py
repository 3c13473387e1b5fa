"""Cancels, time-outs and closing: whatever ends the work, nothing stays open."""

import asyncio
import sqlite3
import threading
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.storage.connection import Connection
from bot.storage.refused import DatabaseTooNew
from bot.storage.sqlite.database import Database
from tests.patience import PATIENCE
from tests.storage.words import Pause, Place, SlowWork, add, threads_back_to, words


@pytest.fixture
def place(tmp_path: Path) -> Place:
    """Room for a database."""
    return Place(tmp_path)


@pytest.fixture
async def db(place: Place) -> AsyncIterator[Database]:
    """An open database."""
    async with place.opened() as opened:
        yield opened


async def test_a_cancel_inside_a_transaction_lets_it_finish(db: Database) -> None:
    """The work is committed, then the cancel is raised, and nobody is locked out."""
    told: list[str] = []
    db.on_commit(lambda: told.append("stored"))
    work = SlowWork()
    task = asyncio.create_task(db.transaction(work))
    await work.inside.wait()
    for _ in range(3):  # however often
        task.cancel()
        await asyncio.sleep(0)
    assert not task.done()
    work.go_on.set()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert told == ["stored"]
    await asyncio.wait_for(db.transaction(lambda sql: add(sql, "next")), 5)
    assert await words(db) == ["first half", "second half", "next"]


async def test_a_cancel_does_not_hide_what_went_wrong(db: Database) -> None:
    """Work that fails after the cancel is rolled back, and its error is the cancel's cause."""
    pause = Pause()

    async def work(sql: Connection) -> None:
        await add(sql, "lost")
        pause.take()
        raise LookupError

    task = asyncio.create_task(db.transaction(work))
    await pause.inside.wait()
    task.cancel()
    await asyncio.sleep(0)
    pause.go_on.set()
    with pytest.raises(asyncio.CancelledError) as cancelled:
        await task
    assert isinstance(cancelled.value.__cause__, LookupError)
    assert await words(db) == []


async def test_a_cancel_while_waiting_does_nothing(db: Database) -> None:
    """Whoever is cancelled before their turn has done nothing and holds up nobody."""
    work = SlowWork()
    running = asyncio.create_task(db.transaction(work))
    await work.inside.wait()
    waiting = asyncio.create_task(db.transaction(lambda sql: add(sql, "never")))
    after = asyncio.create_task(db.transaction(lambda sql: add(sql, "after")))
    await asyncio.sleep(0)
    waiting.cancel()
    with pytest.raises(asyncio.CancelledError):
        await waiting
    work.go_on.set()
    await asyncio.gather(running, after)
    assert await words(db) == ["first half", "second half", "after"]


async def _hit(db: Database, number: int) -> None:
    """Cancel a transaction of two words at some moment of its life.

    Every second time all of its tasks at once, twice: what a loop does when it shuts down.
    """

    async def pair(sql: Connection) -> None:
        await add(sql, f"{number} a")
        await add(sql, f"{number} b")

    before = asyncio.all_tasks()
    task = asyncio.create_task(db.transaction(pair))
    if moment := number % 15:  # else before it has begun
        await asyncio.sleep(moment * 0.0001)
    hit = asyncio.all_tasks() - before if number % 2 else {task}
    for target in [*hit, *hit]:
        target.cancel()
    await asyncio.gather(task, return_exceptions=True)


async def test_cancels_at_any_moment_never_tear_or_block(db: Database) -> None:
    """Both words are stored or neither, and the next transaction always gets its turn."""
    for number in range(150):
        await _hit(db, number)
        await asyncio.wait_for(db.transaction(lambda sql: sql.execute("DELETE FROM echo")), 5)
    stored = await words(db)
    assert 0 < len(stored) < 300
    firsts = [word.removesuffix(" a") for word in stored[::2]]
    assert firsts == [word.removesuffix(" b") for word in stored[1::2]]


async def test_a_time_out_of_the_caller_waits_for_the_commit(db: Database) -> None:
    """asyncio.timeout works by cancelling: the caller gets its TimeoutError, the work is whole."""
    work = SlowWork()

    async def go_on_later() -> None:
        await work.inside.wait()
        await asyncio.sleep(0.05)
        work.go_on.set()

    late = asyncio.create_task(go_on_later())
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.01):
            await db.transaction(work)
    await late
    assert await words(db) == ["first half", "second half"]


ENDLESS = "WITH RECURSIVE n (x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT max(x) FROM n"


async def test_work_that_never_ends_is_rolled_back(place: Place) -> None:
    """A statement without an end cannot hold the one writer, or a reader, for ever."""

    async def work(sql: Connection) -> None:
        await add(sql, "lost")
        await sql.fetch_all(ENDLESS)

    async with place.opened(work_seconds=0.05) as db:
        with pytest.raises(TimeoutError):
            await db.transaction(work)
        with pytest.raises(TimeoutError):
            await db.read(lambda sql: sql.fetch_all(ENDLESS))
        await db.transaction(lambda sql: add(sql, "next"))
        assert await words(db) == ["next"]


LONG = ENDLESS.replace("FROM n)", "FROM n WHERE x < 1000000)")


async def test_what_a_start_has_to_do_takes_as_long_as_it_needs(place: Place) -> None:
    """After a rotation every tag of a large database is turned in one transaction."""

    async def work(sql: Connection) -> None:
        await add(sql, "kept")
        await sql.fetch_all(LONG)

    async with place.opened(work_seconds=0.01) as db:
        with pytest.raises(TimeoutError):
            await db.transaction(work)
        await db.transaction(work, however_long=True)
        assert await words(db) == ["kept"]


async def test_a_newer_database_is_refused(place: Place) -> None:
    """And the refusal leaves neither the lock nor a thread behind."""
    threads = threading.active_count()
    place.step("0002_more.sql", "CREATE TABLE more (x INTEGER) STRICT;")
    async with place.opened():
        pass
    place.step("0002_more.sql", None)
    with pytest.raises(DatabaseTooNew):
        await Database.open(place.path, place.migrations)
    place.step("0002_more.sql", "SELECT 1;")
    async with place.opened():
        pass
    assert await threads_back_to(threads)


async def test_a_failed_opening_leaves_nothing_open(place: Place) -> None:
    """A broken migration, a file that is no database: the error, but no thread and no lock."""
    threads = threading.active_count()
    place.step("0002_bad.sql", "INSERT INTO nowhere VALUES (1);")
    with pytest.raises(sqlite3.OperationalError, match="nowhere"):
        await Database.open(place.path, place.migrations)
    place.step("0002_bad.sql", None)
    async with place.opened():
        pass
    place.overwrite(b"this is no database, but long enough to be read as one" * 20)
    with pytest.raises(sqlite3.DatabaseError, match="not a database"):
        await Database.open(place.path, place.migrations)
    assert await threads_back_to(threads)


async def test_an_opening_that_is_cancelled_leaves_nothing_open(place: Place) -> None:
    """At whatever moment the cancel comes, no thread and no lock stay."""
    threads = threading.active_count()
    cancelled = 0
    for number in range(40):
        task = asyncio.create_task(Database.open(place.path, place.migrations))
        await asyncio.sleep(number * 0.0002)
        task.cancel()
        for opened in await asyncio.gather(task, return_exceptions=True):
            if isinstance(opened, Database):  # it was quicker than the cancel
                await opened.close()
            else:
                cancelled += isinstance(opened, asyncio.CancelledError)
    assert cancelled > 5
    assert await threads_back_to(threads)
    async with place.opened():
        pass


async def test_closing_waits_and_can_be_repeated(place: Place) -> None:
    """Running work is finished first, a cancel does not stop it; later work is refused."""
    threads = threading.active_count()
    db = await Database.open(place.path, place.migrations)
    work = SlowWork()
    running = asyncio.create_task(db.transaction(work))
    await work.inside.wait()
    closing = asyncio.create_task(db.close())
    await asyncio.sleep(0)
    waiting = [asyncio.create_task(run(SlowWork())) for run in (db.transaction, db.read)]
    await asyncio.sleep(0)
    closing.cancel()
    work.go_on.set()
    with pytest.raises(asyncio.CancelledError):
        await closing
    await running
    for late in [*waiting, db.transaction(SlowWork()), db.read(SlowWork())]:
        with pytest.raises((RuntimeError, sqlite3.OperationalError)):
            await asyncio.wait_for(late, PATIENCE)
    await db.close()
    assert await threads_back_to(threads)
    async with place.opened() as again:
        assert await words(again) == ["first half", "second half"]


async def test_every_setting_is_on(db: Database) -> None:
    """What DESIGN asks of the file holds on the writer and on the readers."""
    wanted = {
        "journal_mode": "wal",
        "synchronous": 2,
        "foreign_keys": 1,
        "secure_delete": 1,
        "trusted_schema": 0,
        "temp_store": 2,
        "busy_timeout": 200,
    }
    for name, value in wanted.items():
        for run in (db.transaction, db.read):
            row = await run(lambda sql, name=name: sql.fetch_one(f"PRAGMA {name}"))  # type: ignore[misc]
            assert row is not None
            assert row[0] == value, name
