"""Erasing one person finds their rows by an index, however many others there are."""

import sqlite3
from collections.abc import Iterator

import pytest

from bot.storage.erased_again import OF_A_PERSON
from bot.storage.sqlite.database import MIGRATIONS
from bot.storage.sqlite.migrate import load_migrations

ALSO = (
    # by numbers and hashes of one server, and what goes with a row of a person's
    *(("offer", "listener_number"), ("ask", "asker_number"), ("again", "listener_number")),
    *(("known_server", "person"), ("shown_text", "reader"), ("conversation", "listener_number")),
)


@pytest.fixture(scope="module")
def schema() -> Iterator[sqlite3.Connection]:
    """The database as it is today, empty."""
    sql = sqlite3.connect(":memory:", isolation_level=None)
    for step in load_migrations(MIGRATIONS):
        for statement in step.statements:
            sql.execute(statement)
    yield sql
    sql.close()


def plan(sql: sqlite3.Connection, table: str, column: str) -> str:
    """How the rows with one value are found."""
    found = sql.execute(
        f"EXPLAIN QUERY PLAN SELECT * FROM {table} WHERE {column} = ?",  # noqa: S608
        (b"",),
    )
    return "; ".join(str(row[3]) for row in found)


@pytest.mark.parametrize(("table", "column"), [*OF_A_PERSON, *ALSO])
def test_what_is_a_persons_is_not_looked_for(
    schema: sqlite3.Connection, table: str, column: str
) -> None:
    """In every table that refers to a person."""
    assert "SCAN" not in plan(schema, table, column)


def test_nor_is_what_hangs_on_it(schema: sqlite3.Connection) -> None:
    """A row that goes is looked for in all tables that may refer to it."""
    tables = schema.execute("SELECT name FROM sqlite_schema WHERE type = 'table'").fetchall()
    refers = {
        (table, key[3])
        for (table,) in tables
        for key in schema.execute(f"PRAGMA foreign_key_list({table})")
    }
    assert len(refers) > 20
    assert {one for one in refers if "SCAN" in plan(schema, *one)} == set()
