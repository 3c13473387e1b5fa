"""Owns application commands: what may be registered, and who sees one.

docs: interactions/application-commands. Scopes: None is global, else the id of a guild.
"""

import re
from typing import Any

from bot.local_discord.channels import Channel, User
from bot.local_discord.errors import Faults, Path, UnknownCommand, refusal
from bot.local_discord.permissions import Permissions, permissions_of
from bot.local_discord.world import World

Json = dict[str, Any]
CHAT_INPUT, USER_MENU, MESSAGE_MENU = 1, 2, 3
GROUP = 2
"""The last type of option that holds other options instead of a value."""
NAME = re.compile(r"[-_'\w]{1,32}\Z")
LIMITS = {CHAT_INPUT: 100, USER_MENU: 15, MESSAGE_MENU: 15}


class Registry:
    """The registered commands."""

    def __init__(self, world: World) -> None:
        self._world = world
        self.scopes: dict[int | None, dict[int, Json]] = {}

    def in_scope(self, guild_id: int | None) -> dict[int, Json]:
        """Give the commands of a scope by id."""
        return self.scopes.setdefault(guild_id, {})

    def overwrite(self, guild_id: int | None, bodies: list[Json]) -> list[Json]:
        """Replace all commands of a scope; those that keep their name keep their id."""
        faults = Faults()
        for index, body in enumerate(bodies):
            check_command(body, faults, (index,))
        _check_together(bodies, faults)
        faults.stop()
        old, new = dict(self.in_scope(guild_id)), [self._made(body, guild_id) for body in bodies]
        for made in new:
            for kept in old.values():
                if (kept["name"], kept["type"]) == (made["name"], made["type"]):
                    made["id"] = kept["id"]
        self.scopes[guild_id] = {int(made["id"]): made for made in new}
        return new

    def upsert(self, guild_id: int | None, body: Json) -> tuple[Json, bool]:
        """Add a command or replace its namesake; the second part says whether it is new."""
        faults = Faults()
        check_command(body, faults, ())
        faults.stop()
        same = [c for c in self.in_scope(guild_id).values() if _key(c) == _key(body)]
        others = [c for c in self.in_scope(guild_id).values() if c not in same]
        made = self.overwrite(guild_id, [*others, body])[-1]
        return made, not same

    def edit(self, guild_id: int | None, command_id: int, body: Json) -> Json:
        """Change a command in place."""
        command = self.get(guild_id, command_id)
        faults, changed = Faults(), command | body
        check_command(changed, faults, ())
        faults.stop()
        changed["version"] = str(self._world.snowflakes.next())
        self.in_scope(guild_id)[command_id] = changed
        return changed

    def get(self, guild_id: int | None, command_id: int) -> Json:
        """Find a command or refuse with 10063."""
        if command_id not in self.in_scope(guild_id):
            raise refusal(10063)
        return self.in_scope(guild_id)[command_id]

    def _made(self, body: Json, guild_id: int | None) -> Json:
        snowflake = str(self._world.snowflakes.next())
        shape: Json = {
            "id": snowflake,
            "version": snowflake,
            "application_id": str(self._world.bot.id),
        }
        shape |= {"type": CHAT_INPUT, "description": "", "default_member_permissions": None}
        shape |= {"name_localizations": None, "description_localizations": None, "nsfw": False}
        body = {key: value for key, value in body.items() if value is not None}
        if "default_member_permissions" in body:  # taken as a number too, given as text
            body["default_member_permissions"] = str(body["default_member_permissions"])
        if guild_id is not None:
            return shape | {"guild_id": str(guild_id)} | body
        contexts = [0] if body.get("dm_permission") is False else [0, 1, 2]
        return (
            shape | {"dm_permission": True, "contexts": contexts, "integration_types": [0]} | body
        )

    def visible(self, person: User, channel: Channel, name: str, kind: int) -> Json:
        """Find the command that this person sees there, or raise UnknownCommand."""
        home = channel.guild
        scopes: list[int | None] = [None] if home is None else [home.id, None]
        scopes = scopes if home is None or home.has_bot else []
        for scope in scopes:
            for command in self.in_scope(scope).values():
                if (command["name"], command["type"]) == (name, kind) and _shown(
                    command, person, channel
                ):
                    return command
        raise UnknownCommand(f"{person.username} sees no command {name!r} there")


