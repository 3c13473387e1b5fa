"""Who would like to be a listener and waits for moderators: rows of `listener` with a token."""

from collections.abc import Sequence
from datetime import datetime

from bot.domain.ids import GuildId
from bot.domain.listening import Listener
from bot.storage.columns import seconds
from bot.storage.connection import Connection
from bot.storage.encryption.sealing import Sealer
from bot.storage.listeners.listener_rows import listener_of


class Newcomers:
    """Looks into `listener`, and lets those who wait become listeners."""

    def __init__(self, sql: Connection, sealer: Sealer) -> None:
        self._sql = sql
        self._sealer = sealer

    async def waiting(self, guild: GuildId) -> Sequence[Listener]:
        """All of a server, whoever waits longest first."""
        rows = await self._sql.fetch_all(
            "SELECT * FROM listener WHERE guild_id = ? AND waits_as IS NOT NULL"
            " ORDER BY joined_at, waits_as",
            (guild,),
        )
        return [listener_of(row, self._sealer) for row in rows]

    async def get(self, guild: GuildId, token: str) -> Listener | None:
        """The one behind a token of this server; None once they wait no more."""
        row = await self._sql.fetch_one(
            "SELECT * FROM listener WHERE guild_id = ? AND waits_as = ?", (guild, token)
        )
        return None if row is None else listener_of(row, self._sealer)

    async def waiting_since(self, before: datetime) -> Sequence[Listener]:
        """All who have waited since a moment, in every server but those that the bot was taken out
        of."""
        rows = await self._sql.fetch_all(
            "SELECT * FROM listener WHERE waits_as IS NOT NULL AND joined_at <= ? AND NOT EXISTS"
            " (SELECT 1 FROM departed WHERE departed.guild_id = listener.guild_id)"
            " ORDER BY guild_id, joined_at, waits_as",
            (seconds(before),),
        )
        return [listener_of(row, self._sealer) for row in rows]

    async def let_in(self, token: str) -> bool:
        """From now on they are a listener. Of two who say so, one gets True."""
        return (
            await self._sql.execute(
                "UPDATE listener SET waits_as = NULL WHERE waits_as = ?", (token,)
            )
            == 1
        )
