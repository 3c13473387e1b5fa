"""The tables as the migrations make them, for an engine that makes its own after them."""

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
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
    """A database in memory that has seen some migrations, and nothing else."""

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

    def contents(self) -> Iterator[tuple[str, list[str], list[tuple[Any, ...]]]]:
        """Each table that has rows: its name, its columns, and all of them."""
        for table in self.tables():
            cursor = self._sql.execute(f'SELECT * FROM "{table}"')  # noqa: S608 - one of ours
            columns = [column[0] for column in cursor.description]
            if rows := cursor.fetchall():
                yield table, columns, rows


@contextmanager
def as_made(steps: Sequence[Migration]) -> Iterator[AsMade]:
    """What these migrations make."""
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as sql:
        for step in steps:
            for statement in step.statements:
                sql.execute(statement)
        yield AsMade(sql)
