"""What goes over the wire for a reply or a form, as discord.py writes it; nothing is sent."""

import io
import zipfile
from collections.abc import Iterator
from html import unescape
from typing import Any

import discord
from discord.http import handle_message_parameters

from bot.discord_app.components.forms import Form, modal
from bot.discord_app.components.views import answer, posted
from bot.discord_app.rendering.reply import AttachedFile, Reply
from bot.gallery.shown import Json, Surface

EPHEMERAL = discord.MessageFlags(ephemeral=True)
SILENT = discord.MessageFlags(suppress_notifications=True)


def message(reply: Reply, surface: Surface, *, silent: bool = False) -> Json:
    """The body of a message, or of the answer to an interaction."""
    alone = surface is Surface.EPHEMERAL
    sent: Json = dict(answer(reply) if alone else posted(reply))
    flags = discord.MessageFlags(suppress_embeds=sent.pop("suppress_embeds"))
    flags |= EPHEMERAL if alone else discord.MessageFlags()
    flags |= SILENT if silent else discord.MessageFlags()
    with handle_message_parameters(**sent, flags=flags) as parameters:
        body: Json = dict(parameters.payload or {})
    body.setdefault("content", "")
    body.setdefault("embeds", [])
    body.setdefault("components", [])
    if reply.file is not None:
        body["attachments"] = [_attachment(reply.file)]
    return body


def form(shown: Form) -> Json:
    """The `data` of the answer that opens a form."""
    return dict(modal(shown).to_dict())


def texts(part: object) -> Iterator[str]:
    """Everything in a payload that is read by somebody."""
    if isinstance(part, dict):
        for name, value in part.items():
            if isinstance(value, str) and name in _READ:
                yield value
            elif not isinstance(value, str):
                yield from texts(value)
    elif isinstance(part, list):
        for one in part:
            yield from texts(one)


_READ = {"content", "label", "title", "description", "placeholder", "text", "value", "name"}


def _attachment(file: AttachedFile) -> Json:
    """With the page in it as text, which is what somebody reads of it."""
    with zipfile.ZipFile(io.BytesIO(file.data)) as packed:
        page = next((name for name in packed.namelist() if name.endswith(".html")), None)
        text = unescape(packed.read(page).decode()) if page else ""
    return {"filename": file.name, "size": len(file.data), "text": text}


def plain(value: Any) -> Any:
    """The same without what is only a number or a key of ours: two states that look the same are
    the same then."""
    if isinstance(value, dict):
        return {name: plain(one) for name, one in value.items() if name not in {"custom_id", "id"}}
    if isinstance(value, list):
        return [plain(one) for one in value]
    return value
