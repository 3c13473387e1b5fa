"""Owns the JSON interface under /local/, with which any program acts as a member or as the world.

It says and does nothing that the Python interface does not: the keys of the JSON are the arguments
of the methods, and what comes back is Discord's own JSON or the fields of what they give. People,
guilds and channels in it go by name or id, a channel also by "dm". The README beside this file has
a curl example for each call.
"""

import base64
import json
from collections.abc import Callable
from datetime import datetime
from functools import partial
from inspect import isawaitable
from typing import TYPE_CHECKING, Any

from aiohttp import web
from yarl import URL

from bot.local_discord import payloads
from bot.local_discord.channels import Channel
from bot.local_discord.errors import DiscordError, Json, NotAllowedError
from bot.local_discord.faults import Hold
from bot.local_discord.forms import Form
from bot.local_discord.local_world import intents, let_in, named, permissions, seed_guild
from bot.local_discord.messages import Message
from bot.local_discord.people import Person
from bot.local_discord.traffic import Exchange
from bot.local_discord.uploads import Upload
from bot.local_discord.world import Guild

if TYPE_CHECKING:
    from bot.local_discord.server import LocalDiscord

LOOPBACK = ("127.0.0.1", "localhost", "::1")
Calls = dict[str, Callable[..., Any]]
METHODS = {
    **dict.fromkeys(("edit", "delete", "react", "menu", "press", "choose"), "person"),
    **dict.fromkeys(("submit", "dismiss", "reopen", "snapshot"), "person"),
    **dict.fromkeys(("sees", "send", "type", "history", "commands"), "person channel"),
    "forward": "person channel message",
    **dict.fromkeys(("run", "autocomplete", "user_menu"), "person command channel"),
    **dict.fromkeys(("leave", "ban"), "guild person"),
    **dict.fromkeys(("release", "drop"), "hold"),
}
"""Methods, with the key of the thing that has them and those that they take by position."""
LOOKS = "sees|snapshot|changes|history|channels|commands"
NUMBERS = ("after", "before", "limit", "kind", "messages", "seconds")
"""What GETs give of one person, and the numbers that they take, which are text in a query."""


def _message(one: Message) -> Json:
    controls = [control.raw for control in (*one.buttons, *one.selects)]
    return one.raw | {"text": one.text, "ephemeral": one.ephemeral, "controls": controls}


def _guild(one: Guild) -> Json:
    members = [payloads.member(one, member.user) for member in one.members.values()]
    return payloads.guild(one) | {"channels": one.channels, "members": members}


def _exchange(one: Exchange) -> Json:
    told = {key: value for key, value in one.headers.items() if key.lower() != "authorization"}
    return vars(one) | {"headers": told}


SHAPES: dict[type, Callable[[Any], Any]] = {
    Message: _message,
    Guild: _guild,
    Exchange: _exchange,
    Channel: payloads.channel,
    Person: lambda one: payloads.user(one) | {"dm": str(one.dm.id), "open": one.dms_open},
    Form: Form.shown,
    bytes: lambda one: one.decode(errors="replace"),
    datetime: datetime.isoformat,
}
"""How a thing is written for which JSON has no word; all others by their fields."""


def _upload(described: Json) -> Upload:
    return Upload(described["name"], base64.b64decode(described["base64"], validate=True))


def _refused(request: web.Request) -> web.Response | None:
    """Refuse what a page in somebody's browser could send: it must not act as a member.

    A page cannot choose its Origin; its Host is a name of its own when it makes that name point to
    this machine; JSON it cannot send to another origin unasked; and its browser tells of which site
    it is.
    """
    host, origin = request.host, request.headers.get("Origin")
    local = URL(f"http://{host}").host in LOOPBACK and origin in (None, f"http://{host}")
    # an address that somebody typed in, and what no browser sent, comes from no site
    if not local or request.headers.get("Sec-Fetch-Site", "none") not in ("none", "same-origin"):
        return web.json_response(
            {"error": "only programs of this machine are answered"}, status=403
        )
    if request.method == "POST" and request.content_type != "application/json":
        words = "the body has to be JSON, with Content-Type: application/json (curl --json)"
        return web.json_response({"error": words}, status=415)
    return None


def _asked(request: web.Request) -> Json:
    return {key: int(one) if key in NUMBERS else one for key, one in request.query.items()}