def _key(command: Json) -> tuple[str, int]:
    return command.get("name", ""), command.get("type", CHAT_INPUT)


def _shown(command: Json, person: User, channel: Channel) -> bool:
    home = channel.guild
    contexts = command.get("contexts") or [0, 1, 2]
    if home is None:
        return 1 in contexts
    mine = permissions_of(home, person, channel)
    if 0 not in contexts or not mine & Permissions.USE_APPLICATION_COMMANDS:
        return False
    needed = command["default_member_permissions"]
    if needed is None or mine & Permissions.ADMINISTRATOR:
        return True
    return int(needed) != 0 and int(needed) & ~mine == 0


def _check_together(bodies: list[Json], faults: Faults) -> None:
    seen: list[tuple[str, int]] = []
    for index, body in enumerate(bodies):
        if _key(body) in seen:
            words = "Application command names must be unique"
            faults.add((index, "name"), "APPLICATION_COMMANDS_DUPLICATE_NAME", words)
        seen.append(_key(body))
    for kind, limit in LIMITS.items():
        if sum(_key(body)[1] == kind for body in bodies) > limit:
            raise refusal(30032)


def check_command(body: Json, faults: Faults, path: Path) -> None:
    """Check one command: names, descriptions, options and their order, the total of its text."""
    kind = body.get("type", CHAT_INPUT)
    if kind not in tuple(LIMITS):
        faults.choice((*path, "type"), tuple(LIMITS))
    if kind == CHAT_INPUT:
        _name(body, faults, path)
        faults.text((*path, "description"), body.get("description"), 1, 100)
        _options(body.get("options") or [], faults, path)
    else:
        faults.text((*path, "name"), body.get("name"), 1, 32)
        if body.get("description"):
            words = "Context menu commands cannot have description"
            faults.add((*path, "description"), "BASE_TYPE_INVALID", words)
    if not faults.tree and _letters(body) > 8000:
        words = "Combined text of the command is over 8000"
        faults.add(path, "APPLICATION_COMMAND_TOO_LARGE", words)


def _name(body: Json, faults: Faults, path: Path) -> None:
    name = body.get("name")
    if faults.text((*path, "name"), name, 1, 32) and (
        not NAME.match(str(name)) or str(name) != str(name).lower()
    ):
        words = "Command name is invalid"
        faults.add((*path, "name"), "APPLICATION_COMMAND_INVALID_NAME", words)


def _options(options: list[Json], faults: Faults, path: Path) -> None:
    if not faults.count((*path, "options"), options, 0, 25):
        return
    optional_seen, names = False, set()
    for index, option in enumerate(options):
        here = (*path, "options", index)
        if option.get("type") not in range(1, 12):
            faults.choice((*here, "type"), tuple(range(1, 12)))
        _name(option, faults, here)
        faults.text((*here, "description"), option.get("description"), 1, 100)
        if option.get("name") in names:
            words = "Option names must be unique"
            faults.add((*here, "name"), "APPLICATION_COMMAND_OPTIONS_NAME_INVALID", words)
        names.add(option.get("name"))
        if option.get("required") and optional_seen:
            words = "Required options must be placed before non-required options"
            faults.add(here, "APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID", words)
        optional_seen = optional_seen or not option.get("required")
        _choices(option, faults, here)
        _options(option.get("options") or [], faults, here)


def _choices(option: Json, faults: Faults, path: Path) -> None:
    choices = option.get("choices") or []
    if faults.count((*path, "choices"), choices, 0, 25):
        for index, choice in enumerate(choices):
            faults.text((*path, "choices", index, "name"), choice.get("name"), 1, 100)
            if choice.get("value") is None:
                faults.required((*path, "choices", index, "value"))
    if choices and option.get("autocomplete"):
        words = "Autocomplete options cannot have choices"
        faults.add((*path, "autocomplete"), "APPLICATION_COMMAND_OPTIONS_AUTOCOMPLETE", words)


def _letters(part: Json) -> int:
    own = sum(len(str(part.get(key) or "")) for key in ("name", "description"))
    own += sum(len(c["name"]) + len(str(c["value"])) for c in part.get("choices") or [])
    return own + sum(_letters(option) for option in part.get("options") or [])
