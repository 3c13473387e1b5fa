"""Owns the world as /local/ shows it and as a seed describes it."""

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

from bot.local_discord.errors import Json
from bot.local_discord.permissions import Permissions
from bot.local_discord.world import Guild

if TYPE_CHECKING:
    from bot.local_discord.forms import Response
    from bot.local_discord.messages import Message
    from bot.local_discord.server import LocalDiscord
    from bot.local_discord.traffic import Exchange

HARBOUR: Json = {
    "name": "Harbour",
    "roles": {"Moderators": ["MANAGE_GUILD", "MANAGE_MESSAGES"]},
    "channels": ["ask-here", "listeners", "moderators"],
    "members": {"alice": [], "ben": [], "mo": ["Moderators"]},
}
DEFAULT_SEED: Json = {"people": ["alice", "ben", "mo"], "guilds": [HARBOUR]}


def named(things: Iterable[Any], name: object) -> Any:
    """Find a thing by its id or its name."""
    for thing in things.values() if isinstance(things, dict) else things:
        known = getattr(thing, "username", None) or getattr(thing, "name", None)
        if str(name) in (str(thing.id), known):
            return thing
    raise LookupError(f"there is no {name}")


def _picked(thing: object, names: str) -> Json:
    return {name: getattr(thing, name) for name in names.split()}


def shown_exchange(exchange: "Exchange") -> Json:
    """Write a request of the bot with its answer."""
    shape = _picked(exchange, "method path query status") | {"at": exchange.at.isoformat()}
    shape["body"] = exchange.body.decode(errors="replace")
    return shape | {"reply": exchange.reply.decode(errors="replace")}


def shown_message(message: "Message") -> Json:
    """Write a message as its reader sees it."""
    shape = _picked(message, "text ephemeral") | {"id": str(message.id)}
    shape |= {"author": message.author.username, "edited": message.edited is not None}
    shape["reply_to"] = str(message.reply_to.id) if message.reply_to else None
    shape["reactions"] = list(message.reactions)
    shape["controls"] = [
        _picked(one, "label custom_id disabled kind") | {"options": one.raw.get("options", [])}
        for one in [*message.buttons, *message.selects]
    ]
    return shape | {"attachments": [one["url"] for one in message.attachments]}


def shown_response(response: "Response", number: int) -> Json:
    """Write what somebody got for acting; a form goes by its number."""
    shape = _picked(response, "kind failed") | {"form": None, "message": None}
    if response.message is not None:
        shape["message"] = shown_message(response.message)
    if response.form is not None:
        names = "label description kind value required placeholder options"
        fields = [
            _picked(one, names) | {"min": one.min_length, "max": one.max_length}
            for one in response.form.fields
        ]
        shape["form"] = _picked(response.form, "title texts") | {"form": number, "fields": fields}
    return shape


def shown_world(server: "LocalDiscord") -> Json:
    """Write the token, the addresses, and who and what exists."""
    people = [
        {"id": str(one.id), "username": one.username, "dm": str(one.dm.id), "open": one.dms_open}
        for one in server.world.people.values()
    ]
    guilds = [_shown_guild(guild) for guild in server.world.guilds.values()]
    shape = {"token": server.token, "api": server.api_url, "gateway": server.gateway_url}
    return shape | {"people": people, "guilds": guilds}


def _shown_guild(guild: Guild) -> Json:
    shape: Json = {"id": str(guild.id), "name": guild.name}
    shape["channels"] = {one.name: str(one.id) for one in guild.channels}
    shape["roles"] = {one.name: str(one.id) for one in guild.roles}
    return shape | {"members": [one.user.username for one in guild.members.values()]}


def seed(server: "LocalDiscord", described: Json) -> None:
    """Fill the world from a description; README.md shows one."""
    people = described.get("people") or []
    details = people if isinstance(people, dict) else dict.fromkeys(people)
    for username, more in details.items():
        server.add_person(username, **(more or {}))
    for guild in described.get("guilds") or []:
        seed_guild(server, guild)


def seed_guild(server: "LocalDiscord", described: Json) -> Guild:
    """Make a guild with its roles, channels and members."""
    made = server.add_guild(described["name"], member_count=described.get("member_count"))
    for name, bits in (described.get("roles") or {}).items():
        made.add_role(name, sum(Permissions[bit] for bit in bits or []))
    for name in described.get("channels") or []:
        made.add_channel(name)
    members = described.get("members") or {}
    for name, roles in (members if isinstance(members, dict) else dict.fromkeys(members)).items():
        person = named(server.world.people, name)
        made.join(person, roles=[named(made.roles, role) for role in roles or []])
    return made


def introduce(server: "LocalDiscord", say: Callable[[str], None]) -> None:
    """Say how to reach a server and who is there, a line each."""
    shown = shown_world(server)
    say(f"token    {shown['token']}")
    say(f"api      {shown['api']}")
    say(f"gateway  {shown['gateway']}")
    say(f"members  {server.url}/local/  (see the README of bot/local_discord)")
    for person in shown["people"]:
        say(f"  {person['username']}  {person['id']}")
