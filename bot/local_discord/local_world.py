"""Owns the world as /local/ shows it and as a seed describes it."""

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

from bot.local_discord.permissions import Permissions
from bot.local_discord.world import Guild

if TYPE_CHECKING:
    from bot.local_discord.forms import Response
    from bot.local_discord.messages import Message
    from bot.local_discord.server import LocalDiscord

Json = dict[str, Any]
DEFAULT_SEED: Json = {
    "people": ["alice", "ben", "mo"],
    "guilds": [
        {
            "name": "Harbour",
            "roles": {"Moderators": ["MANAGE_GUILD", "MANAGE_MESSAGES"]},
            "channels": ["ask-here", "listeners", "moderators"],
            "members": {"alice": [], "ben": [], "mo": ["Moderators"]},
        }
    ],
}


def named(things: Iterable[Any], name: object) -> Any:
    """Find a thing by its id or its name."""
    for thing in things:
        known = getattr(thing, "username", None) or getattr(thing, "name", None)
        if str(name) in (str(thing.id), known):
            return thing
    raise LookupError(f"there is no {name}")


def shown_message(message: "Message") -> Json:
    """Write a message as its reader sees it."""
    controls = [*message.buttons, *message.selects]
    return {
        "id": str(message.id),
        "author": message.author.username,
        "text": message.text,
        "ephemeral": message.ephemeral,
        "edited": message.edited is not None,
        "reply_to": str(message.reply_to.id) if message.reply_to else None,
        "reactions": list(message.reactions),
        "controls": [
            {"label": one.label, "custom_id": one.custom_id, "disabled": one.disabled}
            | {"kind": one.kind, "options": one.raw.get("options", [])}
            for one in controls
        ],
        "attachments": [one["url"] for one in message.attachments],
    }


def shown_response(response: "Response", number: int | None) -> Json:
    """Write what somebody got for acting; a form goes by its number."""
    message, form = response.message, response.form
    shape: Json = {"kind": response.kind, "failed": response.failed, "form": None}
    shape["message"] = None if message is None else shown_message(message)
    if form is not None:
        fields = [
            {"label": one.label, "description": one.description, "kind": one.kind}
            | {"value": one.value, "required": one.required, "placeholder": one.placeholder}
            | {"options": one.options, "min": one.min_length, "max": one.max_length}
            for one in form.fields
        ]
        shape["form"] = {"form": number, "title": form.title, "texts": form.texts, "fields": fields}
    return shape


def shown_world(server: "LocalDiscord") -> Json:
    """Write the token, the addresses, and who and what exists."""
    people = [
        {"id": str(one.id), "username": one.username, "dm": str(one.dm.id), "open": one.dms_open}
        for one in server.world.people.values()
    ]
    return {
        "token": server.token,
        "api": server.api_url,
        "gateway": server.gateway_url,
        "people": people,
        "guilds": [_shown_guild(guild) for guild in server.world.guilds.values()],
    }


def _shown_guild(guild: Guild) -> Json:
    return {
        "id": str(guild.id),
        "name": guild.name,
        "channels": {one.name: str(one.id) for one in guild.channels},
        "roles": {one.name: str(one.id) for one in guild.roles},
        "members": [one.user.username for one in guild.members.values()],
    }


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
        person = named(server.world.people.values(), name)
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
