"""Owns how a person's choices become an interaction's options, with the objects that they name."""

from typing import Any

from bot.local_discord import payloads
from bot.local_discord.channels import Channel, User
from bot.local_discord.commands import GROUP
from bot.local_discord.errors import Json, NotAllowedError, UnknownCommand
from bot.local_discord.permissions import permissions_of
from bot.local_discord.world import Role

Thing = User | Role | Channel


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
            choices = {one["name"]: one["value"] for one in declared["choices"]}
            if value not in choices and value not in choices.values():
                raise NotAllowedError(f"{value!r} is no choice of {declared['name']}")
            shape["value"] = choices.get(value, value)
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
