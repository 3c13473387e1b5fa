"""Every table of the real schema, and every column that names a person, is declared."""

import asyncio
import re
import sqlite3
from pathlib import Path

import pytest

from bot.storage.privacy.of_person import personal_tables
from bot.storage.table_life import Owner
from bot.storage.table_lives import TABLE_LIVES
from tests.engines import open_store
from tests.services.scene import SEALER

NAMES_SOMEBODY = re.compile(r"\w*(_tag|_sealed|number)|person|reader|lane")
ELSEWHERE = {
    ("left_out", "number"),
    ("helped", "number"),
    ("typed_choice", "number"),
    ("thrown_away", "number"),
}
"""Numbers of things."""


async def made(path: Path) -> None:
    """A database as the bot makes it."""
    store = await open_store(path, SEALER)
    await store.close()


@pytest.fixture(scope="module")
def schema(tmp_path_factory: pytest.TempPathFactory) -> dict[str, set[str]]:
    """Every table with its columns, as the migrations make them."""
    path = tmp_path_factory.mktemp("schema") / "made.sqlite3"
    asyncio.run(made(path))
    on = sqlite3.connect(path)
    tables = [row[0] for row in on.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
    return {
        table: {row[1] for row in on.execute(f"PRAGMA table_info({table})")}
        for table in tables
        if not table.startswith("sqlite_")
    }


def undeclared(schema: dict[str, set[str]]) -> set[str]:
    """Tables, and columns that name somebody, that nothing declares."""
    found = {table for table in schema if table not in TABLE_LIVES}
    for table, columns in schema.items():
        named = {c for c in columns if NAMES_SOMEBODY.fullmatch(c) and (table, c) not in ELSEWHERE}
        declared = TABLE_LIVES[table].names if table in TABLE_LIVES else frozenset()
        found |= {f"{table}.{column}" for column in named - declared}
    return found


def test_every_table_and_every_column_that_names_somebody_is_declared(
    schema: dict[str, set[str]],
) -> None:
    """What a migration adds has its owner, its export and its end from the first day."""
    assert undeclared(schema) == set()


def test_a_table_and_a_column_that_nothing_declares_are_found(
    schema: dict[str, set[str]],
) -> None:
    """Else the test above would prove nothing."""
    more = schema | {"diary": {"day"}, "goal": schema["goal"] | {"watcher_tag"}}
    assert undeclared(more) == {"diary", "goal.watcher_tag"}


def test_nothing_is_declared_that_is_not_there(schema: dict[str, set[str]]) -> None:
    """Neither a table nor a column of one."""
    assert set(TABLE_LIVES) == set(schema)
    assert not {
        t: life.names - schema[t] for t, life in TABLE_LIVES.items() if life.names - schema[t]
    }


def test_what_is_somebodys_is_shown_and_erased_by_a_subject() -> None:
    """Each table that names a person is in the hands of one, or says why none has it."""
    subjects = set(personal_tables(None, SEALER, None))  # type: ignore[arg-type]
    used = {life.subject for life in TABLE_LIVES.values()} - {""}
    assert used == subjects
    theirs = {Owner.ASKER, Owner.LISTENER, Owner.BOTH, Owner.PERSON}
    alone = {t for t, life in TABLE_LIVES.items() if life.owner in theirs and not life.subject}
    # marks of a limit, keyed tags of messages, what hangs on a conversation, and the erasing itself
    assert alone == {"written_lately", "said_about", "said_in", "done_after", "erasing"}


def test_every_life_is_said() -> None:
    """Shown how, erased how, gone when: nothing is left open."""
    for life in TABLE_LIVES.values():
        assert all((life.shown, life.erased, life.lives))
