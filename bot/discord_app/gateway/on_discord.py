"""What of the connection to Discord the words and the messenger need."""

from typing import Protocol

import discord

from bot.domain.ids import GuildId
from bot.domain.names import Name


class OnDiscord(Protocol):
    """Somebody who is logged in, and may know the servers."""

    @property
    def client(self) -> discord.AutoShardedClient | None:
        """The client that is connected now."""

    def guild(self, guild: GuildId) -> discord.Guild | None:
        """A server that the bot is in."""

    def guild_name(self, guild: GuildId) -> Name | None:
        """Its name."""

    async def know(self, guild: GuildId) -> None:
        """Make its name known, where it is not at hand and can be. Raises what asking Discord
        raises."""
