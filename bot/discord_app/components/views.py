"""A Reply as discord.py's arguments: content, an embed for each box, menus and buttons; or frames.

discord.py keeps nothing of a view that it sends: every press, of whatever age, is a dynamic item's.
"""

from io import BytesIO
from typing import Any, NotRequired, Protocol, TypedDict

import discord
from discord import ui
from discord.http import MultipartParameters, Route, handle_message_parameters

from bot.discord_app.components.custom_id import CustomId
from bot.discord_app.components.frames import Part, fits, framed
from bot.discord_app.rendering.reply import AttachedFile, Button, Menu, Picks, Reply, Style
from bot.domain.images import ShownImage

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

    content: NotRequired[str]
    embeds: NotRequired[list[discord.Embed]]
    view: ui.View
    allowed_mentions: discord.AllowedMentions


class Content(Parts):
    """What every way of sending takes."""

    suppress_embeds: bool


def posted(reply: Reply) -> Content:
    """The reply for a message that comes by itself."""
    return _content(reply, in_frames=reply.framed)


def answer(reply: Reply) -> Content:
    """The reply as the answer to what somebody did: in frames, where they have room for it."""
    return _content(reply, in_frames=fits(reply))


def in_place_of(reply: Reply, message: discord.Message | None) -> Content | None:
    """The reply for a message that is there, of its generation; None where that has no room."""
    if message is None or not message.flags.components_v2:
        return _content(reply, in_frames=False)
    return _content(reply, in_frames=True) if fits(reply) else None


def _content(reply: Reply, *, in_frames: bool) -> Content:
    """For `send`; nobody is ever pinged by it, and no link in it gets a preview.

    Discord makes previews of the links in a message's content only, so that a box needs no such
    flag, which would hide the box as well; beside one the content is all ours.
    """
    parts = _parts(reply, in_frames=in_frames)
    return Content(**parts, suppress_embeds=not (in_frames or reply.boxes))


def change(reply: Reply) -> MultipartParameters:
    """What was posted, in the place of an earlier message; an empty part clears what was there.

    discord.py's own ways of editing leave the flag for previews out.
    """
    made = _change(reply, in_frames=reply.framed)
    if reply.framed and made.payload is not None:
        made.payload["content"] = None  # the panel of an earlier version is all content
    return made


def _change(reply: Reply, *, in_frames: bool) -> MultipartParameters:
    parts = _parts(reply, in_frames=in_frames)
    flags = discord.MessageFlags(suppress_embeds=not (in_frames or reply.boxes))
    if reply.file is None:
        return handle_message_parameters(**parts, flags=flags)
    return handle_message_parameters(**parts, flags=flags, file=attached(reply.file))


async def change_answer(
    interaction: discord.Interaction[Any], reply: Reply, *, in_frames: bool
) -> None:
    """Put the reply in the place of the answer of an interaction."""
    place = Route(
        "PATCH",
        "/webhooks/{webhook_id}/{webhook_token}/messages/@original",
        webhook_id=interaction.application_id,
        webhook_token=interaction.token,
    )
    request = interaction.client.http.request
    with _change(reply, in_frames=in_frames) as parts:
        if parts.files:
            await request(place, files=parts.files, form=parts.multipart)
        else:
            await request(place, json=parts.payload)


def attached(file: AttachedFile) -> discord.File:
    """The file that stands beside an answer, as discord.py takes it."""
    return discord.File(BytesIO(file.data), file.name)


def of_image(shown: ShownImage) -> AttachedFile:
    """An image as the file beside a message. Discord covers what has this in front of its name:
    https://docs.discord.com/developers/reference#uploading-files"""
    name = f"SPOILER_{shown.image.name}" if shown.hidden else shown.image.name
    return AttachedFile(name, shown.image.data, is_image=True, hidden=shown.hidden)


def _parts(reply: Reply, *, in_frames: bool) -> Parts:
    nobody = discord.AllowedMentions.none()
    if in_frames:
        return Parts(view=SentParts(reply, in_frames=True), allowed_mentions=nobody)
    colour = reply.meaning.value
    boxes = (
        discord.Embed(title=box.title or None, description=box.words, colour=colour)
        for box in reply.boxes
    )
    view = SentParts(reply, in_frames=False)
    return Parts(content=reply.whole, embeds=list(boxes), view=view, allowed_mentions=nobody)


class SentParts(ui.View):
    """Buttons as Discord takes them, five in a row; in frames all the rest, too. A view of
    discord.py's would keep an object for each, and itself for a quarter of an hour: a press comes
    to PressedButton, whoever sent it."""

    def __init__(self, reply: Reply, *, in_frames: bool) -> None:
        super().__init__(timeout=None)
        rows = _rows(reply)
        self._parts = framed(reply, rows) if in_frames else rows
        self._in_frames = in_frames
        self.stop()

    def to_components(self) -> list[Part]:
        """What is sent."""
        return self._parts

    def has_components_v2(self) -> bool:
        """Whether it is of the second generation; discord.py sets the flag then."""
        return self._in_frames


def _rows(reply: Reply) -> list[Part]:
    buttons = reply.buttons
    rows: list[Part] = [{"type": ACTION_ROW, "components": [_menu(one)]} for one in reply.menus]
    return rows + [
        {"type": ACTION_ROW, "components": [_button(one) for one in row]}
        for row in (buttons[first : first + 5] for first in range(0, len(buttons), 5))
    ]


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
