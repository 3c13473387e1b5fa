"""A database that another process may have open, without its lock: read, or changed at once."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TypeVar

from bot.storage.connection import Work
from bot.storage.refused import NotThere
from bot.storage.sqlite import unit_of_work
from bot.storage.sqlite.database import MIGRATIONS
from bot.storage.sqlite.migrate import load_migrations, refuse_newer

T = TypeVar("T")
_PATIENCE = 10.0
"""Seconds for which the other process may be writing."""

_PRAGMAS = ("synchronous = FULL", "foreign_keys = ON", "secure_delete = ON", "temp_store = MEMORY")


class Beside:
    """An open connection. Each unit of work is one transaction."""

    def __init__(self, raw: sqlite3.Connection) -> None:
        self._raw = raw

    def read(self, work: Work[T]) -> T:
        """On one snapshot of what is committed."""
        return unit_of_work.run(self._raw, "BEGIN", work)

    def write(self, work: Work[T]) -> T:
        """All of it is stored, or nothing and the error is raised."""
        return unit_of_work.run(self._raw, "BEGIN IMMEDIATE", work)


@contextmanager
def beside(database: Path) -> Iterator[Beside]:
    """Open it as it is. Raises NotThere, DatabaseTooNew, or SQLite's errors."""
    if not database.exists():
        raise NotThere(database)
    uri = f"{database.resolve().as_uri()}?mode=rw"
    with closing(sqlite3.connect(uri, uri=True, isolation_level=None, timeout=_PATIENCE)) as raw:
        raw.row_factory = sqlite3.Row
        for pragma in _PRAGMAS:
            raw.execute(f"PRAGMA {pragma}")
        (version,) = raw.execute("PRAGMA user_version").fetchone()
        newest = len(load_migrations(MIGRATIONS))
        refuse_newer(version, newest)
        if version < newest:
            raise NotThere(database)
        yield Beside(raw)
