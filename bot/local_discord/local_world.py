"""Owns how a world is described: by the names of its things, and whole in a seed."""

import json
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bot.local_discord.channels import User
from bot.local_discord.errors import Json
from bot.local_discord.gateway import PRIVILEGED
from bot.local_discord.permissions import ALL, Permissions
from bot.local_discord.world import Guild

if TYPE_CHECKING:
    from bot.local_discord.server import LocalDiscord

DEFAULT_SEED: Json = json.loads(Path(__file__).with_name("harbour.json").read_text("utf-8"))


def named(things: Iterable[Any], name: object) -> Any:
    """Find a thing by its id or its name."""
    for thing in things.values() if isinstance(things, dict) else things:
        known = getattr(thing, "username", None) or getattr(thing, "name", None)
        if str(name) in (str(thing.id), known):
            return thing
    raise LookupError(f"there is no {name}")


def intents(names: str | Iterable[str]) -> int:
    """Give the bits of privileged intents by their names; "all" for the three of them."""
    chosen = PRIVILEGED if names == "all" else _each(names, PRIVILEGED)
    return sum(PRIVILEGED[name] for name in chosen)


def permissions(names: str | int | Iterable[str]) -> Permissions:
    """Give permission bits by their names in Discord's documentation, "all", or as a number."""
    if isinstance(names, int):
        return Permissions(names)
    known = Permissions.__members__
    return ALL if names == "all" else Permissions(sum(known[one] for one in _each(names, known)))


def _each(names: str | Iterable[str], known: Iterable[str]) -> list[str]:
    chosen = [one.strip() for one in names.split(",")] if isinstance(names, str) else list(names)
    if unknown := set(chosen) - set(known):
        raise ValueError(f"there is no {', '.join(sorted(unknown))}, only {', '.join(known)}")
    return chosen


def seed(server: "LocalDiscord", described: Json) -> None:
    """Fill the world from a description, such as harbour.json."""
    for username, more in _with_details(described.get("people")).items():
        server.add_person(username, **(more or {}))
    for guild in described.get("guilds") or []:
        seed_guild(server, guild)
    server.gateway.privileged = intents(described.get("intents") or [])
    if "operator" in described:
        server.world.operator = named(server.people, described["operator"])
    if "bot_permissions" in described:
        for made in server.world.guilds.values():
            made.set_bot_permissions(permissions(described["bot_permissions"]))


def seed_guild(server: "LocalDiscord", described: Json) -> Guild:
    """Make a guild with its roles, channels and members."""
    made = server.add_guild(described["name"], member_count=described.get("member_count"))
    for name, bits in (described.get("roles") or {}).items():
        made.add_role(name, permissions(bits or []))
    for name in described.get("channels") or []:
        made.add_channel(name)
    for name, roles in _with_details(described.get("members")).items():
        let_in(made, named(server.people, name), roles=roles or ())
    return made


def _with_details(people: Any) -> Json:
    return people if isinstance(people, dict) else dict.fromkeys(people or ())


def let_in(guild: Guild, person: User, nick: str = "", roles: Iterable[str] = ()) -> None:
    """Let somebody into a guild, with roles by their names."""
    guild.join(person, nick or None, [named(guild.roles, name) for name in roles])


def introduce(server: "LocalDiscord", say: Callable[[str], None]) -> None:
    """Say how to reach a server and who is there, a line each."""
    say(f"token    {server.token}")
    say(f"api      {server.api_url}")
    say(f"gateway  {server.gateway_url}")
    say(f"members  {server.url}/local/  (see the README of bot/local_discord)")
    for person in server.people.values():
        say(f"  {person.username}  {person.id}")
