"""Of which channels that the bot cannot write in somebody was told."""

from bot.domain.ids import ChannelId, GuildId
from bot.domain.lost_channels import ChannelUse, UsedChannel
from bot.storage.connection import Connection


class LostChannels:
    """The table `lost_channel`. Its rows go with the server."""

    def __init__(self, sql: Connection) -> None:
        self._sql = sql

    async def all(self) -> dict[UsedChannel, bool]:
        """Every one that is known, and whether somebody was told."""
        rows = await self._sql.fetch_all("SELECT * FROM lost_channel")
        return {
            UsedChannel(
                GuildId(row["guild_id"]), ChannelUse(row["used_for"]), ChannelId(row["channel_id"])
            ): bool(row["told"])
            for row in rows
        }

    async def note(self, lost: UsedChannel, *, told: bool) -> bool:
        """The bot cannot write there; False when that is known and no more was done now."""
        return (
            await self._sql.execute(
                "INSERT INTO lost_channel (guild_id, used_for, channel_id, told)"
                " SELECT guild_id, ?, ?, ? FROM guild WHERE guild_id = ?"
                " ON CONFLICT (guild_id, used_for, channel_id) DO UPDATE SET told = excluded.told"
                " WHERE lost_channel.told < excluded.told",
                (lost.use, lost.channel, int(told), lost.guild),
            )
            == 1
        )

    async def forget(self, known: UsedChannel) -> None:
        """It can write there again, or no longer has to."""
        await self._sql.execute(
            "DELETE FROM lost_channel WHERE guild_id = ? AND used_for = ? AND channel_id = ?",
            (known.guild, known.use, known.channel),
        )
