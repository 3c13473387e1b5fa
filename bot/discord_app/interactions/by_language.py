"""Each interaction goes to the features in the language of whoever did it."""

from collections.abc import Callable, Mapping
from typing import Any

import discord

from bot.discord_app.interactions.router import InteractionRouter

Interaction = discord.Interaction[Any]


class RouterByLanguage:
    """The same features once for each language. Discord says with each interaction in which
    language it shows itself to that person; nobody else learns it."""

    def __init__(
        self, nearest: Callable[[str], str], routers: Mapping[str, InteractionRouter]
    ) -> None:
        self.nearest = nearest
        self._routers = routers
        self._known = {one: nearest(one.value) for one in discord.Locale}

    def language(self, interaction: Interaction) -> str:
        """The language in which somebody reads."""
        locale = interaction.locale  # Discord may have more of them than discord.py knows
        return self._known.get(locale) or self.nearest(locale.value)

    async def command(self, interaction: Interaction, name: str, **options: str) -> None:
        """A slash command was run."""
        await self._of(interaction).command(interaction, name, **options)

    async def button(self, interaction: Interaction, custom_id: str) -> None:
        """A button was pressed."""
        await self._of(interaction).button(interaction, custom_id)

    async def form(self, interaction: Interaction) -> None:
        """A form was submitted."""
        await self._of(interaction).form(interaction)

    def _of(self, interaction: Interaction) -> InteractionRouter:
        return self._routers[self.language(interaction)]
