"""Owns the JSON interface under /local/, with which any program acts as a member or as the world.

It says and does nothing that the Python interface does not: the keys of the JSON are the arguments
of the methods. People, guilds and channels in it go by name or id, a channel also by "dm". The
README beside this file has a curl example for each call.
"""

import base64
from collections.abc import Callable
from inspect import isawaitable
from typing import TYPE_CHECKING, Any

from aiohttp import web

from bot.local_discord.channels import User
from bot.local_discord.errors import DiscordError, Json, NotAllowedError
from bot.local_discord.faults import Hold
from bot.local_discord.forms import Form, Response
from bot.local_discord.local_world import (
    named,
    seed_guild,
    shown_exchange,
    shown_message,
    shown_response,
    shown_world,
)
from bot.local_discord.messages import Message
from bot.local_discord.people import Person
from bot.local_discord.world import Guild

if TYPE_CHECKING:
    from bot.local_discord.server import LocalDiscord

Calls = dict[str, Callable[..., Any]]
ACTS = {"sees": ("channel",), "send": ("channel",), "run": ("command", "channel")}
ACTS |= {"autocomplete": ("command", "channel"), "edit": (), "delete": (), "react": (), "menu": ()}
ACTS |= {"press": (), "choose": (), "submit": ()}
"""The methods of a person, with the keys that they take by position."""


class LocalApi:
    """Answers everything under /local/."""

    def __init__(self, server: "LocalDiscord") -> None:
        self._server, self._world = server, server.world
        self._forms: list[Form] = []
        self._holds: list[Hold] = []
        self._calls: Calls = {
            "world": lambda: shown_world(server),
            "traffic": self._traffic,
            "people": server.add_person,
            "guilds": lambda **described: seed_guild(server, described),
            "join": self._join,
            "leave": lambda guild, person: guild.leave(person),
            "ban": lambda guild, person: guild.ban(person),
            "dms": lambda person, open: setattr(person, "dms_open", open),  # noqa: A006 - the key
            "clock": server.advance,
            "fail": server.faults.fail_next,
            "hold": server.faults.hold,
            "release": lambda hold: hold.release(),
            "drop": lambda hold: hold.drop(),
            "mend": server.faults.clear,
            "gateway": self._gateway,
            "limits": self._limits,
        }

    def add_to(self, router: web.UrlDispatcher) -> None:
        """Add the routes; what only looks is a GET."""
        router.add_get("/local/{call:world|traffic}", self._answer)
        router.add_get("/local/people/{person}/{call:sees}", self._answer)
        router.add_post("/local/{call}", self._answer)
        router.add_post("/local/people/{person}/{call}", self._answer)

    async def _answer(self, request: web.Request) -> web.Response:
        call, person = request.match_info["call"], request.match_info.get("person")
        known = [*self._calls] if person is None else [*ACTS, "dms"]
        if call not in known:
            return web.json_response({"error": f"there are {sorted(known)}"}, status=404)
        try:
            body = await request.json() if request.can_read_body else request.query
            return web.json_response(await self._said(call, dict(body), person))
        except (NotAllowedError, DiscordError, LookupError, TypeError, ValueError) as error:
            words = f"{type(error).__name__}: {error}"
            return web.json_response({"error": words}, status=409)

    async def _said(self, call: str, body: Json, name: str | None) -> object:
        person = None if name is None else named(self._world.people, name)
        given = {key: self._read(key, one, person) for key, one in body.items() if one is not None}
        if person is not None and call in ACTS:
            said = self._act(person, call, given)
        else:
            said = self._calls[call](**given, **({"person": person} if person else {}))
        return self._shown(await said if isawaitable(said) else said)

    def _act(self, person: Person, act: str, given: Json) -> Any:
        options = given.pop("options", {})
        places = [given.pop(key, person.dm if key == "channel" else "") for key in ACTS[act]]
        return getattr(person, act)(*places, **given, **options)

    def _shown(self, thing: Any) -> object:
        if isinstance(thing, User | Guild):
            return {"id": str(thing.id)}
        if isinstance(thing, Message):
            return shown_message(thing)
        if isinstance(thing, Hold):
            self._holds.append(thing)
            return {"hold": len(self._holds) - 1}
        if isinstance(thing, Response):
            self._forms += [thing.form] if thing.form else []
            return shown_response(thing, len(self._forms) - 1)
        if isinstance(thing, list):
            return [self._shown(one) for one in thing]
        return thing if isinstance(thing, dict) else {"ok": True}

    # what is not a method of its own

    def _traffic(self, after: str = "0") -> Json:
        traffic = self._server.traffic
        shown = [shown_exchange(one) for one in traffic.exchanges[int(after) :]]
        return {"exchanges": shown, "events": traffic.events}

    def _join(self, guild: Guild, person: Person, nick: str = "", roles: Any = ()) -> None:
        guild.join(person, nick or None, [named(guild.roles, name) for name in roles])

    def _gateway(self, do: str, code: int = 4000) -> None:
        faults, gateway = self._server.faults, self._server.gateway
        switches: Calls = {
            "down": lambda: faults.gateway_down(True),
            "up": lambda: faults.gateway_down(False),
            "disconnect": lambda: self._server.spawn(gateway.disconnect(code)),
            "invalidate": gateway.invalidate,
            "reconnect": gateway.request_reconnect,
        }
        switches[do]()

    def _limits(self, enforce: bool = False, global_per_second: int | None = None) -> None:
        self._server.ratelimits.enforce = enforce
        self._server.ratelimits.global_per_second = global_per_second

    # finding things

    def _read(self, key: str, value: Any, person: Person | None) -> Any:
        """Read what stands under a key as the thing that it names."""
        world = self._world
        readers: Calls = {
            "guild": lambda name: named(world.guilds, name),
            "person": lambda name: named(world.people, name),
            "channel": lambda n: person.dm if person and n == "dm" else named(world.channels, n),
            "message": lambda number: self._message(person, int(number)),
            "reply_to": lambda number: self._message(person, int(number)),
            "form": lambda number: self._forms[number],
            "hold": lambda number: self._holds[number],
            "files": lambda files: [(f["name"], base64.b64decode(f["base64"])) for f in files],
            "values": self._given,
            "options": self._given,
        }
        return readers[key](value) if key in readers else value

    def _message(self, person: Person | None, snowflake: int) -> Message:
        for channel in self._world.channels.values():
            found = channel.messages.get(snowflake)
            if found is not None and person is not None and found.visible_to(person):
                return found
        raise LookupError(f"nobody sees a message {snowflake} there")

    def _given(self, values: Any) -> Any:
        if isinstance(values, dict):
            return {key: self._thing(one) for key, one in values.items()}
        return self._thing(values)

    def _thing(self, value: Any) -> Any:
        """Read {"role": "name"}, {"channel": …} and {"person": …} as the things they name."""
        if isinstance(value, list):
            return [self._thing(one) for one in value]
        if not isinstance(value, dict):
            return value
        ((kind, name),) = value.items()
        world = self._world
        roles = [role for guild in world.guilds.values() for role in guild.roles]
        kinds: Json = {"role": roles, "channel": world.channels, "person": world.people}
        return named(kinds[kind], name)
