"""The tables in PostgreSQL: made from SQLite's, and brought up to date by the same migrations.

A new database is not taken through all of them: the tables as they are at the end are made at once.
Which version it has stands in a table of its own, and changes in the transaction that changes them.
"""

from collections.abc import Iterator, Sequence
from typing import Any

import psycopg

from bot.storage.postgresql import dialect
from bot.storage.refused import DatabaseRefused
from bot.storage.sqlite.as_made import AsMade, as_made
from bot.storage.sqlite.migrate import Migration, refuse_newer

_OURS = (
    "CREATE TABLE schema_version (version BIGINT NOT NULL)",
    "INSERT INTO schema_version VALUES (0)",
    "CREATE TABLE leader (number BIGINT NOT NULL)",
    "INSERT INTO leader VALUES (0)",
)
"""What only this engine keeps: its version, and who leads (`leadership.py`)."""

_OF_SEVERAL = (
    "CREATE TABLE IF NOT EXISTS worker (seat BIGINT PRIMARY KEY, number BIGINT NOT NULL,"
    " here BOOLEAN NOT NULL, known BOOLEAN NOT NULL)",
    'CREATE TABLE IF NOT EXISTS taken_lane (lane TEXT COLLATE "C" PRIMARY KEY,'
    " seat BIGINT NOT NULL)",
    "CREATE TABLE IF NOT EXISTS owner_block (kind BIGINT PRIMARY KEY, next BIGINT NOT NULL)",
)
"""What several processes keep together (`workers.py`, `owner_blocks.py`): nothing of it outlives
them, so it belongs to no version."""


def bring_up_to_date(raw: psycopg.Connection[Any], steps: Sequence[Migration]) -> None:
    """Make what is missing, all or nothing, while nobody else does. Raises DatabaseTooNew, or
    NotOurs."""
    with raw.transaction():
        raw.execute("SELECT pg_advisory_xact_lock(hashtext('lend-an-ear schema'))")
        version = version_of(raw)
        refuse_newer(version, len(steps))
        if version == 0:
            _refuse_others(raw)
            _make(raw, steps)
        elif version < len(steps):
            _upgrade(raw, steps[version:])
        raw.execute("UPDATE schema_version SET version = %s", (len(steps),))
        for statement in _OF_SEVERAL:
            raw.execute(statement.encode())


def version_of(raw: psycopg.Connection[Any]) -> int:
    """How many migrations it has seen; 0 for a database without our tables."""
    known = raw.execute("SELECT to_regclass('schema_version') IS NOT NULL").fetchone()
    if known is None or not known[0]:
        return 0
    row = raw.execute("SELECT version FROM schema_version").fetchone()
    return 0 if row is None else int(row[0])


class NotOurs(DatabaseRefused):
    """Somebody else's tables stand in it."""

    def __init__(self) -> None:
        super().__init__(
            "The PostgreSQL database has tables that are not the bot's. Make one for the bot alone"
            " (createdb lend_an_ear), and name it in storage.database."
        )


def _refuse_others(raw: psycopg.Connection[Any]) -> None:
    found = raw.execute(
        "SELECT 1 FROM pg_class WHERE relkind IN ('r', 'p', 'v', 'm')"
        " AND relnamespace = current_schema()::regnamespace LIMIT 1"
    ).fetchone()
    if found is not None:
        raise NotOurs


def _upgrade(raw: psycopg.Connection[Any], steps: Sequence[Migration]) -> None:
    for step in steps:
        for statement in step.statements:
            raw.execute(dialect.makes(statement).encode())


def _make(raw: psycopg.Connection[Any], steps: Sequence[Migration]) -> None:
    for statement in _OURS:
        raw.execute(statement.encode())
    with as_made(steps) as made:
        for statement in _statements(made):
            raw.execute(statement.encode())
        for table in made.tables():
            columns, rows = made.rows(table)
            raw.cursor().executemany(insert(table, columns).encode(), [*rows])


def _statements(made: AsMade) -> Iterator[str]:
    """All that makes these tables anew. What they refer to comes once all are there."""
    for kind in ("table", "index", "trigger"):
        yield from (dialect.makes(text, apart=True) for text in made.texts(kind))
    yield from (dialect.reference(*one) for one in made.references())


def insert(table: str, columns: Sequence[str]) -> str:
    """A statement that puts one row into a table."""
    values = ", ".join(["%s"] * len(columns))
    return f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({values})"  # noqa: S608
