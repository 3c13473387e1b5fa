"""Owns what a person gets to see after acting, and how a form is filled in.

Discord's own apps check a form before they send it; so does this: what does not fit raises
NotAllowedError here and never reaches the bot.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.local_discord.channels import Channel, User
from bot.local_discord.components import (
    BOX,
    BOXES,
    LABEL,
    RADIO,
    ROW,
    STRING_SELECT,
    TEXT_DISPLAY,
    TEXT_INPUT,
    UPLOAD,
    numbered,
    read_text,
)
from bot.local_discord.errors import NotAllowedError
from bot.local_discord.interactions import Interaction
from bot.local_discord.messages import Message
from bot.local_discord.options import Filling
from bot.local_discord.world import Role

Json = dict[str, Any]
Value = Any
"""What somebody puts into a control: text, a truth, an object of the world, or a list of these."""


@dataclass(frozen=True)
class Field:
    """One control of a form with the words around it."""

    label: str
    description: str | None
    part: Json

    @property
    def kind(self) -> int:
        """Give the type of the control, as Discord numbers them."""
        return int(self.part["type"])

    @property
    def value(self) -> str | None:
        """Give the text that stands there already."""
        return self.part.get("value")

    @property
    def required(self) -> bool:
        """Say whether it must be filled in."""
        return bool(self.part.get("required", True)) and self.kind != BOX

    @property
    def min_length(self) -> int:
        """Give the least letters."""
        return int(self.part.get("min_length") or 0)

    @property
    def max_length(self) -> int:
        """Give the most letters."""
        return int(self.part.get("max_length") or 4000)

    @property
    def placeholder(self) -> str | None:
        """Give the words in the empty control."""
        return self.part.get("placeholder")

    @property
    def options(self) -> list[Json]:
        """Give the options of a select or group."""
        return list(self.part.get("options") or [])

    def fill(self, value: Value, filling: Filling) -> Json:
        """Write the answer, or raise what Discord's own form would complain about."""
        shape: Json = {
            "type": self.kind,
            "id": self.part["id"],
            "custom_id": self.part["custom_id"],
        }
        if self.kind == TEXT_INPUT:
            return shape | {"value": self._text("" if value is None else value)}
        if self.kind == BOX:
            return shape | {"value": bool(value)}
        chosen = [] if value in (None, "") else value if isinstance(value, list) else [value]
        picked = choose(self.part, chosen, filling, self.label)
        if self.required and not picked:
            raise NotAllowedError(f"{self.label!r} is required")
        if self.kind == RADIO:
            return shape | {"value": picked[0] if picked else None}
        return shape | {"values": picked}

    def _text(self, value: Value) -> str:
        if not isinstance(value, str):
            raise NotAllowedError(f"{self.label!r} takes text")
        if self.required and not value:
            raise NotAllowedError(f"{self.label!r} is required")
        if value and not self.min_length <= len(value) <= self.max_length:
            raise NotAllowedError(
                f"{self.label!r} takes {self.min_length}-{self.max_length} letters"
            )
        return value


def choose(part: Json, chosen: list[Any], filling: Filling, label: str) -> list[str]:
    """Turn what somebody picked into values; options go by label or value, the rest by object."""
    high = part.get("max_values") or (
        len(part.get("options") or []) if part["type"] == BOXES else 1
    )
    low = min(int(part.get("min_values", 0 if part.get("required") is False else 1)), high)
    if chosen and not low <= len(chosen) <= high:
        raise NotAllowedError(f"{label!r} takes {low} to {high} of its options")
    if part["type"] in (STRING_SELECT, RADIO, BOXES):
        known = {one["value"]: one["value"] for one in part["options"]}
        by_label = {one["label"]: one["value"] for one in part["options"]}
        if not set(chosen) <= {*known, *by_label}:
            raise NotAllowedError(f"{label!r} has no option {chosen}: {sorted(by_label)}")
        return [known.get(one, by_label.get(one, "")) for one in chosen]
    if part["type"] == UPLOAD and chosen:
        raise NotAllowedError("files cannot be uploaded into a local form")
    fitting = {5: User, 6: Role, 7: User | Role, 8: Channel}.get(part["type"], object)
    if not all(isinstance(one, fitting) for one in chosen):
        raise NotAllowedError(f"{label!r} takes other things than {chosen}")
    return [filling.resolve(one) for one in chosen]


class Form:
    """A form on a person's screen."""

    def __init__(self, data: Json, opened_by: Interaction) -> None:
        self.custom_id: str = data["custom_id"]
        self.title: str = data["title"]
        self.opened_by = opened_by
        self.parts = numbered(data["components"])
        self.texts = read_text(self.parts)
        self.fields = [self._field(part) for part in self.parts if part["type"] != TEXT_DISPLAY]

    def _field(self, part: Json) -> Field:
        if part["type"] == ROW:
            inner = part["components"][0]
            return Field(inner.get("label") or inner.get("placeholder") or "", None, inner)
        return Field(part["label"], part.get("description"), part["component"])

    def fill(self, values: Mapping[str, Value], filling: Filling) -> list[Json]:
        """Write the submitted parts; values go by label or custom_id, what is left out stays."""
        names = {name for one in self.fields for name in (one.label, one.part["custom_id"])}
        if values.keys() - names:
            raise NotAllowedError(f"{sorted(values.keys() - names)} not in {sorted(names)}")
        filled = iter([self._answer(one, values, filling) for one in self.fields])
        shapes: list[Json] = []
        for part in self.parts:
            shape: Json = {"type": part["type"], "id": part["id"]}
            if part["type"] == ROW:
                shape["components"] = [next(filled)]
            elif part["type"] == LABEL:
                shape["component"] = next(filled)
            shapes.append(shape)
        return shapes

    def _answer(self, one: Field, values: Mapping[str, Value], filling: Filling) -> Json:
        for name in (one.label, one.part["custom_id"]):
            if name in values:
                return one.fill(values[name], filling)
        standing = [o["value"] for o in one.options if o.get("default")]
        return one.fill(standing or one.value or one.part.get("default"), filling)


@dataclass
class Response:
    """What somebody got for acting: kind is message, form, update, deferred or nothing."""

    kind: str
    message: Message | None = None
    form: Form | None = None
    failed: bool = False
