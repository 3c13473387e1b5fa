"""Owns the way of a REST request: record it, know who asks, meet the switches, find the route.

Handlers are plain functions without an await, so each request happens wholly or not at all.
"""

import json
import re
import socket
import struct
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Any

from aiohttp import web

from bot.local_discord.channels import Channel, User
from bot.local_discord.errors import DiscordError, Json, not_implemented, refusal
from bot.local_discord.faults import Cut, Failure
from bot.local_discord.limits import check, read_id
from bot.local_discord.messages import Message
from bot.local_discord.permissions import Permissions
from bot.local_discord.ratelimits import RateLimited, spent
from bot.local_discord.traffic import Exchange
from bot.local_discord.uploads import Uploads, read_body
from bot.local_discord.world import Guild, World

if TYPE_CHECKING:
    from bot.local_discord.server import LocalDiscord

API = "/api/v{version:9|10}"
MAJOR = ("channel_id", "guild_id", "webhook_id", "token")
AN_ID = re.compile(r"\{(\w+_id)\}")
"""Where a route takes an id; a word there, such as `search`, is another route."""
Reply = Any
"""What a handler answers: JSON, None for 204, or (status, JSON) where that is not 200."""


@dataclass
class Call:
    """One request on its way to its handler."""

    server: "LocalDiscord"
    args: dict[str, str]
    query: dict[str, str]
    body: Any = None
    files: Uploads = field(default_factory=dict)

    @property
    def world(self) -> World:
        """Give the world that the request is about."""
        return self.server.world

    def id(self, name: str) -> int:
        """Read an id from the path."""
        return read_id(self.args[name], name)

    def says(self, name: str) -> bool:
        """Say whether a switch of the query is on."""
        return self.query.get(name) in ("1", "true", "True")

    def fields(self, schema: str = "") -> Json:
        """Give the body as an object that fits a schema of bodies.json, or refuse it."""
        if not isinstance(self.body, dict):
            raise refusal(50109)
        check(schema or {}, self.body)
        return self.body

    def guild(self) -> Guild:
        """Find the guild of the path; one without the bot is unknown to it."""
        guild = self.world.guilds.get(self.id("guild_id"))
        if guild is None or not guild.has_bot:
            raise refusal(10004)
        return guild

    def channel(self, needs: Permissions = Permissions.NONE) -> Channel:
        """Find the channel of the path: unknown, not visible, not permitted are three answers."""
        channel = self.world.channels.get(self.id("channel_id"))
        if channel is None:
            raise refusal(10003)
        channel.require(needs)
        return channel

    def message(self, needs: Permissions = Permissions.NONE) -> Message:
        """Find the message of the path; ephemeral ones are unknown to REST."""
        return self.channel(needs).message(self.id("message_id"))

    def user(self) -> User:
        """Find the account of the path, which may be @me, or refuse with 10013."""
        me = self.args["user_id"] == "@me"
        return self.world.user(self.world.bot.id if me else self.id("user_id"))

    def message_body(self, channel: Channel) -> Json:
        """Give the body as that of a message, with its files."""
        return self.with_files(self.fields(), channel)

    def with_files(self, body: Json, channel: Channel) -> Json:
        """Turn uploaded files into attachments, which the server then serves itself."""
        if not self.files:
            return body
        check("attachments", body.get("attachments") or [], ("attachments",))
        told = {str(one["id"]): one for one in body.get("attachments") or []}
        kept = [one for number, one in told.items() if number not in self.files]
        keep = self.server.keep_file
        new = [keep(channel, one, told.get(number)) for number, one in self.files.items()]
        return body | {"attachments": kept + new}


@dataclass(frozen=True)
class Route:
    """A method and a path, and the function that answers there; open: no bot token is needed."""

    method: str
    template: str
    handler: Callable[[Call], Reply]
    open: bool = False

    @property
    def name(self) -> str:
        """Give the route as the traffic and the rate limits call it."""
        return f"{self.method} {self.template}"


