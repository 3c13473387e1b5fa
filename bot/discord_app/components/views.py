"""A Reply as discord.py's arguments: content, an embed for each box, menus and buttons.

discord.py keeps nothing of a view that it sends: every press, of whatever age, is a dynamic item's.
"""

from collections.abc import Sequence
from io import BytesIO
from typing import Any, Protocol, TypedDict

import discord
from discord import ui
from discord.http import MultipartParameters, Route, handle_message_parameters

from bot.discord_app.components.custom_id import CustomId
from bot.discord_app.rendering.reply import AttachedFile, Button, Menu, Picks, Reply, Style

ACTION_ROW, BUTTON = discord.ComponentType.action_row.value, discord.ComponentType.button.value

_MENUS = {
    Picks.OPTIONS: discord.ComponentType.string_select.value,
    Picks.CHANNELS: discord.ComponentType.channel_select.value,
    Picks.ROLES: discord.ComponentType.role_select.value,
}
_CALLED = {Picks.CHANNELS: "channel", Picks.ROLES: "role"}

_STYLES = {
    Style.MAIN: discord.ButtonStyle.primary,
    Style.PLAIN: discord.ButtonStyle.secondary,
    Style.ENDING: discord.ButtonStyle.danger,
}


class Pressable(Protocol):
    """A client that knows what buttons do."""

    async def pressed(self, interaction: discord.Interaction[Any], custom_id: str) -> None:
        """Answer a press."""


class PressedButton(ui.DynamicItem[ui.Item[ui.View]], template=r"(?s).+"):
    """Any button or menu of the bot, also one sent before a restart or by an older version."""

    @classmethod
    async def from_custom_id(
        cls, interaction: discord.Interaction[Any], item: ui.Item[Any], match: Any, /
    ) -> "PressedButton":
        """Made by discord.py when a button was pressed, or something picked in a menu."""
        del interaction, match
        return cls(item)

    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        """Hand the press to the client, which acknowledges, answers and catches."""
        client: Pressable = interaction.client
        await client.pressed(interaction, self.custom_id)


class Parts(TypedDict):
    """What sending and changing have in common."""

    content: str
    embeds: list[discord.Embed]
    view: ui.View
    allowed_mentions: discord.AllowedMentions


class Content(Parts):
    """What every way of sending takes."""

    suppress_embeds: bool


def content(reply: Reply) -> Content:
    """The reply for `send`; nobody is ever pinged by it, and no link in it gets a preview.

    Discord makes previews of the links in a message's content only, so that a box needs no such
    flag, which would hide the box as well; beside one the content is all ours.
    """
    return Content(**_parts(reply), suppress_embeds=not reply.boxes)


def change(reply: Reply) -> MultipartParameters:
    """The same in the place of an earlier message; an empty part clears what was there.

    discord.py's own ways of editing leave the flag for previews out.
    """
    flags = discord.MessageFlags(suppress_embeds=not reply.boxes)
    if reply.file is None:
        return handle_message_parameters(**_parts(reply), flags=flags)
    return handle_message_parameters(**_parts(reply), flags=flags, file=attached(reply.file))


async def change_answer(interaction: discord.Interaction[Any], reply: Reply) -> None:
    """Put the reply in the place of the answer of an interaction."""
    place = Route(
        "PATCH",
        "/webhooks/{webhook_id}/{webhook_token}/messages/@original",
        webhook_id=interaction.application_id,
        webhook_token=interaction.token,
    )
    request = interaction.client.http.request
    with change(reply) as parts:
        if parts.files:
            await request(place, files=parts.files, form=parts.multipart)
        else:
            await request(place, json=parts.payload)


def attached(file: AttachedFile) -> discord.File:
    """The file that stands beside an answer, as discord.py takes it."""
    return discord.File(BytesIO(file.data), file.name)


def _parts(reply: Reply) -> Parts:
    boxes = (discord.Embed(title=box.title or None, description=box.words) for box in reply.boxes)
    return Parts(
        content=reply.text,
        embeds=list(boxes),
        view=ButtonRows(reply.buttons, reply.menus),
        allowed_mentions=discord.AllowedMentions.none(),
    )


class ButtonRows(ui.View):
    """Buttons as Discord takes them, five in a row. A view of discord.py's would keep an object for
    each, and itself for a quarter of an hour: a press comes to PressedButton, whoever sent it."""

    def __init__(self, buttons: Sequence[Button], menus: Sequence[Menu] = ()) -> None:
        super().__init__(timeout=None)
        self._rows: list[dict[str, Any]] = [
            {"type": ACTION_ROW, "components": [_menu(one)]} for one in menus
        ]
        self._rows += [
            {"type": ACTION_ROW, "components": [_button(one) for one in row]}
            for row in (buttons[first : first + 5] for first in range(0, len(buttons), 5))
        ]
        self.stop()

    def to_components(self) -> list[dict[str, Any]]:
        """What is sent."""
        return self._rows


def _menu(menu: Menu) -> dict[str, Any]:
    shape: dict[str, Any] = {
        "type": _MENUS[menu.picks],
        "custom_id": str(CustomId(menu.action, menu.token, menu.choice)),
        "placeholder": menu.placeholder,
        "min_values": menu.at_least,
        "max_values": menu.at_most,
    }
    if menu.picks is Picks.OPTIONS:
        options = [
            {"label": one.label, "value": one.value, "default": one.value in menu.picked}
            | ({"description": one.below} if one.below else {})
            for one in menu.options
        ]
        return shape | {"options": options}
    if menu.picks is Picks.CHANNELS:
        shape["channel_types"] = [discord.ChannelType.text.value]
    called = _CALLED[menu.picks]
    return shape | {"default_values": [{"id": one, "type": called} for one in menu.picked]}


def _button(button: Button) -> dict[str, Any]:
    return {
        "type": BUTTON,
        "style": _STYLES[button.style].value,
        "label": button.label,
        "custom_id": str(CustomId(button.action, button.token, button.choice)),
    }
