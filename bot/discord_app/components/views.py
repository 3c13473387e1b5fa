"""A Reply as discord.py's arguments: content, one embed for people's own words, buttons.

Every view holds only dynamic items and is built fresh for each send and edit: one that stopped
would take the buttons of the whole bot with it.
"""

from typing import Any, Protocol, TypedDict

import discord
from discord import ui

from bot.discord_app.components.custom_id import CustomId
from bot.discord_app.reply import Button, Reply, Style

_STYLES = {
    Style.MAIN: discord.ButtonStyle.primary,
    Style.PLAIN: discord.ButtonStyle.secondary,
    Style.ENDING: discord.ButtonStyle.danger,
}


class Pressable(Protocol):
    """A client that knows what buttons do."""

    async def pressed(self, interaction: discord.Interaction[Any], custom_id: str) -> None:
        """Answer a press."""


class PressedButton(ui.DynamicItem[ui.Button[ui.View]], template=r"(?s).+"):
    """Any button of the bot, also one sent before a restart or by an older version."""

    @classmethod
    async def from_custom_id(
        cls, interaction: discord.Interaction[Any], item: ui.Item[Any], match: Any, /
    ) -> "PressedButton":
        """Made by discord.py when a button was pressed."""
        del interaction, match
        assert isinstance(item, ui.Button), "the bot sends no other items"
        return cls(item)

    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        """Hand the press to the client, which acknowledges, answers and catches."""
        client: Pressable = interaction.client
        await client.pressed(interaction, self.custom_id)


class Content(TypedDict):
    """What sending and editing both take; an empty part clears what was there."""

    content: str
    embeds: list[discord.Embed]
    view: ui.View
    allowed_mentions: discord.AllowedMentions


def content(reply: Reply) -> Content:
    """The reply for `send` and `edit`; nobody is ever pinged by it."""
    return Content(
        content=reply.text,
        embeds=[] if reply.quote is None else [discord.Embed(description=reply.quote)],
        view=_view(reply.buttons),
        allowed_mentions=discord.AllowedMentions.none(),
    )


def _view(buttons: tuple[Button, ...]) -> ui.View:
    view = ui.View(timeout=None)
    for button in buttons:
        view.add_item(PressedButton(_button(button)))
    return view


def _button(button: Button) -> ui.Button[ui.View]:
    return ui.Button(
        label=button.label,
        style=_STYLES[button.style],
        custom_id=str(CustomId(button.action, button.token, button.choice)),
    )
