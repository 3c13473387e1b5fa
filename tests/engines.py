"""The engine on which a test's databases are: SQLite, or where a test says so both, one by one.

A test names its database by a path, whichever it is; on PostgreSQL each path stands for a database
of the tests' own server. `ENGINE=postgresql` before pytest has all tests use that.
"""

import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import psycopg
import pytest
from psycopg.errors import DatatypeMismatch

from bot.database_place import Address, Place
from bot.storage import store as production
from bot.storage.encryption.sealing import Sealer
from bot.storage.sqlite.migrate import BeforeUpgrade
from bot.storage.store import Store
from tests.how_much import EVERYTHING
from tests.postgresql import Server, needs_postgresql, server

SQLITE, POSTGRESQL = "sqlite", "postgresql"
ENGINE = os.environ.get("ENGINE", SQLITE)

on_both_engines = pytest.mark.on_both_engines
"""For a test, or a module of them, that is to hold on either; one that is `dear=True` only where
everything is tried."""


@pytest.fixture
def address() -> Iterator[Address]:
    """An empty database of a PostgreSQL, for a test that needs one."""
    made = Address(server().new())
    yield made
    server().drop(made.reveal())


def only_on_sqlite(why: str) -> pytest.MarkDecorator:
    """For a test, or a module of them, that is about a file, and says why."""
    return pytest.mark.skipif(ENGINE != SQLITE, reason=f"only on SQLite: {why}")


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

    def paths_in(self, folder: Path) -> list[Path]:
        """All paths in a folder that stand for one."""
        return sorted(path for path in self._made if path.is_relative_to(folder))

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
    marked = metafunc.definition.get_closest_marker("on_both_engines")
    both = marked is not None and (EVERYTHING or not marked.kwargs.get("dear"))
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


def on_postgresql() -> bool:
    """Whether the test runs there."""
    return bool(_NOW)


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


def stored_in(folder: Path) -> dict[str, bytes]:
    """All that lies on the disk of the databases in a folder, by names that a test may show."""
    if _NOW:
        return {
            f"{path.name}/{Path(file).name}": content
            for path in _NOW[-1].paths_in(folder)
            for file, content in contents(path).items()
        }
    files = sorted(folder.rglob("*.sqlite3*"))
    # the socket of one that was killed is no file
    return {file.name: file.read_bytes() for file in files if file.is_file()}
