"""A Reply as parts of Discord's second generation: our words in a frame with the colour of what
they mean, a help card in one of its own above it, each box in one below it, then menus and buttons.

A message of that generation stays one: whatever is put in its place is of it, too. Neither its
links nor its words show in a notification as well as content does, so what comes by itself is
content. https://docs.discord.com/developers/components/reference
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, TypeAlias

import discord

from bot.discord_app.rendering.reply import AttachedFile, Reply
from bot.discord_app.rendering.tones import Tone
from bot.domain.shapes import Box, is_quoted
from bot.domain.text import length

Part: TypeAlias = dict[str, Any]

_TEXT, _FILE, _FRAME, _GALLERY = (
    discord.ComponentType.text_display.value,
    discord.ComponentType.file.value,
    discord.ComponentType.container.value,
    discord.ComponentType.media_gallery.value,
)
_TITLE = re.compile(r"\*\*[^*]+\*\*")
LETTERS, PARTS = 4000, 40
"""In all texts of a message, and parts of any kind, those inside of others among them."""


def fits(reply: Reply) -> bool:
    """Whether frames have room for all of it; a first-generation message has more for boxes."""
    boxes = sum(length(box.words) + length(_title(box)) for box in reply.boxes)
    letters = length(reply.text) + length(reply.above) + boxes
    return letters <= LETTERS and _parts_without_paragraphs(reply) <= PARTS


def framed(reply: Reply, rows: Sequence[Part]) -> list[Part]:
    """All of it, with its buttons as they are sent. Our paragraphs stand a little apart, where
    there is room for so many parts."""
    ours = paragraphs(reply.text)
    if _parts_without_paragraphs(reply) + len(ours) - 1 > PARTS:
        ours = [reply.text]
    parts = [_frame([reply.above], Tone.CARE)] if reply.above else []
    if reply.text.strip():
        parts.append(_frame(ours, reply.meaning))
    parts += [_frame([one for one in (_title(box), box.words) if one]) for box in reply.boxes]
    if reply.file is not None:
        parts.append(_beside(reply.file))
    return [*parts, *rows]


def _beside(file: AttachedFile) -> Part:
    place = {"url": f"attachment://{file.name}"}
    if file.is_image:
        return {"type": _GALLERY, "items": [{"media": place, "spoiler": file.hidden}]}
    return {"type": _FILE, "file": place}


def paragraphs(text: str) -> list[str]:
    """Our text in parts: one begins with what is bold, below a bold line, and with small print.
    Somebody's quoted words stay with the line above that says whose they are."""
    found = list[list[str]]()
    for line in text.strip().split("\n"):
        title_above = bool(found) and _TITLE.fullmatch(found[-1][-1]) is not None
        begins = line.startswith(("**", "-# ")) or (title_above and not is_quoted(line))
        if begins or not found:
            found.append([])
        found[-1].append(line)
    parts = ("\n".join(lines).strip() for lines in found)
    return [part for part in parts if part]  # a blank line below a title is none of its own


def reads_like(message: discord.Message, reply: Reply) -> bool:
    """Whether a message of ours says this; blank lines are no difference."""
    words, boxes = read_back(message)
    return _filled(words) == _filled(reply.whole) and boxes == reply.boxes


def read_back(message: discord.Message) -> tuple[str, tuple[Box, ...]]:
    """Our words and the boxes of a message of ours, of either generation."""
    if not message.flags.components_v2:
        boxes = (Box(one.description or "", one.title or "") for one in message.embeds)
        return message.content, tuple(boxes)
    frames = [one for one in message.components if isinstance(one, discord.Container)]
    ours = (one for one in frames if one.accent_colour is not None)
    others = ([*_texts(one)] for one in frames if one.accent_colour is None)
    return "\n".join(text for one in ours for text in _texts(one)), tuple(map(_box, others))


def _parts_without_paragraphs(reply: Reply) -> int:
    rows = -(-len(reply.buttons) // 5)
    beside = 2 * bool(reply.above) + (reply.file is not None) + 2 * len(reply.menus)
    return 2 + beside + 3 * len(reply.boxes) + rows + len(reply.buttons)


def _frame(texts: Iterable[str], tone: Tone | None = None) -> Part:
    shown = {"type": _FRAME, "components": [{"type": _TEXT, "content": one} for one in texts]}
    return shown if tone is None else shown | {"accent_color": tone.value}


def _title(box: Box) -> str:
    return f"**{box.title}**" if box.title else ""


def _filled(text: str) -> list[str]:
    return [line for line in text.split("\n") if line.strip()]


def _texts(frame: discord.Container) -> Iterator[str]:
    return (one.content for one in frame.children if isinstance(one, discord.TextDisplay))


def _box(texts: Sequence[str]) -> Box:
    title = texts[0].removeprefix("**").removesuffix("**") if len(texts) > 1 else ""
    return Box(texts[-1], title)
