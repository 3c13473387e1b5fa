"""Units of work: all of one is stored, or nothing, whichever engine keeps it."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from psycopg.errors import ReadOnlySqlTransaction

from bot.storage.connection import Connection
from bot.storage.engine import Engine
from tests.engines import REFUSED, on_both_engines
from tests.storage.words import Pause, Place, SlowWork, add, words

pytestmark = on_both_engines


@pytest.fixture
def place(tmp_path: Path) -> Place:
    """Room for a database."""
    return Place(tmp_path)


@pytest.fixture
async def db(place: Place, engine: str) -> AsyncIterator[Engine]:
    """An open database."""
    async with place.opened_on(engine) as opened:
        yield opened


async def test_what_is_committed_can_be_read_at_once(db: Engine) -> None:
    """Rows come by name, a missing one is None, and the changed rows are counted."""
    assert await db.transaction(lambda sql: add(sql, "one")) == 1
    row = await db.read(lambda sql: sql.fetch_one("SELECT text FROM word"))
    assert row is not None
    assert row["text"] == "one"
    assert await db.read(lambda sql: sql.fetch_one("SELECT 1 WHERE 1 = 0")) is None
    none = await db.transaction(lambda sql: sql.execute("DELETE FROM word WHERE text = 'two'"))
    assert none == 0


async def test_returning_gives_the_changed_rows(db: Engine) -> None:
    """A compare-and-set tells what it changed, and the transaction still commits."""
    await db.transaction(lambda sql: add(sql, "one"))
    update = "UPDATE word SET text = 'won' WHERE text = ? RETURNING text"
    row = await db.transaction(lambda sql: sql.fetch_one(update, ("one",)))
    assert row is not None
    assert row["text"] == "won"
    assert await db.transaction(lambda sql: sql.fetch_one(update, ("one",))) is None
    assert await words(db) == ["won"]


@pytest.mark.parametrize("text", ["\0", "one\0", "\0one"])
async def test_a_text_with_a_nul_is_looked_up_in_vain(db: Engine, text: str) -> None:
    """Whoever sends one instead of a button's token reads that it is out of date, on either."""
    await db.transaction(lambda sql: add(sql, "one"))
    found = "SELECT 1 FROM word WHERE text = ?"
    assert await db.read(lambda sql: sql.fetch_one(found, (text,))) is None


async def test_a_failing_work_leaves_nothing(db: Engine) -> None:
    """What it raises is raised, everything before it is undone, the next goes on."""

    async def work(sql: Connection) -> None:
        await add(sql, "lost")
        raise LookupError("no")

    with pytest.raises(LookupError, match="no"):
        await db.transaction(work)
    await db.transaction(lambda sql: add(sql, "kept"))
    assert await words(db) == ["kept"]


async def test_a_failing_commit_reaches_the_caller(db: Engine) -> None:
    """A deferred constraint fails only at COMMIT; then nothing is stored and nobody is told."""
    told: list[str] = []
    db.on_commit(lambda: told.append("stored"))

    async def work(sql: Connection) -> None:
        await sql.hold_references()
        await sql.execute("INSERT INTO echo VALUES (99)")

    with pytest.raises(REFUSED):
        await db.transaction(work)
    assert told == []
    await db.transaction(lambda sql: add(sql, "kept"))
    assert told == ["stored"]
    assert await db.read(lambda sql: sql.fetch_all("SELECT * FROM echo")) == []


async def test_a_transaction_inside_a_transaction_is_an_error(db: Engine) -> None:
    """It would wait for itself, so it is refused at once."""

    async def work(sql: Connection) -> None:
        await add(sql, "outer")
        await db.transaction(lambda inner: add(inner, "inner"))

    with pytest.raises(RuntimeError, match="opens no other"):
        await db.transaction(work)
    assert await words(db) == []


async def test_work_that_waits_for_something_else_is_an_error(db: Engine) -> None:
    """It would hold up the one writer: refused at once, and nothing of it is stored."""

    async def work(sql: Connection) -> None:
        await add(sql, "lost")
        await asyncio.sleep(0)

    with pytest.raises(RuntimeError, match="awaits nothing but its connection"):
        await db.transaction(work)
    await db.transaction(lambda sql: add(sql, "next"))
    assert await words(db) == ["next"]


async def test_a_connection_is_of_no_use_after_its_work(db: Engine) -> None:
    """A connection that was kept cannot write outside of a transaction."""

    async def leak(sql: Connection) -> Connection:
        return sql

    for kept in (await db.transaction(leak), await db.read(leak)):
        with pytest.raises(RuntimeError, match="is over"):
            await add(kept, "stray")
    assert await words(db) == []


async def test_readers_cannot_write_and_do_not_wait(db: Engine) -> None:
    """A read goes on beside an open transaction, sees what is committed, and changes nothing."""
    work = SlowWork()
    running = asyncio.create_task(db.transaction(work))
    await work.inside.wait()
    assert await asyncio.wait_for(asyncio.gather(*[words(db) for _ in range(5)]), 5) == [[]] * 5
    with pytest.raises((sqlite3.OperationalError, ReadOnlySqlTransaction), match=r"read-?only"):
        await db.read(lambda sql: add(sql, "no"))
    work.go_on.set()
    await running
    assert await words(db) == ["first half", "second half"]


async def test_a_read_is_one_snapshot(db: Engine) -> None:
    """What is committed in the middle of a read is not seen by it."""
    pause = Pause()

    async def twice(sql: Connection) -> list[int]:
        before = len(await sql.fetch_all("SELECT * FROM word"))
        pause.take()
        return [before, len(await sql.fetch_all("SELECT * FROM word"))]

    reading = asyncio.create_task(db.read(twice))
    await pause.inside.wait()
    await db.transaction(lambda sql: add(sql, "meanwhile"))
    pause.go_on.set()
    assert await reading == [0, 0]
    assert await words(db) == ["meanwhile"]


async def test_writers_queue_and_none_is_lost(db: Engine) -> None:
    """Fifty at once are stored one after the other, each once."""
    await asyncio.gather(*(db.transaction(lambda sql, n=n: add(sql, str(n))) for n in range(50)))  # type: ignore[misc]
    assert sorted(map(int, await words(db))) == list(range(50))


async def test_a_failing_callback_does_not_fail_what_is_stored(db: Engine) -> None:
    """The others are still called and the fault goes to the loop's handler."""
    faults: list[object] = []
    told: list[str] = []
    asyncio.get_running_loop().set_exception_handler(lambda _, c: faults.append(c["exception"]))

    def fail() -> None:
        raise LookupError("callback")

    db.on_commit(fail)
    db.on_commit(lambda: told.append("stored"))
    await db.transaction(lambda sql: add(sql, "kept"))
    assert told == ["stored"]
    assert [type(fault) for fault in faults] == [LookupError]
