"""A few values about the database itself."""

from datetime import datetime

from bot.storage.columns import moment, seconds
from bot.storage.connection import Connection


class Meta:
    """The table `meta`."""

    def __init__(self, sql: Connection) -> None:
        self._sql = sql

    async def get(self, name: str) -> bytes | None:
        """The value under a name, if there is one."""
        row = await self._sql.fetch_one("SELECT value FROM meta WHERE name = ?", (name,))
        return None if row is None else bytes(row[0])

    async def put(self, name: str, value: bytes) -> None:
        """Keep a value in the place of an earlier one."""
        await self._sql.execute(
            "INSERT INTO meta (name, value) VALUES (?, ?)"
            " ON CONFLICT (name) DO UPDATE SET value = excluded.value",
            (name, value),
        )

    async def drop(self, name: str) -> None:
        """Keep it no longer."""
        await self._sql.execute("DELETE FROM meta WHERE name = ?", (name,))

    async def moment(self, name: str) -> datetime | None:
        """The moment under a name, to the second."""
        value = await self.get(name)
        return None if value is None else moment(int(value))

    async def put_moment(self, name: str, when: datetime) -> None:
        """Keep a moment in the place of an earlier one."""
        await self.put(name, str(seconds(when)).encode())
