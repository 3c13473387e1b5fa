"""Owns how a person fills in options, selects and forms, and what they get to see after acting.

Discord's own apps check a form before they send it; so does this: what does not fit raises
NotAllowedError here and never reaches the bot.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from bot.local_discord import components, payloads
from bot.local_discord.channels import Channel, User
from bot.local_discord.commands import GROUP
from bot.local_discord.errors import Json, NotAllowedError, UnknownCommand
from bot.local_discord.interactions import Interaction
from bot.local_discord.members import Role
from bot.local_discord.messages import Message
from bot.local_discord.uploads import Upload

if TYPE_CHECKING:
    from bot.local_discord.people import Person

BOOLEAN = 5
Thing = User | Role | Channel | Upload
Value = Any
"""What somebody puts into a control: text, a truth, an object of the world, or a list of these."""
FITTING: dict[int, Any] = {5: User, 6: Role, 7: User | Role, 8: Channel}
FITTING[components.UPLOAD] = Upload
"""What a control takes that has no options."""
TYPED: dict[int, Any] = {3: str, 4: int, 5: bool, 6: User, 7: Channel, 8: Role, 9: User | Role}
TYPED |= {10: int | float, 11: Upload}
"""What an option of a command takes, by its type."""


class Filling:
    """The data of an interaction while a person fills it in: turns what they chose into values."""

    def __init__(self, channel: Channel, person: "Person", data: Json) -> None:
        self.channel, self._person, self.data = channel, person, data

    def options(self, command: Json, below: list[str], given: Json, focus: str = "") -> list[Json]:
        """Write options, down through groups and subcommands; focus is what is being typed."""
        declared = {one["name"]: one for one in command.get("options") or []}
        if below:
            if below[0] not in declared:
                raise UnknownCommand(f"{command['name']} has no {below[0]!r}")
            inner = declared[below[0]]
            shape = {"type": inner["type"], "name": inner["name"]}
            return [shape | {"options": self.options(inner, below[1:], given, focus)}]
        known = {name for name, one in declared.items() if one["type"] > GROUP}
        missing = {name for name, one in declared.items() if one.get("required")} - given.keys()
        if given.keys() - known or (missing and not focus):
            raise NotAllowedError(f"options {sorted(given)} do not fit {sorted(known)}")
        chosen = [one for name, one in declared.items() if name in given]
        return [self._option(one, given[one["name"]], focus) for one in chosen]

    def _option(self, declared: Json, value: Value, focus: str) -> Json:
        name, options = declared["name"], declared.get("choices")
        shape: Json = {"name": name, "type": declared["type"]}
        if name == focus:
            return shape | {"value": value, "focused": True}
        sent = self._sent(value, options, "name", name)
        if not (options or _fits(value, declared)):
            raise NotAllowedError(f"the option {name!r} does not take {value!r}")
        return shape | {"value": sent}

    def choose(self, part: Json, values: Value, label: str) -> list[Any]:
        """Turn what somebody picked into values; options by label or value, the rest by object."""
        chosen = values if isinstance(values, list) else [values]
        kind, options = part["type"], part.get("options") or []
        high = part.get("max_values") or (len(options) if kind == components.BOXES else 1)
        low = min(int(part.get("min_values", 0 if part.get("required") is False else 1)), high)
        if chosen and not low <= len(chosen) <= high:
            raise NotAllowedError(f"{label!r} takes {low} to {high} of its options")
        if not all(isinstance(one, FITTING.get(kind, object)) for one in chosen):
            raise NotAllowedError(f"{label!r} takes other things than {chosen}")
        kinds = part.get("channel_types")
        if kinds and not all(isinstance(one, Channel) and one.kind in kinds for one in chosen):
            raise NotAllowedError(f"{label!r} takes no channels of another type than {kinds}")
        return [self._sent(one, options, "label", label) for one in chosen]

    def _sent(self, value: Value, options: list[Json] | None, called: str, label: str) -> Value:
        """Give the value of an option, which goes by its name or value, or the id of an object."""
        if not options:
            return self.resolve(value) if isinstance(value, Thing) else value
        known = {one[key]: one["value"] for key in (called, "value") for one in options}
        if value not in known:
            raise NotAllowedError(f"{value!r} is no choice of {label!r}: {[*known]}")
        return known[value]

    def resolve(self, thing: Thing) -> str:
        """Put an object among the resolved ones and give its id."""
        shapes: dict[str, Json] = {}
        if isinstance(thing, Upload):
            kept = self._person.server.keep_file(self.channel, thing)
            self.data.setdefault("resolved", {}).setdefault("attachments", {})[kept["id"]] = kept
            return str(kept["id"])
        if isinstance(thing, Role):
            shapes["roles"] = payloads.role(thing)
        elif isinstance(thing, Channel):
            shapes["channels"] = payloads.partial_channel(thing, self._person)
            if thing.guild is not None:  # since July 2026: what the app may do there
                may = thing.allowed(thing.world.bot)
                shapes["channels"] |= {"app_permissions": str(int(may))}
        else:
            shapes["users"] = payloads.user(thing)
            home = self.channel.guild
            if home is not None and thing.id in home.members:
                shapes["members"] = payloads.member(home, thing, self.channel)
                del shapes["members"]["user"]
        for kind, shape in shapes.items():
            self.data.setdefault("resolved", {}).setdefault(kind, {})[str(thing.id)] = shape
        return str(thing.id)


def _fits(value: Value, declared: Json) -> bool:
    """Say whether an option takes this: its type, and the length or size that it declares."""
    if not isinstance(value, TYPED[declared["type"]]):
        return False
    if isinstance(value, bool):
        return bool(declared["type"] == BOOLEAN)
    size, of = (len(value), "length") if isinstance(value, str) else (value, "value")
    low, high = declared.get(f"min_{of}"), declared.get(f"max_{of}")
    return (low is None or low <= size) and (high is None or size <= high)


class Field:
    """One control of a form with the words around it."""

    def __init__(self, around: Json) -> None:
        part = around["component"] if "component" in around else around["components"][0]
        self.part: Json = part
        self.label: str = around.get("label") or part.get("label") or part.get("placeholder") or ""
        self.description: str | None = around.get("description")
        self.names = (self.label, part["custom_id"])
        self.value: str | None = part.get("value")
        self.options: list[Json] = list(part.get("options") or [])
        self.required = bool(part.get("required", True)) and part["type"] != components.BOX

    def fill(self, values: Mapping[str, Value], filling: Filling) -> Json:
        """Write the answer, or raise what Discord's own form would complain about."""
        part, kind = self.part, self.part["type"]
        value = next((values[name] for name in self.names if name in values), self._standing())
        shape: Json = {key: part[key] for key in ("type", "id", "custom_id")}
        if kind == components.BOX:
            return shape | {"value": bool(value)}
        if self.required and value in (None, "", []):
            raise NotAllowedError(f"{self.label!r} is required")
        if kind == components.TEXT_INPUT:
            return shape | {"value": self._text(value or "")}
        picked = filling.choose(part, [] if value in (None, "") else value, self.label)
        if kind == components.RADIO:
            return shape | {"value": picked[0] if picked else None}
        return shape | {"values": picked}

    def _text(self, value: Value) -> str:
        low, high = int(self.part.get("min_length") or 0), int(self.part.get("max_length") or 4000)
        if not isinstance(value, str) or (value and not low <= len(value) <= high):
            raise NotAllowedError(f"{self.label!r} takes text of {low}-{high} letters")
        return value

    def _standing(self) -> Value:
        """Give what is filled in already."""
        chosen = [one["value"] for one in self.options if one.get("default")]
        return chosen or self.value or self.part.get("default")


