"""A database that was filled while only SQLite's row ids told in which order rows were stored."""

from collections.abc import AsyncIterator
from pathlib import Path

import aiosqlite
import pytest

from bot.storage.sqlite.database import MIGRATIONS
from bot.storage.sqlite.migrate import load_migrations, migrate
from tests.storage.sqlite.test_migrated_words import now, put, rows

BEFORE = 28
"""How many steps the old database knows."""

KEYS = ("9", "8", "7")
"""In the order in which they are stored."""


@pytest.fixture
async def old(tmp_path: Path) -> AsyncIterator[aiosqlite.Connection]:
    """A database of the time before, with three rows of each kind; the last talk has ended."""
    async with aiosqlite.connect(tmp_path / "db", isolation_level=None) as sql:
        await sql.execute("PRAGMA foreign_keys = ON")
        await migrate(sql, load_migrations(MIGRATIONS)[:BEFORE])
        await put(sql, "person", person_tag=b"me")
        me = {"asker_tag": b"me", "listener_tag": b"me"}
        for key in KEYS:
            await put(sql, "ask", ask_id=key, asker_tag=b"me", kind="private", state="taken")
            await put(
                sql,
                "conversation",
                conversation_id=key,
                ask_id=key,
                state="open",
                started_at=0,
                **me,
            )
            await put(sql, "stray", token=key, person_tag=b"me", expires_at=0)
            await put(sql, "reflection", reflection_id=key, person_tag=b"me")
        await put(sql, "clearing", clearing_id="c", conversation_id="8")
        for key in KEYS:
            tag = key.encode()
            await put(sql, "stray_part", message_tag=tag, stray="8")
            await put(sql, "to_clear", message_tag=tag, clearing_id="c")
            await put(
                sql, "passed_on", piece_id=key, conversation_id="8", writer="asker", source_tag=tag
            )
        await sql.execute(
            "UPDATE conversation SET state = 'ended', ended_at = 1 WHERE ask_id = '7'"
        )
        yield sql


@pytest.mark.parametrize(
    ("table", "key"),
    [
        ("ask", "ask_id"),
        ("stray", "token"),
        ("reflection", "reflection_id"),
        ("passed_on", "piece_id"),
        ("stray_part", "CAST(message_tag AS TEXT)"),
        ("to_clear", "CAST(message_tag AS TEXT)"),
    ],
)
async def test_rows_keep_their_order(old: aiosqlite.Connection, table: str, key: str) -> None:
    """They are told in the order in which they were stored, as before."""
    await now(old)
    found = await rows(old, f"SELECT {key} FROM {table} ORDER BY stored")  # noqa: S608
    assert found == [(one,) for one in KEYS]


async def test_only_open_conversations_have_one(old: aiosqlite.Connection) -> None:
    """Of the others it would tell more than the hour."""
    await now(old)
    found = await rows(
        old, "SELECT conversation_id, stored IS NULL FROM conversation ORDER BY stored"
    )
    assert found == [("7", 1), ("9", 0), ("8", 0)]
