"""Rows that were sealed before each had a secret of its own get one, a few at a time."""

from collections.abc import Sequence
from contextlib import suppress
from typing import Any

from bot.storage.encryption.sealed_columns import SEALED, SealedTable
from bot.storage.encryption.sealing import SealBroken, Sealer
from bot.storage.meta import Meta
from bot.storage.sqlite.connection import Connection

AT_A_TIME = 100
_ALL_DONE = "all_have_own_secrets"

Place = tuple[int, tuple[Any, ...]]
"""Which table, and the key of the last row that was looked at; none before the first."""
BEGINNING: Place = (0, ())


class OwnSecrets:
    """Seals anew, in every table with sealed columns, what has no owner yet."""

    def __init__(self, sql: Connection, sealer: Sealer) -> None:
        self._sql = sql
        self._sealer = sealer
        self._meta = Meta(sql)

    async def all_done(self) -> bool:
        """Whether every row has a secret of its own."""
        return await self._meta.get(_ALL_DONE) is not None

    async def some(self, place: Place) -> Place | None:
        """Seal some rows anew from a place on; where to go on, or None once all are done."""
        number, after = place
        if number == len(SEALED):
            await self._meta.put(_ALL_DONE, b"")
            return None
        table = SEALED[number]
        rows = await self._next(table, after)
        for row in rows:
            await self._seal(table, row)
        if len(rows) < AT_A_TIME:
            return number + 1, ()
        return number, rows[-1][: len(table.key)]

    async def _next(self, table: SealedTable, after: tuple[Any, ...]) -> Sequence[tuple[Any, ...]]:
        key = ", ".join(table.key)
        begins = len(self._sealer.earlier_id)
        old = " OR ".join(f"substr({column}, 1, {begins}) = ?" for column in table.columns)
        beyond = f"({key}) > ({', '.join('?' * len(after))}) AND" if after else ""
        return await self._sql.fetch_plain(
            f"SELECT {key}, {', '.join(table.columns)} FROM {table.name}"  # noqa: S608
            f" WHERE {beyond} ({old}) ORDER BY {key} LIMIT {AT_A_TIME}",
            (*after, *[self._sealer.earlier_id] * len(table.columns)),
        )

    async def _seal(self, table: SealedTable, row: Sequence[Any]) -> None:
        key, values = row[: len(table.key)], row[len(table.key) :]
        kinds = ["words"] * len(table.words) + ["number"] * len(table.numbers)
        owned = [v for v in values if v is not None and self._sealer.owner_of(v) is not None]
        sealed: list[bytes | None] = []
        for kind, column, value in zip(kinds, table.columns, values, strict=True):
            new = value
            if value is not None and value not in owned:
                place = (table.name, column.removesuffix("_sealed"), table.row_name(key))
                beside = owned[0] if owned else None
                with suppress(SealBroken):  # damaged: it stays, and whoever opens it says so
                    new = self._sealer.seal_anew(kind, *place, value, beside)
                    owned.append(new)
            sealed.append(new)
        changes = ", ".join(f"{column} = ?" for column in table.columns)
        where = " AND ".join(f"{part} = ?" for part in table.key)
        await self._sql.execute(
            f"UPDATE {table.name} SET {changes} WHERE {where}",  # noqa: S608
            (*sealed, *key),
        )
