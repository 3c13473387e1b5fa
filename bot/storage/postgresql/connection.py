"""What a unit of work gets to talk to PostgreSQL with."""

import time
from collections.abc import Iterable, Sequence
from typing import Any

import psycopg
from psycopg.rows import tuple_row

from bot.storage.connection import SqlValue
from bot.storage.postgresql.connecting import Raw
from bot.storage.postgresql.dialect import statement
from bot.storage.postgresql.rows import PostgresqlRow


class TookTooLong(Exception):
    """The unit of work had its time, and is undone."""


class PostgresqlConnection:
    """As `bot.storage.connection.Connection` says; of no use once the work returned."""

    def __init__(self, raw: Raw, until: float | None, seat: int | None = None) -> None:
        self._raw: Raw | None = raw
        self._until = until
        self.seat = seat
        """As the protocol says."""
        self.told = set[str]()
        """What other processes are to be told of, once it is stored."""
        self.changed = False
        """Whether it changed a row."""

    async def execute(self, sql: str, params: tuple[SqlValue, ...] = ()) -> int:
        """Run a statement; the number of rows that it changed."""
        return self._run(sql, params).rowcount

    async def execute_many(self, sql: str, rows: Iterable[tuple[SqlValue, ...]]) -> None:
        """Run a statement once for each row of values, in one step."""
        cursor = self._live().cursor()
        cursor.executemany(statement(sql).encode(), rows)
        self.changed = self.changed or cursor.rowcount > 0

    async def fetch_all(
        self, sql: str, params: tuple[SqlValue, ...] = ()
    ) -> Sequence[PostgresqlRow]:
        """All rows of a query or of a RETURNING clause."""
        return self._run(sql, params).fetchall()

    async def fetch_plain(
        self, sql: str, params: tuple[SqlValue, ...] = ()
    ) -> list[tuple[Any, ...]]:
        """As `fetch_all`, without names: for many thousands of rows at once."""
        cursor = self._live().cursor(row_factory=tuple_row)
        return cursor.execute(statement(sql).encode(), params).fetchall()

    async def fetch_one(self, sql: str, params: tuple[SqlValue, ...] = ()) -> PostgresqlRow | None:
        """The first row, or None."""
        return self._run(sql, params).fetchone()

    async def hold_references(self) -> None:
        """Until the transaction ends, rows may refer to what is not there; it is looked at then."""
        self._live().execute("SET CONSTRAINTS ALL DEFERRED")

    async def fence_off_others(self) -> None:
        """From this transaction on no worker stores anything, until it has begun anew."""
        if self.seat is not None:
            await self.execute("UPDATE worker SET here = FALSE WHERE seat <> ?", (self.seat,))
            await self.execute("DELETE FROM taken_lane WHERE seat <> ?", (self.seat,))

    def tell(self, what: str) -> None:
        """Once it is stored, tell the other processes that something is new."""
        self.told.add(what)

    def end(self) -> None:
        """From now on refuse everything."""
        self._raw = None

    def _run(self, sql: str, params: tuple[SqlValue, ...]) -> psycopg.Cursor[PostgresqlRow]:
        cursor = self._live().execute(statement(sql).encode(), params)
        if cursor.rowcount > 0 and not (cursor.statusmessage or "").startswith("SELECT"):
            self.changed = True
        return cursor

    def _live(self) -> Raw:
        if self._raw is None:
            raise RuntimeError("this unit of work is over")
        if self._until is not None and time.monotonic() > self._until:
            raise TookTooLong
        return self._raw
