"""Owns how a person fills in options, selects and forms, and what they get to see after acting.

Discord's own apps check a form before they send it; so does this: what does not fit raises
NotAllowedError here and never reaches the bot.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.local_discord import components, payloads
from bot.local_discord.channels import Channel, User
from bot.local_discord.commands import GROUP
from bot.local_discord.errors import Json, NotAllowedError, UnknownCommand
from bot.local_discord.interactions import Interaction
from bot.local_discord.messages import Message
from bot.local_discord.permissions import permissions_of
from bot.local_discord.world import Role

Thing = User | Role | Channel
Value = Any
"""What somebody puts into a control: text, a truth, an object of the world, or a list of these."""


class Filling:
    """Turns what a person chose somewhere into values, and keeps the resolved objects."""

    def __init__(self, channel: Channel, person: User) -> None:
        self._guild, self._person = channel.guild, person
        self.resolved: dict[str, Json] = {}

    def options(self, command: Json, below: list[str], given: Json, focus: str = "") -> list[Json]:
        """Write options, down through groups and subcommands; focus is what is being typed."""
        declared = command.get("options") or []
        if below:
            found = next((one for one in declared if one["name"] == below[0]), None)
            if found is None:
                raise UnknownCommand(f"{command['name']} has no {below[0]!r}")
            inner = self.options(found, below[1:], given, focus)
            return [{"type": found["type"], "name": found["name"], "options": inner}]
        known = {one["name"] for one in declared if one["type"] > GROUP}
        missing = {one["name"] for one in declared if one.get("required")} - given.keys()
        if given.keys() - known or (missing and not focus):
            raise NotAllowedError(f"options {sorted(given)} do not fit {sorted(known)}")
        chosen = [one for one in declared if one["name"] in given]
        return [self._option(one, given[one["name"]], focus) for one in chosen]

    def _option(self, declared: Json, value: Any, focus: str) -> Json:
        shape: Json = {"name": declared["name"], "type": declared["type"], "value": value}
        if declared["name"] == focus:
            return shape | {"focused": True}
        if declared.get("choices"):
            known = _known(declared["choices"], "name")
            if value not in known:
                raise NotAllowedError(f"{value!r} is no choice of {declared['name']}")
            shape["value"] = known[value]
        elif isinstance(value, Thing):
            shape["value"] = self.resolve(value)
        return shape

    def resolve(self, thing: Thing) -> str:
        """Put an object among the resolved ones and give its id."""
        if isinstance(thing, Role):
            self._keep("roles", thing, payloads.role(thing))
        elif isinstance(thing, Channel):
            self._keep("channels", thing, payloads.partial_channel(thing, self._person))
        else:
            self._keep("users", thing, payloads.user(thing))
            if self._guild is not None and thing.id in self._guild.members:
                member = payloads.member(self._guild, thing)
                member["permissions"] = str(int(permissions_of(self._guild, thing)))
                del member["user"]
                self._keep("members", thing, member)
        return str(thing.id)

    def _keep(self, kind: str, thing: Thing, shape: Json) -> None:
        self.resolved.setdefault(kind, {})[str(thing.id)] = shape


def _known(options: list[Json], name: str) -> Json:
    """Map what somebody may call an option, its name or its value, to the value."""
    return {one[key]: one["value"] for key in (name, "value") for one in options}


class Field:
    """One control of a form with the words around it."""

    def __init__(self, label: str, description: str | None, part: Json) -> None:
        self.label, self.description, self.part = label, description, part
        self.kind: int = part["type"]
        self.names = (label, part["custom_id"])
        self.value: str | None = part.get("value")
        self.placeholder: str | None = part.get("placeholder")
        self.options: list[Json] = list(part.get("options") or [])
        self.required = bool(part.get("required", True)) and self.kind != components.BOX
        self.min_length = int(part.get("min_length") or 0)
        self.max_length = int(part.get("max_length") or 4000)

    def fill(self, value: Value, filling: Filling) -> Json:
        """Write the answer, or raise what Discord's own form would complain about."""
        part = self.part
        shape: Json = {"type": self.kind, "id": part["id"], "custom_id": part["custom_id"]}
        if self.kind == components.BOX:
            return shape | {"value": bool(value)}
        if self.required and value in (None, "", []):
            raise NotAllowedError(f"{self.label!r} is required")
        if self.kind == components.TEXT_INPUT:
            return shape | {"value": self._text(value or "")}
        chosen = [] if value in (None, "") else value if isinstance(value, list) else [value]
        picked = choose(part, chosen, filling, self.label)
        if self.kind == components.RADIO:
            return shape | {"value": picked[0] if picked else None}
        return shape | {"values": picked}

    def _text(self, value: Value) -> str:
        low, high = self.min_length, self.max_length
        if not isinstance(value, str) or (value and not low <= len(value) <= high):
            raise NotAllowedError(f"{self.label!r} takes text of {low}-{high} letters")
        return value

    @property
    def standing(self) -> Value:
        """Give what is filled in already."""
        chosen = [one["value"] for one in self.options if one.get("default")]
        return chosen or self.value or self.part.get("default")


def choose(part: Json, chosen: list[Any], filling: Filling, label: str) -> list[str]:
    """Turn what somebody picked into values; options go by label or value, the rest by object."""
    options = part.get("options") or []
    high = part.get("max_values") or (len(options) if part["type"] == components.BOXES else 1)
    low = min(int(part.get("min_values", 0 if part.get("required") is False else 1)), high)
    if chosen and not low <= len(chosen) <= high:
        raise NotAllowedError(f"{label!r} takes {low} to {high} of its options")
    if part["type"] in (components.STRING_SELECT, components.RADIO, components.BOXES):
        known = _known(options, "label")
        if not set(chosen) <= known.keys():
            raise NotAllowedError(f"{label!r} has no option {chosen}: {sorted(known)}")
        return [known[one] for one in chosen]
    if part["type"] == components.UPLOAD and chosen:
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
        self.parts = components.numbered(data["components"])
        self.texts = components.read_text(self.parts)
        self.fields = [
            _field(part) for part in self.parts if part["type"] != components.TEXT_DISPLAY
        ]

    def fill(self, values: Mapping[str, Value], filling: Filling) -> list[Json]:
        """Write the submitted parts; values go by label or custom_id, what is left out stays."""
        names = {name for one in self.fields for name in one.names}
        if values.keys() - names:
            raise NotAllowedError(f"{sorted(values.keys() - names)} not in {sorted(names)}")
        given = [next((values[n] for n in f.names if n in values), f.standing) for f in self.fields]
        filled = iter([f.fill(v, filling) for f, v in zip(self.fields, given, strict=True)])
        shapes: list[Json] = [{"type": part["type"], "id": part["id"]} for part in self.parts]
        for shape in shapes:
            if shape["type"] == components.ROW:
                shape["components"] = [next(filled)]
            elif shape["type"] == components.LABEL:
                shape["component"] = next(filled)
        return shapes


def _field(part: Json) -> Field:
    if part["type"] == components.LABEL:
        return Field(part["label"], part.get("description"), part["component"])
    inner = part["components"][0]
    return Field(inner.get("label") or inner.get("placeholder") or "", None, inner)


@dataclass
class Response:
    """What somebody got for acting: kind is message, form, update, deferred or nothing."""

    kind: str
    message: Message | None = None
    form: Form | None = None
    failed: bool = False
