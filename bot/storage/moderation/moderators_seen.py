"""Who looked after a server lately: nobody tells the bot who its moderators are."""

from collections.abc import Sequence
from datetime import datetime

from bot.domain.ids import GuildId, ListenerNumber, PrivateNumber, UserId
from bot.storage.columns import coarse, coarse_end, moment, seconds
from bot.storage.connection import Connection
from bot.storage.encryption.sealing import Sealer


class ModeratorsSeen:
    """The table `moderator_seen`."""

    def __init__(self, sql: Connection, sealer: Sealer) -> None:
        self._sql = sql
        self._sealer = sealer

    async def is_noted(self, number: ListenerNumber, now: datetime) -> bool:
        """Whether it is known already that they were here within the hour."""
        row = await self._sql.fetch_one(
            "SELECT 1 FROM moderator_seen WHERE private_number = ? AND seen_at >= ?",
            (number, coarse(now)),
        )
        return row is not None

    async def note(
        self, guild: GuildId, number: ListenerNumber, user: UserId, now: datetime
    ) -> None:
        """Somebody looked after a server just now."""
        known = await self._sql.execute(
            "UPDATE moderator_seen SET seen_at = ? WHERE private_number = ?", (coarse(now), number)
        )
        if not known:
            sealed = self._sealer.seal_int("moderator_seen", "user_id", number.hex(), user)
            await self._sql.execute(
                "INSERT INTO moderator_seen"
                " (private_number, guild_id, seen_at, since, user_id_sealed)"
                " VALUES (?, ?, ?, ?, ?)",
                (number, guild, coarse(now), coarse_end(now), sealed),
            )

    async def since(self, number: ListenerNumber) -> datetime | None:
        """When somebody was first seen to look after a server, of those who did lately."""
        row = await self._sql.fetch_one(
            "SELECT since FROM moderator_seen WHERE private_number = ?", (number,)
        )
        return None if row is None else moment(row["since"])

    async def of(self, guild: GuildId) -> Sequence[UserId]:
        """Who looked after a server lately, the last one first."""
        rows = await self._sql.fetch_all(
            "SELECT * FROM moderator_seen WHERE guild_id = ? ORDER BY seen_at DESC, private_number",
            (guild,),
        )
        return [
            UserId(
                self._sealer.open_int(
                    "moderator_seen", "user_id", row["private_number"].hex(), row["user_id_sealed"]
                )
            )
            for row in rows
        ]

    async def count_others(self, guild: GuildId, number: PrivateNumber) -> int:
        """How many did so lately beside this one, by their number as a listener."""
        row = await self._sql.fetch_one(
            "SELECT count(*) FROM moderator_seen WHERE guild_id = ? AND private_number <> ?",
            (guild, number),
        )
        return int(row[0]) if row else 0

    async def forget_one(self, number: ListenerNumber) -> None:
        """Somebody looks after a server no longer."""
        await self._sql.execute("DELETE FROM moderator_seen WHERE private_number = ?", (number,))

    async def forget_guild(self, guild: GuildId) -> None:
        """The bot is no longer in a server."""
        await self._sql.execute("DELETE FROM moderator_seen WHERE guild_id = ?", (guild,))

    async def forget(self, before: datetime) -> None:
        """Who was not seen since a moment."""
        await self._sql.execute("DELETE FROM moderator_seen WHERE seen_at < ?", (seconds(before),))
