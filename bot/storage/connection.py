"""What a unit of work gets to talk to the database with.

Owns no transaction: ``database`` begins and ends it around the work.
"""

import sqlite3
from collections.abc import Iterable
from typing import Any

import aiosqlite

SqlValue = str | bytes | int | float | None


class Connection:
    """What a unit of work may do: SQL with bound parameters. Of no use once the work returned."""

    def __init__(self, connection: aiosqlite.Connection) -> None:
        self._connection: aiosqlite.Connection | None = connection

    async def execute(self, sql: str, params: tuple[SqlValue, ...] = ()) -> int:
        """Run a statement; the number of rows that it changed."""
        cursor = await self._live().execute(sql, params)
        return cursor.rowcount

    async def execute_many(self, sql: str, rows: Iterable[tuple[SqlValue, ...]]) -> None:
        """Run a statement once for each row of values, in one step."""
        await self._live().executemany(sql, rows)

    async def fetch_all(self, sql: str, params: tuple[SqlValue, ...] = ()) -> list[sqlite3.Row]:
        """All rows of a query or of a RETURNING clause."""
        return list(await self._live().execute_fetchall(sql, params))

    async def fetch_plain(
        self, sql: str, params: tuple[SqlValue, ...] = ()
    ) -> list[tuple[Any, ...]]:
        """As `fetch_all`, without names: for many thousands of rows at once."""
        cursor = await self._live().execute(sql, params)
        cursor.row_factory = None
        return list(await cursor.fetchall())  # type: ignore[arg-type]  # no longer named rows

    async def fetch_one(self, sql: str, params: tuple[SqlValue, ...] = ()) -> sqlite3.Row | None:
        """The first row, or None. Reads to the end: half-read rows would hold up COMMIT."""
        return next(iter(await self.fetch_all(sql, params)), None)

    def end(self) -> None:
        """From now on refuse everything."""
        self._connection = None

    def _live(self) -> aiosqlite.Connection:
        if self._connection is None:
            raise RuntimeError("this unit of work is over")
        return self._connection
