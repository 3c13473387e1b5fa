"""Servers that the bot was taken out of, while everything of theirs is kept."""

from collections.abc import Collection
from datetime import datetime

from bot.domain.ids import GuildId
from bot.storage.columns import seconds
from bot.storage.connection import Connection


class Departed:
    """The table `departed`. While a server has a row, what waits for one of its asks is not due
    (`waiting`), and what is to be said in its channels is not said (`outbox`)."""

    def __init__(self, sql: Connection) -> None:
        self._sql = sql

    async def note(self, guild: GuildId, kept_until: datetime) -> bool:
        """The bot is gone from a server; False, and nothing moves, where that is known."""
        return (
            await self._sql.execute(
                "INSERT INTO departed (guild_id, kept_until) VALUES (?, ?) ON CONFLICT DO NOTHING",
                (guild, seconds(kept_until)),
            )
            == 1
        )

    async def all(self) -> frozenset[GuildId]:
        """Every such server."""
        rows = await self._sql.fetch_all("SELECT guild_id FROM departed")
        return frozenset(GuildId(row["guild_id"]) for row in rows)

    async def over(self, now: datetime) -> Collection[GuildId]:
        """Those that are kept no longer, the oldest first."""
        rows = await self._sql.fetch_all(
            "SELECT guild_id FROM departed WHERE kept_until <= ? ORDER BY kept_until, guild_id",
            (seconds(now),),
        )
        return [GuildId(row["guild_id"]) for row in rows]

    async def take(self, guild: GuildId) -> bool:
        """It is no longer one of them; False when it was none."""
        return await self._sql.execute("DELETE FROM departed WHERE guild_id = ?", (guild,)) == 1

    async def take_over(self, guild: GuildId, now: datetime) -> bool:
        """As `take`, once it is kept no longer."""
        return (
            await self._sql.execute(
                "DELETE FROM departed WHERE guild_id = ? AND kept_until <= ?",
                (guild, seconds(now)),
            )
            == 1
        )
