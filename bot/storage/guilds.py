"""What each server chose in /setup. Servers, channels and roles are not secret."""

from collections.abc import Sequence
from sqlite3 import Row

from bot.domain.guilds import GuildChoices
from bot.domain.ids import ChannelId, GuildId, RoleId
from bot.storage.database import Connection


class Guilds:
    """The table `guild`."""

    def __init__(self, sql: Connection) -> None:
        self._sql = sql

    async def save(self, choices: GuildChoices) -> None:
        """Keep a server's choices in the place of earlier ones."""
        await self._sql.execute(
            "INSERT INTO guild"
            " (guild_id, ask_channel_id, moderator_channel_id, moderator_role_id, open_asks,"
            " panel_channel_id) VALUES (?, ?, ?, ?, ?, ?)"
            " ON CONFLICT (guild_id) DO UPDATE SET ask_channel_id = excluded.ask_channel_id,"
            " moderator_channel_id = excluded.moderator_channel_id,"
            " moderator_role_id = excluded.moderator_role_id, open_asks = excluded.open_asks,"
            " panel_channel_id = excluded.panel_channel_id",
            (
                choices.guild_id,
                choices.ask_channel,
                choices.moderator_channel,
                choices.moderator_role,
                int(choices.open_asks),
                choices.panel_channel,
            ),
        )

    async def forget(self, guild: GuildId) -> None:
        """The bot is no longer there: erase what was chosen, its listeners and drafts."""
        for table in ("guild", "listener", "draft"):
            # the names are constants of this line
            await self._sql.execute(f"DELETE FROM {table} WHERE guild_id = ?", (guild,))  # noqa: S608

    async def all(self) -> Sequence[GuildChoices]:
        """Every server that has been set up."""
        return [_choices(row) for row in await self._sql.fetch_all("SELECT * FROM guild")]


def _choices(row: Row) -> GuildChoices:
    return GuildChoices(
        GuildId(row["guild_id"]),
        ChannelId(row["ask_channel_id"]),
        ChannelId(row["moderator_channel_id"]),
        RoleId(row["moderator_role_id"]),
        bool(row["open_asks"]),
        None if row["panel_channel_id"] is None else ChannelId(row["panel_channel_id"]),
    )
