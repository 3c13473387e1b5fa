"""Whose secrets are to be thrown away, as what they sealed was erased; and whose are in use."""

from collections.abc import Collection, Sequence

from bot.storage.connection import Connection
from bot.storage.encryption.keys import KEY_ID_BYTES
from bot.storage.encryption.owner_files import Edition
from bot.storage.encryption.owners import Owner
from bot.storage.encryption.sealed_columns import SEALED
from bot.storage.encryption.sealing import OWNED_BYTES, Sealer
from bot.storage.meta import Meta

AT_A_TIME = 20_000
"""Secrets thrown away together: about as long as a disk needs to write anything."""

_EDITION = "owners"


class ThrownAway:
    """The table `thrown_away`, which triggers fill, and what the database knows of its secrets."""

    def __init__(self, sql: Connection, sealer: Sealer) -> None:
        self._sql = sql
        self._sealer = sealer
        self._meta = Meta(sql)

    async def some(self) -> Sequence[tuple[int, Owner | None]]:
        """Numbers of rows, and whose secrets are to be thrown away; None: a value had no own."""
        rows = await self._sql.fetch_plain(
            "SELECT number, owned_by FROM thrown_away ORDER BY number LIMIT ?", (AT_A_TIME,)
        )
        return [(number, self._sealer.owner_of(owned_by)) for number, owned_by in rows]

    async def are_done(self, numbers: Collection[int], edition: Edition) -> None:
        """They are thrown away; this edition of the secrets is without them."""
        await self._sql.execute_many(
            "DELETE FROM thrown_away WHERE number = ?", [(number,) for number in numbers]
        )
        await self.remember(edition)

    async def newest_row(self) -> int:
        """The number of the last row; 0 for none."""
        row = await self._sql.fetch_one("SELECT COALESCE(MAX(number), 0) FROM thrown_away")
        return 0 if row is None else int(row[0])

    async def keep_after(self, number: int) -> None:
        """What was noted after this row, in the same transaction, was sealed anew and not erased:
        its owners stay."""
        await self._sql.execute("DELETE FROM thrown_away WHERE number > ?", (number,))

    async def has_of(self, key_ids: Sequence[bytes]) -> bool:
        """Whether something is still to be thrown away that was sealed under one of these."""
        row = await self._sql.fetch_one(
            "SELECT 1 FROM thrown_away WHERE substr(owned_by, 1,"  # noqa: S608
            f" {KEY_ID_BYTES}) IN ({', '.join('?' * len(key_ids))}) LIMIT 1",
            (*key_ids,),
        )
        return row is not None

    async def edition(self) -> Edition | None:
        """Which secrets the database was last used with; None: with none of its rows' own."""
        known = await self._meta.get(_EDITION)
        return None if known is None else Edition.loaded(known)

    async def remember(self, edition: Edition) -> None:
        """It is used with these."""
        await self._meta.put(_EDITION, edition.dump())

    async def newest(self) -> Sequence[Owner]:
        """The highest owner in each sealed column, and among what is to be thrown away."""
        columns = [(table.name, column) for table in SEALED for column in table.columns]
        found = [
            await self._highest(table, column)
            for table, column in (*columns, ("thrown_away", "owned_by"))
        ]
        return [owner for owner in found if owner is not None]

    async def in_use(self) -> Collection[Owner]:
        """Whose the values in all sealed columns are."""
        found = set[Owner]()
        for table in SEALED:
            for column in table.columns:
                rows = await self._sql.fetch_plain(
                    f"SELECT DISTINCT substr({column}, 1, {OWNED_BYTES}) FROM {table.name}"  # noqa: S608
                    f" WHERE {column} IS NOT NULL"
                )
                owners = (self._sealer.owner_of(row[0]) for row in rows)
                found.update(owner for owner in owners if owner is not None)
        return found

    async def _highest(self, table: str, column: str) -> Owner | None:
        found = set[Owner]()
        for key_id in self._sealer.key_ids:
            row = await self._sql.fetch_one(
                f"SELECT substr({column}, 1, {OWNED_BYTES}) AS owned_by FROM {table}"  # noqa: S608
                f" WHERE substr({column}, 1, {len(key_id)}) = ? ORDER BY owned_by DESC LIMIT 1",
                (key_id,),
            )
            owner = None if row is None else self._sealer.owner_of(row[0])
            found.update(() if owner is None else (owner,))
        return max(found, default=None)
