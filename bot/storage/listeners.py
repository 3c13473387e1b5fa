"""Who opted in as a listener, server by server."""

from datetime import datetime
from sqlite3 import Row

from bot.domain.ids import GuildId, PersonTag, PrivateNumber
from bot.domain.listening import Listener
from bot.storage.columns import moment, moment_or_none, seconds
from bot.storage.database import Connection


class Listeners:
    """The table `listener`."""

    def __init__(self, sql: Connection) -> None:
        self._sql = sql

    async def add(self, listener: Listener) -> bool:
        """Join; False when they had joined already."""
        return (
            await self._sql.execute(
                "INSERT INTO listener (private_number, guild_id, person_tag, joined_at)"
                " VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING",
                (listener.number, listener.guild_id, listener.person, seconds(listener.joined_at)),
            )
            == 1
        )

    async def get(self, number: PrivateNumber) -> Listener | None:
        """The listener with this private number, if they joined."""
        row = await self._sql.fetch_one(
            "SELECT * FROM listener WHERE private_number = ?", (number,)
        )
        return None if row is None else _listener(row)

    async def set_duty(self, number: PrivateNumber, until: datetime | None) -> bool:
        """On duty until a moment, or off; False when they are no listener."""
        return (
            await self._sql.execute(
                "UPDATE listener SET on_duty_until = ? WHERE private_number = ?",
                (None if until is None else seconds(until), number),
            )
            == 1
        )

    async def remove(self, number: PrivateNumber) -> bool:
        """Leave; False when they are no listener."""
        return (
            await self._sql.execute("DELETE FROM listener WHERE private_number = ?", (number,)) == 1
        )

    async def count(self, guild: GuildId) -> int:
        """How many listeners a server has."""
        row = await self._sql.fetch_one(
            "SELECT COUNT(*) FROM listener WHERE guild_id = ?", (guild,)
        )
        return int(row[0]) if row else 0

    async def somebody_on_duty(self, guild: GuildId, now: datetime, besides: PersonTag) -> bool:
        """Whether anybody but the one who asks said that they are here now."""
        row = await self._sql.fetch_one(
            "SELECT 1 FROM listener WHERE guild_id = ? AND on_duty_until > ? AND person_tag <> ?"
            " LIMIT 1",
            (guild, seconds(now), besides),
        )
        return row is not None


def _listener(row: Row) -> Listener:
    return Listener(
        PrivateNumber(row["private_number"]),
        GuildId(row["guild_id"]),
        PersonTag(row["person_tag"]),
        moment(row["joined_at"]),
        moment_or_none(row["on_duty_until"]),
    )
