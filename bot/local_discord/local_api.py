"""Owns the JSON interface under /local/, with which any program acts as a member or as the world.

It says and does nothing that the Python interface does not; people go by name or id, channels by
id, name or "dm". The README beside this file has a curl example for each call.
"""

import base64
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any

from aiohttp import web

from bot.local_discord.channels import Channel
from bot.local_discord.errors import DiscordError, NotAllowedError
from bot.local_discord.forms import Form, Response
from bot.local_discord.local_world import (
    named,
    seed_guild,
    shown_message,
    shown_response,
    shown_world,
)
from bot.local_discord.messages import Message
from bot.local_discord.people import Person

if TYPE_CHECKING:
    from bot.local_discord.faults import Hold
    from bot.local_discord.server import LocalDiscord

Json = dict[str, Any]
Act = Callable[[Person, Json], Awaitable[Any]]


class LocalApi:
    """Answers everything under /local/."""

    def __init__(self, server: "LocalDiscord") -> None:
        self._server = server
        self._forms: list[Form] = []
        self._holds: list[Hold] = []
        self._acts: dict[str, Act] = {
            "send": self._send,
            "edit": self._edit,
            "delete": self._delete,
            "react": self._react,
            "run": self._run,
            "autocomplete": self._autocomplete,
            "menu": self._menu,
            "press": self._press,
            "choose": self._choose,
            "submit": self._submit,
            "dms": self._dms,
        }
        self._changes = self._all_changes()

    def _all_changes(self) -> dict[str, Callable[[Json], Any]]:
        return {
            "people": self._add_person,
            "guilds": self._add_guild,
            "join": self._join,
            "leave": lambda body: self._guild(body).leave(self._person(body["person"])),
            "ban": lambda body: self._guild(body).ban(self._person(body["person"])),
            "clock": lambda body: self._server.advance(body["seconds"]),
            "fail": self._fail,
            "hold": self._hold,
            "release": lambda body: self._holds[body["hold"]].release(),
            "drop": lambda body: self._holds[body["hold"]].drop(),
            "mend": lambda _: self._server.faults.clear(),
            "gateway": self._gateway,
            "limits": self._limits,
        }

    def add_to(self, router: web.UrlDispatcher) -> None:
        """Add the routes."""
        router.add_get("/local/world", self._get_world)
        router.add_get("/local/traffic", self._get_traffic)
        router.add_get("/local/people/{person}/sees", self._get_sees)
        router.add_post("/local/people/{person}/{act}", self._post_act)
        router.add_post("/local/{change}", self._post_change)

    # reading

    async def _get_world(self, _: web.Request) -> web.Response:
        return web.json_response(shown_world(self._server))

    async def _get_sees(self, request: web.Request) -> web.Response:
        person = self._person(request.match_info["person"])
        channel = self._channel(person, request.query.get("channel", "dm"))
        return web.json_response([shown_message(one) for one in person.sees(channel)])

    async def _get_traffic(self, request: web.Request) -> web.Response:
        first, traffic = int(request.query.get("after", 0)), self._server.traffic
        exchanges = [
            {"method": one.method, "path": one.path, "query": one.query, "status": one.status}
            | {"body": one.body.decode(errors="replace"), "at": one.at.isoformat()}
            | {"reply": one.reply.decode(errors="replace")}
            for one in traffic.exchanges[first:]
        ]
        return web.json_response({"exchanges": exchanges, "events": traffic.events})

    # acting

    async def _post_act(self, request: web.Request) -> web.Response:
        act = self._acts.get(request.match_info["act"])
        if act is None:
            return web.json_response({"error": f"acts are {sorted(self._acts)}"}, status=404)
        body = await request.json()

        async def work() -> object:
            return await act(self._person(request.match_info["person"]), body)

        return await self._said(work())

    async def _post_change(self, request: web.Request) -> web.Response:
        change = self._changes.get(request.match_info["change"])
        if change is None:
            return web.json_response({"error": f"changes are {sorted(self._changes)}"}, status=404)
        body = await request.json() if request.can_read_body else {}

        async def work() -> object:
            return change(body)

        return await self._said(work())

    async def _said(self, work: Awaitable[Any]) -> web.Response:
        try:
            return web.json_response(self._shown(await work))
        except (NotAllowedError, DiscordError, LookupError, TypeError, ValueError) as error:
            words = f"{type(error).__name__}: {error}"
            return web.json_response({"error": words}, status=409)

    def _shown(self, thing: object) -> object:
        if isinstance(thing, Message):
            return shown_message(thing)
        if not isinstance(thing, Response):
            return {"ok": True} if thing is None else thing
        number = None
        if thing.form is not None:
            self._forms.append(thing.form)
            number = len(self._forms) - 1
        return shown_response(thing, number)

    async def _send(self, person: Person, body: Json) -> Message:
        channel = self._channel(person, body.get("channel", "dm"))
        answered = self._message(person, body["reply_to"]) if body.get("reply_to") else None
        files = [(one["name"], base64.b64decode(one["base64"])) for one in body.get("files", [])]
        return await person.send(channel, body.get("text", ""), reply_to=answered, files=files)

    async def _edit(self, person: Person, body: Json) -> Message:
        return await person.edit(self._message(person, body["message"]), body["text"])

    async def _delete(self, person: Person, body: Json) -> None:
        await person.delete(self._message(person, body["message"]))

    async def _react(self, person: Person, body: Json) -> None:
        message = self._message(person, body["message"])
        await person.react(message, body["emoji"], add=body.get("add", True))

    async def _run(self, person: Person, body: Json) -> Response:
        channel = self._channel(person, body.get("channel", "dm"))
        options = {key: self._thing(value) for key, value in body.get("options", {}).items()}
        return await person.run(body["command"], channel, **options)

    async def _autocomplete(self, person: Person, body: Json) -> list[Json] | None:
        channel, others = self._channel(person, body.get("channel", "dm")), body.get("options", {})
        typed = {"option": body["option"], "typed": body["typed"]}
        return await person.autocomplete(body["command"], channel, **typed, **others)

    async def _menu(self, person: Person, body: Json) -> Response:
        return await person.menu(body["command"], self._message(person, body["message"]))

    async def _press(self, person: Person, body: Json) -> Response:
        return await person.press(self._message(person, body["message"]), body["button"])

    async def _choose(self, person: Person, body: Json) -> Response:
        values = [self._thing(value) for value in body["values"]]
        return await person.choose(self._message(person, body["message"]), body["select"], values)

    async def _submit(self, person: Person, body: Json) -> Response:
        form = self._forms[body["form"]]
        values = {key: self._thing(value) for key, value in body["values"].items()}
        return await person.submit(form, values)

    async def _dms(self, person: Person, body: Json) -> None:
        person.dms_open = bool(body["open"])

    # changing the world

    def _add_person(self, body: Json) -> Json:
        return {"id": str(self._server.add_person(**body).id)}

    def _add_guild(self, body: Json) -> Json:
        return {"id": str(seed_guild(self._server, body).id)}

    def _join(self, body: Json) -> None:
        guild = self._guild(body)
        roles = [named(guild.roles, name) for name in body.get("roles", [])]
        guild.join(self._person(body["person"]), body.get("nick"), roles)

    def _fail(self, body: Json) -> None:
        self._server.faults.fail_next(**body)

    def _hold(self, body: Json) -> Json:
        self._holds.append(self._server.faults.hold(body["method"], body["pattern"]))
        return {"hold": len(self._holds) - 1}

    def _gateway(self, body: Json) -> None:
        faults, gateway = self._server.faults, self._server.gateway
        switches: dict[str, Callable[[], None]] = {
            "down": lambda: faults.gateway_down(True),
            "up": lambda: faults.gateway_down(False),
            "disconnect": lambda: self._server.spawn(gateway.disconnect(body.get("code", 4000))),
            "invalidate": gateway.invalidate,
            "reconnect": gateway.request_reconnect,
        }
        switches[body["do"]]()

    def _limits(self, body: Json) -> None:
        self._server.ratelimits.enforce = body.get("enforce", False)
        self._server.ratelimits.global_per_second = body.get("global_per_second")

    # finding things

    def _person(self, name: str) -> Person:
        found: Person = named(self._server.world.people.values(), name)
        return found

    def _guild(self, body: Json) -> Any:
        return named(self._server.world.guilds.values(), body["guild"])

    def _channel(self, person: Person, name: str) -> Channel:
        return person.dm if name == "dm" else named(self._server.world.channels.values(), name)

    def _message(self, person: Person, snowflake: str) -> Message:
        for channel in self._server.world.channels.values():
            found = channel.messages.get(int(snowflake))
            if found is not None and found.visible_to(person):
                return found
        raise LookupError(f"{person.username} sees no message {snowflake}")

    def _thing(self, value: Any) -> Any:
        """Read {"role": "name"}, {"channel": …} and {"person": …} as the things they name."""
        if isinstance(value, list):
            return [self._thing(one) for one in value]
        if not isinstance(value, dict):
            return value
        ((kind, name),) = value.items()
        world = self._server.world
        roles = [role for guild in world.guilds.values() for role in guild.roles]
        things = {
            "role": roles,
            "channel": world.channels.values(),
            "person": world.people.values(),
        }
        return named(things[kind], name)
