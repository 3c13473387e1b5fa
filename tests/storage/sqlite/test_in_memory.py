"""The database in memory keeps the promises of the one in a file."""

import sqlite3
from collections.abc import AsyncIterator

import pytest

from bot.storage.connection import Connection
from bot.storage.meta import Meta
from bot.storage.sqlite.in_memory import InMemory

NO_SERVER = "INSERT INTO draft (guild_id) VALUES (1)"


@pytest.fixture
async def db() -> AsyncIterator[InMemory]:
    """With all tables."""
    opened = InMemory()
    yield opened
    await opened.close()


async def kept(db: InMemory) -> bytes | None:
    """What stands there."""
    return await db.read(lambda sql: Meta(sql).get("key_check"))


async def test_what_is_committed_is_read_and_told(db: InMemory) -> None:
    """And what changed nothing is not told."""
    told = list[None]()
    db.on_commit(lambda: told.append(None))
    await db.transaction(lambda sql: Meta(sql).put("key_check", b"one"))
    await db.transaction(lambda sql: Meta(sql).get("key_check"))
    assert await kept(db) == b"one"
    assert len(told) == 1


async def test_a_transaction_that_fails_leaves_nothing(db: InMemory) -> None:
    """The next one goes on as if nothing had been."""

    async def half(sql: Connection) -> None:
        await Meta(sql).put("key_check", b"half")
        raise LookupError

    with pytest.raises(LookupError):
        await db.transaction(half)
    assert await kept(db) is None
    await db.transaction(lambda sql: Meta(sql).put("key_check", b"whole"))
    assert await kept(db) == b"whole"


async def test_who_reads_does_not_write(db: InMemory) -> None:
    """It is a fault of the code, and told."""
    with pytest.raises(RuntimeError, match="wrote"):
        await db.read(lambda sql: Meta(sql).put("key_check", b"one"))


async def test_tables_hold_as_in_a_file(db: InMemory) -> None:
    """What a row needs it needs here, too."""
    with pytest.raises(sqlite3.IntegrityError):
        await db.transaction(lambda sql: sql.execute(NO_SERVER))


async def test_two_of_them_have_nothing_in_common(db: InMemory) -> None:
    """Each begins empty."""
    await db.transaction(lambda sql: Meta(sql).put("key_check", b"one"))
    other = InMemory()
    assert await kept(other) is None
    await other.close()
