"""Each interaction goes to the features in the language of whoever did it."""

from collections.abc import Awaitable, Callable, Collection
from functools import cache
from typing import Any, TypeAlias

import discord

from bot.discord_app.interactions.router import InteractionRouter
from bot.discord_app.interactions.under_way import UnderWay
from bot.domain.ids import GuildId, UserId

Interaction = discord.Interaction[Any]

Reads: TypeAlias = Callable[[UserId, GuildId | None, str], Awaitable[str]]
"""The language that somebody reads whose Discord has a locale, in a server or direct messages."""


class RouterByLanguage:
    """The same features once for each language. Discord says with each interaction in which
    language it shows itself to that person, who may have chosen another one; nobody else learns
    either. `nearest` says for which language a locale stands. `router_of` makes the features of a
    language when they are first needed: most servers read one or two of those that there are."""

    def __init__(
        self,
        nearest: Callable[[str], str],
        reads: Reads,
        languages: Collection[str],
        router_of: Callable[[str], InteractionRouter],
    ) -> None:
        self.nearest = nearest
        self._reads = reads
        self._languages = languages
        self._router_of = cache(router_of)
        self.under_way = UnderWay()
        """Beside what is done here: messages that are being taken in."""

    def prepare(self, language: str) -> None:
        """Make the features of a language now: what is wrong with them shows at the start."""
        self._router_of(language)

    async def language(self, interaction: Interaction) -> str:
        """The language in which somebody reads."""
        guild = None if interaction.guild_id is None else GuildId(interaction.guild_id)
        locale = interaction.locale.value  # Discord may have more of them than discord.py knows
        reads = await self._reads(UserId(interaction.user.id), guild, locale)
        return reads if reads in self._languages else self.nearest(locale)

    async def command(self, interaction: Interaction, name: str, **options: str) -> None:
        """A slash command was run."""
        with self.under_way.one():
            await (await self._of(interaction)).command(interaction, name, **options)

    async def button(self, interaction: Interaction, custom_id: str) -> None:
        """A button was pressed."""
        with self.under_way.one():
            await (await self._of(interaction)).button(interaction, custom_id)

    async def form(self, interaction: Interaction) -> None:
        """A form was submitted."""
        with self.under_way.one():
            await (await self._of(interaction)).form(interaction)

    async def _of(self, interaction: Interaction) -> InteractionRouter:
        return self._router_of(await self.language(interaction))
