"""Owns how a person's choices become an interaction's options, with the objects that they name."""

from typing import Any

from bot.local_discord import payloads
from bot.local_discord.channels import Channel, User
from bot.local_discord.commands import GROUP
from bot.local_discord.errors import NotAllowedError, UnknownCommand
from bot.local_discord.permissions import permissions_of
from bot.local_discord.world import Guild, Role, World

Json = dict[str, Any]


class Filling:
    """Turns what a person chose into an interaction's options and its resolved objects."""

    def __init__(self, world: World, guild: Guild | None, person: User) -> None:
        self._world, self._guild, self._person = world, guild, person
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
        return [
            self._option(one, given[one["name"]], focus) for one in declared if one["name"] in given
        ]

    def _option(self, declared: Json, value: object, focus: str) -> Json:
        shape: Json = {"name": declared["name"], "type": declared["type"], "value": value}
        if declared["name"] == focus:
            return shape | {"focused": True}
        choices = declared.get("choices") or []
        if choices:
            fitting = [one["value"] for one in choices if value in (one["value"], one["name"])]
            if not fitting:
                raise NotAllowedError(f"{value!r} is no choice of {declared['name']}")
            shape["value"] = fitting[0]
        elif isinstance(value, User | Role | Channel):
            shape["value"] = self.resolve(value)
        return shape

    def resolve(self, thing: User | Role | Channel) -> str:
        """Put an object among the resolved ones and give its id."""
        key = str(thing.id)
        if isinstance(thing, User):
            self.resolved.setdefault("users", {})[key] = payloads.user(thing)
            if self._guild is not None and thing.id in self._guild.members:
                member = payloads.member(self._guild, thing)
                member["permissions"] = str(int(permissions_of(self._guild, thing)))
                del member["user"]
                self.resolved.setdefault("members", {})[key] = member
        elif isinstance(thing, Role):
            self.resolved.setdefault("roles", {})[key] = payloads.role(thing)
        else:
            shape = payloads.partial_channel(thing, self._person)
            self.resolved.setdefault("channels", {})[key] = shape
        return key
