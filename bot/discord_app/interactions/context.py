"""What everything on the Discord side works with: the services' context and the words."""

from collections.abc import Mapping
from dataclasses import dataclass

from bot.discord_app.rendering.words import Words
from bot.domain.ids import GuildId
from bot.services.context import Context


@dataclass(frozen=True, slots=True)
class DiscordContext:
    """Built once for each language, in bot.app."""

    ctx: Context
    words: Words
    """Those of whoever reads the answer."""
    in_language: Mapping[str, Words]

    def servers_words(self, guild: GuildId) -> Words:
        """For what others on a server read, whoever wrote it."""
        return self.in_language[self.ctx.guilds.language(guild)]
