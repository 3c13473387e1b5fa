"""Rows are sealed anew, a few at a time: those that were sealed before each had a secret of its
own and, when the key was rotated, those under the key of before."""

from collections.abc import Sequence
from contextlib import suppress
from typing import Any

from bot.storage.connection import Connection
from bot.storage.encryption.sealed_columns import SEALED, SealedTable
from bot.storage.encryption.sealing import SealBroken, Sealer
from bot.storage.meta import Meta
from bot.storage.thrown_away import ThrownAway

AT_A_TIME = 100
_ALL_DONE = "all_have_own_secrets"

Place = tuple[int, tuple[Any, ...]]
"""Which table, and the key of the last row that was looked at; none before the first."""
BEGINNING: Place = (0, ())


class OwnSecrets:
    """Seals anew, in every table with sealed columns, what has no owner yet, or another key."""

    def __init__(self, sql: Connection, sealer: Sealer) -> None:
        self._sql = sql
        self._sealer = sealer
        self._meta = Meta(sql)
        self._thrown_away = ThrownAway(sql, sealer)
        self.sealed = 0
        """How many values."""

    async def all_done(self) -> bool:
        """Whether every row has a secret of its own, under one key or another."""
        return await self._meta.get(_ALL_DONE) is not None

    async def some(self, place: Place) -> Place | None:
        """Seal some rows anew from a place on; where to go on, or None once all are done."""
        number, after = place
        if number == len(SEALED):
            await self._meta.put(_ALL_DONE, b"")
            return None
        table = SEALED[number]
        rows = await self._next(table, after)
        newest = await self._thrown_away.newest_row()
        for row in rows:
            await self._seal(table, row)
        await self._thrown_away.keep_after(newest)
        if len(rows) < AT_A_TIME:
            return number + 1, ()
        return number, rows[-1][: len(table.key)]

    async def _next(self, table: SealedTable, after: tuple[Any, ...]) -> Sequence[tuple[Any, ...]]:
        key = ", ".join(table.key)
        begins = self._sealer.to_seal_anew
        among = f"IN ({', '.join('?' * len(begins))})"
        old = " OR ".join(f"substr({one}, 1, {len(begins[0])}) {among}" for one in table.columns)
        beyond = f"({key}) > ({', '.join('?' * len(after))}) AND" if after else ""
        return await self._sql.fetch_plain(
            f"SELECT {key}, {', '.join(table.columns)} FROM {table.name}"  # noqa: S608
            f" WHERE {beyond} ({old}) ORDER BY {key} LIMIT {AT_A_TIME}",
            (*after, *[*begins] * len(table.columns)),
        )

    async def _seal(self, table: SealedTable, row: Sequence[Any]) -> None:
        key, values = row[: len(table.key)], row[len(table.key) :]
        kinds = ["words"] * len(table.words) + ["number"] * len(table.numbers)
        known = [value for value in values if value is not None]
        owned = [value for value in known if self._sealer.is_of_today(value)]
        sealed: list[bytes | None] = []
        for kind, column, value in zip(kinds, table.columns, values, strict=True):
            new = value
            if value is not None and not self._sealer.is_of_today(value):
                place = (table.name, column.removesuffix("_sealed"), table.row_name(key))
                beside = owned[0] if owned else None
                with suppress(SealBroken):  # damaged: it stays, and whoever opens it says so
                    new = self._sealer.seal_anew(kind, *place, value, beside)
                    owned.append(new)
                    self.sealed += 1
            sealed.append(new)
        changes = ", ".join(f"{column} = ?" for column in table.columns)
        where = " AND ".join(f"{part} = ?" for part in table.key)
        await self._sql.execute(
            f"UPDATE {table.name} SET {changes} WHERE {where}",  # noqa: S608
            (*sealed, *key),
        )
