"""What a database has, on the engine of the test: tables, columns, triggers, references; and its
rows, looked at from outside."""

import re
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import Any

import psycopg

from bot.storage.connection import Connection
from bot.storage.engine import Engine
from bot.storage.postgresql import dialect
from bot.storage.rows import Row
from tests.engines import on_postgresql, place_of

OURS = ("schema_version", "leader", "worker", "taken_lane", "owner_block")
"""Tables that only PostgreSQL has."""


async def table_names(database: Engine) -> list[str]:
    """All tables of the bot."""
    if on_postgresql():
        query = (
            "SELECT relname FROM pg_class WHERE relkind = 'r' AND relname NOT IN"  # noqa: S608
            f" ({', '.join(map(repr, OURS))})"
            " AND relnamespace = current_schema()::regnamespace ORDER BY relname"
        )
    else:
        query = (
            "SELECT name FROM sqlite_schema WHERE type = 'table' AND name <> 'sqlite_sequence'"
            " ORDER BY name"
        )
    return [row[0] for row in await database.read(lambda on: on.fetch_all(query))]


async def column_names(database: Engine, table: str) -> list[str]:
    """All columns of a table, in order."""
    if on_postgresql():
        query = (
            "SELECT attname::text FROM pg_attribute WHERE attrelid = CAST(? AS TEXT)::regclass"
            " AND attnum > 0 AND NOT attisdropped ORDER BY attnum"
        )
    else:
        query = "SELECT name FROM pragma_table_info(?)"
    return [row[0] for row in await database.read(lambda on: on.fetch_all(query, (table,)))]


async def trigger_texts(database: Engine, table: str) -> dict[str, str]:
    """The triggers of a table: when they come, and what they do."""
    if on_postgresql():
        query = (
            "SELECT tgname::text, pg_get_triggerdef(one.oid) || prosrc"
            " FROM pg_trigger AS one JOIN pg_proc ON pg_proc.oid = tgfoid"
            " WHERE tgrelid = CAST(? AS TEXT)::regclass AND NOT tgisinternal"
        )
    else:
        query = "SELECT name, sql FROM sqlite_schema WHERE type = 'trigger' AND tbl_name = ?"
    rows = await database.read(lambda on: on.fetch_all(query, (table,)))
    return {str(name): re.sub(r"\b(old|new)\.", _in_capitals, str(text)) for name, text in rows}


def _in_capitals(found: re.Match[str]) -> str:
    return found[0].upper()


async def of_nothing(database: Engine) -> list[tuple[str, str]]:
    """Tables and columns in which something refers to a row that is not there."""
    if on_postgresql():
        query = (
            "SELECT conrelid::regclass::text, attname::text, confrelid::regclass::text,"
            " (SELECT attname::text FROM pg_attribute WHERE attrelid = confrelid"
            " AND attnum = confkey[1])"
            " FROM pg_constraint JOIN pg_attribute ON attrelid = conrelid AND attnum = conkey[1]"
            " WHERE contype = 'f'"
        )
    else:
        query = (
            'SELECT one.name, key."from", key."table", key."to" FROM sqlite_schema AS one,'
            " pragma_foreign_key_list(one.name) AS key WHERE one.type = 'table'"
        )
    found = []
    for row in await database.read(lambda on: on.fetch_all(query)):
        table, column, to, to_column = row
        orphans = (
            f"SELECT 1 FROM {table} WHERE {column} IS NOT NULL"  # noqa: S608 - names of ours
            f" AND {column} NOT IN (SELECT {to_column} FROM {to})"
        )
        found += [(table, column) for _ in await database.read(partial(_all, orphans))]
    return found


async def _all(query: str, on: Connection) -> Sequence[Row]:
    return await on.fetch_all(query)


def run_beside(path: Path, sql: str, *values: bytes) -> list[tuple[Any, ...]]:
    """Run a statement on a database that a bot may have open, as somebody with a program of their
    own; the rows that it gives."""
    place = place_of(path)
    if isinstance(place, Path):
        with closing(sqlite3.connect(place, isolation_level=None)) as there:
            return there.execute(sql, values).fetchall()
    with psycopg.connect(place.reveal(), autocommit=True) as raw:
        found = raw.execute(dialect.statement(sql).encode(), values)
        return found.fetchall() if found.description else []