class LocalApi:
    """Answers everything under /local/."""

    def __init__(self, server: "LocalDiscord") -> None:
        self._server, self._world = server, server.world
        self._holds: list[Hold] = []
        switches: Calls = {
            "down": partial(server.faults.gateway_down, True),
            "up": partial(server.faults.gateway_down, False),
            "disconnect": server.disconnect_gateway,
            "invalidate": server.invalidate_sessions,
            "reconnect": server.gateway.request_reconnect,
        }
        self._calls: Calls = {
            "world": self._everything,
            "traffic": self._traffic,
            "channels": lambda person: [person.place(one) for one in person.places()],
            "changes": self._changes,
            "people": server.add_person,
            "guilds": lambda **described: seed_guild(server, described),
            "join": let_in,
            "dms": lambda person, open: setattr(person, "dms_open", open),  # noqa: A006 - the key
            "clock": server.advance,
            "fail": server.faults.fail_next,
            "hold": server.faults.hold,
            "mend": server.faults.clear,
            "gateway": lambda do, **how: switches[do](**how),
            "limits": self._limits,
            "intents": self._intents,
            "permissions": lambda guild, bot: guild.set_bot_permissions(permissions(bot)),
            "operator": lambda person: setattr(self._world, "operator", person),
        }

    def add_to(self, router: web.UrlDispatcher) -> None:
        """Add the routes; what only looks is a GET."""
        router.add_get("/local/{call:world|traffic}", self._answer)
        router.add_get(f"/local/people/{{person}}/{{call:{LOOKS}}}", self._answer)
        router.add_post("/local/{call}", self._answer)
        router.add_post("/local/people/{person}/{call}", self._answer)

    async def _answer(self, request: web.Request) -> web.Response:
        if (refused := _refused(request)) is not None:
            return refused
        known, who = [*METHODS, *self._calls], dict(request.match_info)
        call = who.pop("call")
        if call not in known:
            return web.json_response({"error": f"there are {sorted(known)}"}, status=404)
        try:
            body = await request.json() if request.method == "POST" else _asked(request)
            said = await self._said(call, {**body, **who})
            return web.json_response(said, dumps=partial(json.dumps, default=self._shown))
        except (NotAllowedError, DiscordError, LookupError, TypeError, ValueError) as error:
            words = f"{type(error).__name__}: {error}"
            return web.json_response({"error": words}, status=409)

    async def _said(self, call: str, body: Json) -> Any:
        me = named(self._server.people, body["person"]) if "person" in body else None
        given = {key: self._read(key, one, me) for key, one in body.items() if one is not None}
        if call in METHODS:
            owner, *keys = METHODS[call].split()
            do = getattr(given.pop(owner), call)
        else:
            do, keys = self._calls[call], []
        if "channel" in keys and me is not None:
            given.setdefault("channel", me.dm)
        options = given.pop("options", {})
        said = do(*[given.pop(key) for key in keys], **given, **options)
        said = await said if isawaitable(said) else said
        return {"ok": True} if said is None else said

    def _shown(self, thing: Any) -> Any:
        """Write what json does not know; a hold gets the number by which it goes."""
        if isinstance(thing, Hold):
            self._holds.append(thing)
            shape = {"method": thing.method, "pattern": thing.pattern}
            return shape | {"hold": len(self._holds) - 1}
        return SHAPES.get(type(thing), vars)(thing)

    # what is not a method of its own

    def _everything(self) -> Json:
        server, world = self._server, self._world
        shape: Json = {"api": server.api_url, "gateway": server.gateway_url}
        return shape | {"people": [*server.people.values()], "guilds": [*world.guilds.values()]}

    def _traffic(self, after: int = 0) -> Json:
        traffic = self._server.traffic
        return {"exchanges": traffic.exchanges[after:], "events": traffic.events}

    async def _changes(self, person: Person, after: int, seconds: int = 0) -> list[Json]:
        return [one._asdict() for one in await person.next_changes(after, seconds)]

    def _limits(self, enforce: bool = False, global_per_second: int | None = None) -> None:
        self._server.ratelimits.enforce = enforce
        self._server.ratelimits.global_per_second = global_per_second

    def _intents(self, privileged: Any) -> None:
        self._server.gateway.privileged = intents(privileged)

    # finding things

    def _read(self, key: str, value: Any, me: Person | None) -> Any:
        """Read what stands under a key as the thing that it names; of messages, what one sees."""
        world = self._world
        match key:
            case "channel" if me is not None and value == "dm":
                return me.dm
            case "channel" | "person" | "user":
                return self._named("channel" if key == "channel" else "person", value)
            case "guild":
                return named(world.guilds, value)
            case "message" | "reply_to" if me is not None:
                return me.message(value)
            case "form" if me is not None:
                return me.forms[value]
            case "hold":
                return self._holds[value]
            case "files":
                return [_upload(one) for one in value]
            case "options" | "values" if isinstance(value, dict):
                return {name: self._given(one) for name, one in value.items()}
            case "options" | "values":
                return self._given(value)
        return value

    def _given(self, value: Any) -> Any:
        """Read {"role": "name"}, {"channel": …}, {"person": …} and {"file": …} as such things."""
        if isinstance(value, list):
            return [self._given(one) for one in value]
        if not isinstance(value, dict):
            return value
        ((kind, name),) = value.items()
        return _upload(name) if kind == "file" else self._named(kind, name)

    def _named(self, kind: str, name: object) -> Any:
        world = self._world
        roles = [role for guild in world.guilds.values() for role in guild.roles]
        return named(
            {"role": roles, "channel": world.channels, "person": self._server.people}[kind], name
        )
