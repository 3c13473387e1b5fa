"""What a unit of work gets to talk to the database with.

Owns no transaction: ``database`` begins and ends it around the work.
"""

import sqlite3
from collections.abc import Iterable, Sequence
from typing import Any, Final

from bot.storage.rows import Row

SqlValue = str | bytes | int | float | None


class SqliteConnection:
    """What a unit of work may do: SQL with bound parameters. Of no use once the work returned.

    The work runs in the thread of its connection from its first statement to its last, so nothing
    here waits for another thread: each method is awaited only because another engine's would be.
    """

    seat: Final = None
    """One process at a time has the file."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection: sqlite3.Connection | None = connection

    async def execute(self, sql: str, params: tuple[SqlValue, ...] = ()) -> int:
        """Run a statement; the number of rows that it changed."""
        return self._live().execute(sql, params).rowcount

    async def execute_many(self, sql: str, rows: Iterable[tuple[SqlValue, ...]]) -> None:
        """Run a statement once for each row of values, in one step."""
        self._live().executemany(sql, rows)

    async def fetch_all(self, sql: str, params: tuple[SqlValue, ...] = ()) -> Sequence[Row]:
        """All rows of a query or of a RETURNING clause."""
        return self._live().execute(sql, params).fetchall()

    async def fetch_plain(
        self, sql: str, params: tuple[SqlValue, ...] = ()
    ) -> list[tuple[Any, ...]]:
        """As `fetch_all`, without names: for many thousands of rows at once."""
        cursor = self._live().cursor()
        cursor.row_factory = None
        return cursor.execute(sql, params).fetchall()

    async def fetch_one(self, sql: str, params: tuple[SqlValue, ...] = ()) -> Row | None:
        """The first row, or None. Reads to the end: half-read rows would hold up COMMIT."""
        return next(iter(await self.fetch_all(sql, params)), None)

    async def hold_references(self) -> None:
        """Until the transaction ends, rows may refer to what is not there; it is looked at then."""
        self._live().execute("PRAGMA defer_foreign_keys = ON")

    async def fence_off_others(self) -> None:
        """There are none."""

    def tell(self, what: str) -> None:
        """There is nobody to be told."""
        del what

    def end(self) -> None:
        """From now on refuse everything."""
        self._connection = None

    def _live(self) -> sqlite3.Connection:
        if self._connection is None:
            raise RuntimeError("this unit of work is over")
        return self._connection
