"""The engine on which a test's databases are: SQLite, or where a test says so both, one by one.

A test names its database by a path, whichever it is; on PostgreSQL each path stands for a database
of the tests' own server. `ENGINE=postgresql` before pytest has all tests use that.
"""

import os
import re
import shutil
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from functools import partial
from pathlib import Path

import psycopg
import pytest
from psycopg.errors import DatatypeMismatch

from bot.database_place import Address, Place
from bot.storage import store as production
from bot.storage.connection import Connection
from bot.storage.encryption.sealing import Sealer
from bot.storage.engine import Engine
from bot.storage.rows import Row
from bot.storage.sqlite.migrate import BeforeUpgrade
from bot.storage.store import Store
from tests.postgresql import Server, needs_postgresql, server

SQLITE, POSTGRESQL = "sqlite", "postgresql"
ENGINE = os.environ.get("ENGINE", SQLITE)

on_both_engines = pytest.mark.on_both_engines
"""For a test, or a module of them, that is to hold on either."""

ENGINES = [SQLITE, pytest.param(POSTGRESQL, marks=needs_postgresql)]


class Databases:
    """Which database of the server each path of this test stands for."""

    def __init__(self, on: Server) -> None:
        self._server = on
        self._made: dict[Path, Address] = {}

    def of(self, path: Path) -> Address:
        """The one of this path; made empty when it is first asked for."""
        if path not in self._made:
            self._made[path] = Address(self._server.new())
        return self._made[path]

    def copied(self, path: Path, template: str) -> None:
        """From now on this path is a new copy of another database."""
        self._made[path] = Address(self._server.new(template))

    def replace(self, path: Path, backup: Path) -> None:
        """From now on this path is what a backup has."""
        self._server.drop(self._made[path].reveal())
        self._made[path] = Address(self._server.new())
        self._server.restore(self._made[path].reveal(), backup)

    def drop(self) -> None:
        """Nothing of the test is left on the server."""
        for address in self._made.values():
            self._server.drop(address.reveal())


_NOW: list[Databases] = []
"""Those of the test that runs on PostgreSQL at this moment."""

_PREPARED: dict[str, str] = {}
"""Databases of this process's server that are copied for each test, by what is in them."""


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """A test that is to hold on either is two."""
    both = metafunc.definition.get_closest_marker("on_both_engines") is not None
    if both or ENGINE != SQLITE:
        metafunc.parametrize("engine", ENGINES if both else [ENGINE], indirect=True)


@pytest.fixture(autouse=True)
def engine(request: pytest.FixtureRequest) -> Iterator[str]:
    """The engine's name; all that the test opens is on it."""
    name = getattr(request, "param", SQLITE)
    with using(name):
        yield name


@contextmanager
def using(name: str) -> Iterator[None]:
    """While this lasts, what is opened is on the engine of this name."""
    if name == SQLITE:
        yield
        return
    databases = Databases(server())
    _NOW.append(databases)
    try:
        yield
    finally:
        _NOW.remove(databases)
        databases.drop()


def place_of(path: Path) -> Place:
    """Where the database of this path is, on the engine of the test."""
    return _NOW[-1].of(path) if _NOW else path


async def open_store(
    path: Path, sealer: Sealer, before_upgrade: BeforeUpgrade | None = None
) -> Store:
    """As the bot opens it, on the engine of the test."""
    return await production.open_store(place_of(path), sealer, before_upgrade)


def prepared(name: str, path: Path) -> bool:
    """Whether this path is now a copy of what was kept under a name; only on PostgreSQL."""
    if not _NOW or name not in _PREPARED:
        return False
    _NOW[-1].copied(path, _PREPARED[name])
    return True


def keep(name: str, path: Path) -> None:
    """Keep what stands in a database, that nobody has open, under a name."""
    if _NOW:
        on = server()
        _PREPARED[name] = on.name_of(on.new(on.name_of(_NOW[-1].of(path).reveal())))


REFUSED = (sqlite3.IntegrityError, psycopg.IntegrityError, psycopg.DataError, DatatypeMismatch)
"""What either raises for a row that makes no sense."""


def as_written() -> str:
    """What rows are ordered by, to have them about as they were written."""
    return "ctid" if _NOW else "rowid"


async def table_names(database: Engine) -> list[str]:
    """All tables of the bot."""
    if _NOW:
        query = (
            "SELECT relname FROM pg_class WHERE relkind = 'r' AND relname NOT IN"
            " ('schema_version', 'leader')"
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
    if _NOW:
        query = (
            "SELECT attname::text FROM pg_attribute WHERE attrelid = CAST(? AS TEXT)::regclass"
            " AND attnum > 0 AND NOT attisdropped ORDER BY attnum"
        )
    else:
        query = "SELECT name FROM pragma_table_info(?)"
    return [row[0] for row in await database.read(lambda on: on.fetch_all(query, (table,)))]


async def trigger_texts(database: Engine, table: str) -> dict[str, str]:
    """The triggers of a table: when they come, and what they do."""
    if _NOW:
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
    if _NOW:
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


def back_up(path: Path, to: Path) -> None:
    """Make a backup of a database that may be open, by the engine's own means."""
    to.unlink(missing_ok=True)
    if _NOW:
        server().dump(_NOW[-1].of(path).reveal(), to)
        return
    with closing(sqlite3.connect(path)) as reader:
        reader.execute("VACUUM INTO ?", (str(to),))


def put_back(backup: Path, path: Path) -> None:
    """Put a backup in the place of a database that nobody has open."""
    if _NOW:
        _NOW[-1].replace(path, backup)
        return
    for ending in ("", "-wal", "-shm"):
        path.with_name(path.name + ending).unlink(missing_ok=True)
    shutil.copyfile(backup, path)


def contents(path: Path) -> dict[str, bytes]:
    """Every file of the database, as it stands on the disk."""
    files = (
        server().files_of(_NOW[-1].of(path).reveal()) if _NOW else path.parent.glob(f"{path.name}*")
    )
    return {str(file): file.read_bytes() for file in files}
