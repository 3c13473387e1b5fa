"""A database that was filled before all endings became one, and what is left of it."""

from collections.abc import AsyncIterator
from pathlib import Path

import aiosqlite
import pytest

from bot.storage.sqlite.database import MIGRATIONS
from bot.storage.sqlite.migrate import load_migrations, migrate

BEFORE = 18
"""How many steps the old database knows."""

A_TIME = 1_772_474_645
"""18:04:05 on 2 March 2026, UTC."""
ITS_HOUR, THE_NEXT = 1_772_474_400, 1_772_478_000
FILLERS: dict[str, "Value"] = {"TEXT": "x", "INTEGER": 0, "BLOB": b"x"}

Value = str | int | bytes | None


async def put(sql: aiosqlite.Connection, table: str, **values: Value) -> None:
    """A row; columns that must have a value and are not named get any."""
    columns = list(await sql.execute_fetchall(f"PRAGMA table_info ({table})"))
    for _, name, kind, needed, default, key in columns:
        if (needed or (key and kind == "TEXT")) and default is None and name not in values:
            values[name] = FILLERS[kind]
    marks = ", ".join("?" * len(values))
    names = ", ".join(values)
    await sql.execute(f"INSERT INTO {table} ({names}) VALUES ({marks})", tuple(values.values()))  # noqa: S608


async def rows(sql: aiosqlite.Connection, query: str) -> list[tuple[Value, ...]]:
    """What a query finds."""
    return [tuple(row) for row in await sql.execute_fetchall(query)]


@pytest.fixture
async def old(tmp_path: Path) -> AsyncIterator[aiosqlite.Connection]:
    """A database of the time before, with a person who asks and one who listens."""
    async with aiosqlite.connect(tmp_path / "db", isolation_level=None) as sql:
        await sql.execute("PRAGMA foreign_keys = ON")
        await migrate(sql, load_migrations(MIGRATIONS)[:BEFORE])
        for person in (b"asker", b"listener"):
            await put(sql, "person", person_tag=person)
        await _asks(sql)
        yield sql


async def _asks(sql: aiosqlite.Connection) -> None:
    for ask in ("greeted", "by themselves"):
        await put(sql, "ask", ask_id=ask, asker_tag=b"asker", kind="private", state="taken")
    await put(sql, "bot_message", ask_id="greeted", part="asker")
    await put(sql, "bot_message", ask_id="by themselves", part="post")
    for key, ask, stopped in (("goes on", "greeted", 0), ("stopped", "by themselves", 1)):
        await put(
            sql,
            "conversation",
            conversation_id=key,
            ask_id=ask,
            asker_tag=b"asker",
            listener_tag=b"listener",
            state="open",
            stopped=stopped,
        )


async def now(sql: aiosqlite.Connection) -> None:
    """Bring it up to date, and see that it is whole."""
    await migrate(sql, load_migrations(MIGRATIONS))
    assert await rows(sql, "PRAGMA foreign_key_check") == []
    assert await rows(sql, "PRAGMA integrity_check") == [("ok",)]


async def test_what_was_said_of_words_not_delivered_is_said_no_more(
    old: aiosqlite.Connection,
) -> None:
    """The rest of the outbox goes on, in its order; the old sign is the one that there is."""
    kinds = (
        "words",
        "waits_for_reader",
        "passed_on",
        "not_delivered_yet",
        "not_delivered",
        "thanks",
    )
    for number, kind in enumerate(kinds):
        action = "sign" if kind in ("waits_for_reader", "passed_on") else "create"
        await put(old, "outbox", notice=kind, action=action, nonce=str(number), person_tag=b"asker")
    await put(old, "told_not_delivered", conversation_id="goes on")
    await now(old)
    left = await rows(old, "SELECT notice, action, nonce FROM outbox ORDER BY outbox_id")
    assert left == [("words", "create", "0"), ("have_it", "sign", "2"), ("thanks", "create", "5")]


async def test_both_went_where_a_conversation_was_stopped(old: aiosqlite.Connection) -> None:
    """Who it was is not known; that it goes on stays so."""
    await now(old)
    gone = "SELECT conversation_id, asker_gone, listener_gone FROM conversation ORDER BY 1"
    assert await rows(old, gone) == [("goes on", 0, 0), ("stopped", 1, 1)]


async def test_who_was_not_greeted_looks_by_themselves(old: aiosqlite.Connection) -> None:
    """A message of another part of the ask is no greeting."""
    await now(old)
    chosen = "SELECT ask_id, without_dm FROM ask ORDER BY 1"
    assert await rows(old, chosen) == [("by themselves", 1), ("greeted", 0)]


async def test_passed_on_words_keep_their_places_and_lose_their_sign(
    old: aiosqlite.Connection,
) -> None:
    """A reply to either end still finds them."""
    for tag, sign in ((b"1", "waiting"), (b"2", "passed_on"), (b"3", None)):
        await put(
            old,
            "passed_on",
            piece_id=tag.decode(),
            conversation_id="goes on",
            writer="asker",
            source_tag=tag,
            words_tag=b"words",
            sign=sign,
            passed_on_at=A_TIME,
        )
    await now(old)
    kept = "SELECT piece_id, source_tag, words_tag FROM passed_on ORDER BY 1"
    assert await rows(old, kept) == [(tag, tag.encode(), b"words") for tag in ("1", "2", "3")]
    columns = await rows(old, "SELECT name FROM pragma_table_info('passed_on')")
    assert not {("sign",), ("passed_on_at",)} & set(columns)


async def test_no_exact_time_is_left(old: aiosqlite.Connection) -> None:
    """Times that passed become the hour in which they were; what ends, ends no earlier."""
    await put(old, "inbox", received_at=A_TIME)
    await put(old, "sent", sent_at=A_TIME)
    await put(old, "listener", person_tag=b"listener", joined_at=A_TIME)
    await put(
        old,
        "schedule",
        what="check_in",
        person_tag=b"asker",
        weekdays=127,
        every_days=1,
        state="on",
        changed_at=A_TIME,
    )
    await put(old, "again", token="inside", expires_at=A_TIME)
    await put(old, "again", token="on the hour", expires_at=ITS_HOUR)
    await now(old)
    for table, column in (
        ("inbox", "received_at"),
        ("sent", "sent_at"),
        ("listener", "joined_at"),
        ("schedule", "changed_at"),
    ):
        assert await rows(old, f"SELECT {column} FROM {table}") == [(ITS_HOUR,)]  # noqa: S608
    assert await rows(old, "SELECT token, expires_at FROM again ORDER BY 1") == [
        ("inside", THE_NEXT),
        ("on the hour", ITS_HOUR),
    ]