class Form:
    """A form on a person's screen."""

    def __init__(self, data: Json, opened_by: Interaction, number: int = 0) -> None:
        self.number = number
        """By which whoever opened it tells it from their other forms."""
        self.custom_id: str = data["custom_id"]
        self.title: str = data["title"]
        self.opened_by = opened_by
        self.parts = components.numbered(data["components"])
        self.texts = components.read_text(self.parts)
        holders = (part for part in self.parts if part["type"] != components.TEXT_DISPLAY)
        self.fields = [Field(part) for part in holders]
        self.sent = False

    def shown(self) -> Json:
        """Write this as JSON."""
        shape: Json = {"form": self.number, "custom_id": self.custom_id, "title": self.title}
        fields = [{**vars(field)} for field in self.fields]
        return shape | {"parts": self.parts, "texts": self.texts, "fields": fields}

    def fill(self, values: Mapping[str, Value], filling: Filling) -> list[Json]:
        """Write the submitted parts; values go by label or custom_id, what is left out stays."""
        names = {name for field in self.fields for name in field.names}
        if values.keys() - names:
            raise NotAllowedError(f"{sorted(values.keys() - names)} not in {sorted(names)}")
        filled = iter([field.fill(values, filling) for field in self.fields])
        shapes: list[Json] = [{"type": part["type"], "id": part["id"]} for part in self.parts]
        for shape in shapes:
            if shape["type"] == components.ROW:
                shape["components"] = [next(filled)]
            elif shape["type"] == components.LABEL:
                shape["component"] = next(filled)
        return shapes


@dataclass
class Response:
    """What somebody got for acting: kind is message, form, update, deferred or nothing."""

    kind: str
    message: Message | None = None
    form: Form | None = None
    failed: bool = False