class Rest:
    """Answers everything under /api."""

    def __init__(self, server: "LocalDiscord") -> None:
        self._server = server

    def add_to(self, router: web.UrlDispatcher, routes: Iterable[Route]) -> None:
        """Add the routes; what is none of them is not imitated."""
        for route in routes:
            path = AN_ID.sub(r"{\1:[^/]*[^/a-z-][^/]*}", API + route.template)
            router.add_route(route.method, path, partial(self._handle, route))
        router.add_route("*", API + "/{path:.*}", partial(self._handle, None))

    async def _handle(self, route: Route | None, request: web.Request) -> web.StreamResponse:
        """Answer one request and keep what was said."""
        path, name = "/" + request.path.split("/", 3)[3], route.name if route else ""
        headers, body, query = dict(request.headers), await request.read(), request.query_string
        now = self._server.clock.now()
        exchange = Exchange(request.method, path, query, headers, body, now, name)
        self._server.traffic.exchanges.append(exchange)
        try:
            answer = await self._answer(route, request, exchange)
        except Cut as cut:
            return _cut(request, reset=cut.reset)
        exchange.status, exchange.reply = answer.status, answer.body or b""  # type: ignore[assignment]
        exchange.reply_headers = dict(answer.headers)
        return answer

    async def _answer(
        self, route: Route | None, request: web.Request, exchange: Exchange
    ) -> web.Response:
        headers: dict[str, str] = {}
        try:
            if route is None:
                raise not_implemented(f"{request.method} {request.rel_url.raw_path}")
            await self._admit(request, exchange, route)
            failure = self._server.faults.failure_for(exchange.method, exchange.path)
            if failure is not None and not failure.stored:
                return _failed(failure)
            args = dict(request.match_info)
            major = "".join(args.get(name, "") for name in MAJOR)
            if not route.name.endswith("/callback"):  # no bucket counts the answers of interactions
                headers = self._server.ratelimits.admit(route.name, major, exempt=route.open)
            body, files = await read_body(request, exchange.body)
            reply = route.handler(Call(self._server, args, dict(request.query), body, files))
            self._server.world.touch()
            await self._server.faults.before_answer(exchange.method, exchange.path)
            status = 204 if reply is None else 200
            status, reply = reply if isinstance(reply, tuple) else (status, reply)
            return _json(status, reply, headers) if failure is None else _failed(failure)
        except RateLimited as limited:
            return _json(limited.status, limited.body, limited.headers)
        except DiscordError as error:
            return _json(error.status, error.body, headers)

    async def _admit(self, request: web.Request, exchange: Exchange, route: Route) -> None:
        known = request.headers.get("Authorization") == f"Bot {self._server.token}"
        if not known and not route.open:
            raise refusal(0)
        await self._server.faults.pass_holds(exchange.method, exchange.path)
        if request.transport is None or request.transport.is_closing():
            raise Cut  # who has gone has asked for nothing


def _json(status: int, reply: object, headers: dict[str, str]) -> web.Response:
    shown = {"Via": "1.1 google"} | headers
    headers = {key: value for key, value in shown.items() if value}
    if reply is None:
        return web.Response(status=status, headers=headers)
    # Discord names no charset, and discord.py compares the whole header
    headers["Content-Type"] = "application/json"
    return web.Response(status=status, headers=headers, body=json.dumps(reply).encode())


def _failed(failure: Failure) -> web.Response:
    if not isinstance(failure.status, int):
        raise Cut(reset=failure.status == "reset")
    if failure.status == 429:  # one without Via is not Discord's own
        headers = spent(failure.retry_after, failure.pattern) if failure.via else {"Via": ""}
        raise RateLimited(failure.retry_after, headers, failure.scope)
    words = {"message": f"{failure.status}: switched on by a test", "code": failure.code}
    return _json(failure.status, words, {})


def _cut(request: web.Request, *, reset: bool) -> web.Response:
    if request.transport is not None:
        wire = request.transport.get_extra_info("socket")
        if reset and wire is not None:  # lingering for no time makes the kernel send RST
            wire.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        request.transport.abort()
    return web.Response(status=500)
