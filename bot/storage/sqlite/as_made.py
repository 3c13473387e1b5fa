"""Tables and rows of a file, to be read by an engine that makes its own after them."""

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any, NamedTuple

from bot.storage.sqlite.migrate import Migration


class RefersTo(NamedTuple):
    """A column whose values stand in a column of another table."""

    table: str
    column: str
    to: str
    to_column: str
    on_delete: str


class AsMade:
    """A database that nobody writes."""

    def __init__(self, sql: sqlite3.Connection) -> None:
        self._sql = sql

    def tables(self) -> list[str]:
        """The names of all tables, in the order in which they were made."""
        rows = self._sql.execute(
            "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
            " ORDER BY rowid"
        )
        return [name for (name,) in rows]

    def texts(self, kind: str) -> list[str]:
        """The statements that make each table, index or trigger, in order."""
        rows = self._sql.execute(
            "SELECT sql FROM sqlite_master WHERE type = ? AND sql IS NOT NULL"
            " AND name NOT LIKE 'sqlite_%' ORDER BY rowid",
            (kind,),
        )
        return [text for (text,) in rows]

    def references(self) -> Iterator[RefersTo]:
        """What refers to what."""
        for table in self.tables():
            for row in self._sql.execute(f"PRAGMA foreign_key_list({table})").fetchall():
                _, _, to, column, to_column, _, on_delete, _ = row
                yield RefersTo(table, column, to, to_column, on_delete)

    def rows(self, table: str) -> tuple[list[str], Iterator[tuple[Any, ...]]]:
        """The columns of a table, and its rows."""
        cursor = self._sql.execute(f'SELECT * FROM "{table}"')  # noqa: S608 - one of ours
        return [column[0] for column in cursor.description], iter(cursor)

    def highest(self, table: str, column: str) -> int:
        """The highest number that a column has, or ever had where that is remembered; 0 for
        none."""
        (now,) = self._sql.execute(f"SELECT MAX({column}) FROM {table}").fetchone()  # noqa: S608
        ever = self._sql.execute(
            "SELECT seq FROM sqlite_sequence WHERE name = ?", (table,)
        ).fetchone()
        return max(now or 0, 0 if ever is None else ever[0])

    def noted(self, name: str) -> bytes | None:
        """What the table `meta` keeps under a name."""
        row = self._sql.execute("SELECT value FROM meta WHERE name = ?", (name,)).fetchone()
        return None if row is None else bytes(row[0])

    def version(self) -> int:
        """How many migrations it has seen."""
        (version,) = self._sql.execute("PRAGMA user_version").fetchone()
        return int(version)


@contextmanager
def as_made(steps: Sequence[Migration]) -> Iterator[AsMade]:
    """What these migrations make."""
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as sql:
        for step in steps:
            for statement in step.statements:
                sql.execute(statement)
        yield AsMade(sql)


@contextmanager
def read_only(database: Path) -> Iterator[AsMade]:
    """A file, as it stands. Raises SQLite's errors."""
    uri = f"{database.resolve().as_uri()}?mode=ro"
    with closing(sqlite3.connect(uri, uri=True, isolation_level=None)) as sql:
        yield AsMade(sql)
