"""Owns how the transcript shows a message, a form, and what somebody did."""

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from itertools import groupby
from typing import Final

from bot.demo.columns import Line
from bot.demo.frames import said
from bot.demo.ports import HandClock
from bot.local_discord import Channel, Form, Guild, Message, Person, Role

BOT: Final = "Lend an Ear"
EDITED: Final = "edited"
DELETED: Final = "deleted"
_BODY: Final = "  "
_QUOTE: Final = "  ┃ "

_MARKS: Final = re.compile(
    r"\\(?P<literal>[^\w\s])"
    r"|<t:(?P<time>\d+)(?::(?P<style>[a-zA-Z]))?>"
    r"|<#(?P<channel>\d+)>|<@&(?P<role>\d+)>"
    r"|(?P<mark>\*\*|__|~~|\|\||`|^-# |^#{1,3} )",
    re.MULTILINE,
)
_UNITS: Final = ((172_800, 86_400, "day"), (3_600, 3_600, "hour"), (60, 60, "minute"))
_STYLES: Final[Mapping[str, str]] = {"t": "%H:%M", "d": "%d.%m.%Y", "D": "%d %B %Y"}


class Rendering:
    """Turns what people see into lines of text, with the times as they stand on the clock."""

    def __init__(self, guild: Guild, clock: HandClock) -> None:
        self._guild = guild
        self._clock = clock

    def message(self, message: Message, reader: Person, note: str = "") -> list[Line]:
        """A message with its place, its signs, its buttons, and who may see it."""
        own = message.author is reader
        where = f"{'You' if own else BOT}, {place(message.channel)}"
        lines = [Line(" ".join([where, *message.reactions]))]
        if notes := [
            *(["only you see this"] if message.ephemeral else []),
            *([note] if note else []),
        ]:
            lines.append(Line(f"({', '.join(notes)})"))
        words = said(message)
        for quote, group in groupby(words.splitlines(), lambda one: one.startswith("> ")):
            text = "\n".join(line.removeprefix("> ") if quote else line for line in group)
            lines.append(Line(self.plain(text), _QUOTE if quote else _BODY))
        if beside := message.text.removeprefix(words).strip("\n"):
            lines.append(Line(self.plain(beside), _QUOTE))
        if message.buttons and note != DELETED:
            lines.append(Line(" ".join(button(one.label) for one in message.buttons), _BODY))
        return [*lines, Line("")]

    def form(self, form: Form, values: Mapping[str, object]) -> list[Line]:
        """A form as somebody filled it in; values go by the labels of the fields."""
        lines = [Line("▸ fills in a form"), Line(form.title, _BODY)]
        for field in form.fields:
            lines.append(Line(field.label, _BODY))
            lines.append(Line(_picked(values.get(field.label, "")), _QUOTE))
        return [*lines, Line("")]

    def plain(self, text: str) -> str:
        """Text without Discord's marks, its times and places in words."""
        return _MARKS.sub(self._in_words, text)

    def _in_words(self, found: re.Match[str]) -> str:
        if found["literal"]:
            return found["literal"]
        if found["time"]:
            return self.moment(int(found["time"]), found["style"] or "f")
        if found["channel"]:
            return next((f"#{c.name}" for c in self._guild.channels if c.id == int(found[4])), "#?")
        if found["role"]:
            return next((f"@{r.name}" for r in self._guild.roles if r.id == int(found[5])), "@?")
        return ""

    def moment(self, when: int, style: str) -> str:
        """A timestamp as somebody reads it now."""
        if style == "R":
            return _relative(when - round(self._clock.now().timestamp()))
        return datetime.fromtimestamp(when, UTC).strftime(_STYLES.get(style, "%d %B %Y %H:%M"))


def _picked(value: object) -> str:
    if isinstance(value, Channel):
        return f"#{value.name}"
    return f"@{value.name}" if isinstance(value, Role) else str(value)


def place(channel: Channel) -> str:
    """Where a message stands, for its reader."""
    return "by DM" if channel.is_dm else f"#{channel.name}"


def button(label: str) -> str:
    """A button; it does not break at its spaces."""
    return f"[{label}]".replace(" ", "\xa0")


def _relative(seconds: int) -> str:
    size, name = next((unit[1:] for unit in _UNITS if abs(seconds) >= unit[0]), (1, "second"))
    count = round(abs(seconds) / size)
    words = f"{count} {name}{'' if count == 1 else 's'}"
    return f"in {words}" if seconds >= 0 else f"{words} ago"
