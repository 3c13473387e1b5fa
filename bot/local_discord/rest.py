"""Owns the way of a REST request: record it, know who asks, meet the switches, find the route.

Handlers are plain functions without an await, so each request happens wholly or not at all.
"""

import asyncio
import json
import re
import socket
import struct
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from aiohttp import BodyPartReader, MultipartReader, StreamReader, web

from bot.local_discord.errors import (
    DiscordError,
    invalid,
    not_implemented,
    refusal,
    unauthorized,
)
from bot.local_discord.faults import Cut, Failure
from bot.local_discord.ratelimits import RateLimited
from bot.local_discord.shapes import Shapes
from bot.local_discord.traffic import Exchange

if TYPE_CHECKING:
    from bot.local_discord.server import LocalDiscord
    from bot.local_discord.world import World

Json = dict[str, Any]
PLACEHOLDER = re.compile(r"\{(\w+)\}")
MAJOR = ("channel_id", "guild_id", "webhook_id", "token")


@dataclass
class Call:
    """One request on its way to its handler."""

    server: "LocalDiscord"
    args: dict[str, str]
    query: dict[str, str]
    body: Any = None
    files: list[tuple[str, bytes]] = field(default_factory=list)

    @property
    def world(self) -> "World":
        """Give the world that the request is about."""
        return self.server.world

    def id(self, name: str) -> int:
        """Read an id from the path."""
        return snowflake(self.args[name], name)

    def fields(self) -> Json:
        """Give the body as an object, or refuse it."""
        if not isinstance(self.body, dict):
            raise refusal(50109)
        return self.body


Reply = tuple[int, Any]
Handler = Callable[[Call], Reply]


def snowflake(text: object, name: str) -> int:
    """Read an id, or refuse it with the path of the fault."""
    try:
        return int(str(text))
    except ValueError:
        words = f'Value "{text}" is not snowflake.'
        raise invalid((name,), "NUMBER_TYPE_COERCE", words) from None


@dataclass
class Route:
    """A method and a path, and the function that answers there; open: no bot token is needed."""

    method: str
    template: str
    handler: Handler
    open: bool = False

    def __post_init__(self) -> None:
        """Prepare the matching of paths."""
        inner = PLACEHOLDER.sub(r"(?P<\1>[^/]+)", self.template)
        self.pattern = re.compile(inner + r"\Z")

    @property
    def name(self) -> str:
        """Give the route as the traffic and the rate limits call it."""
        return f"{self.method} {self.template}"


class Rest:
    """Answers everything under /api."""

    def __init__(self, server: "LocalDiscord", routes: Sequence[Route]) -> None:
        self._server = server
        self.routes = list(routes)
        self._shapes = Shapes()

    async def handle(self, request: web.Request) -> web.StreamResponse:
        """Answer one request and keep what was said."""
        exchange = Exchange(
            request.method,
            "/" + request.match_info["path"],
            request.query_string,
            dict(request.headers),
            await request.read(),
            self._server.clock.now(),
        )
        self._server.traffic.exchanges.append(exchange)
        try:
            answer = await self._answer(request, exchange)
        except Cut as cut:
            return _cut(request, reset=cut.reset)
        exchange.status, exchange.reply = answer.status, answer.body or b""  # type: ignore[assignment]
        exchange.reply_headers = dict(answer.headers)
        return answer

    async def _answer(self, request: web.Request, exchange: Exchange) -> web.Response:
        headers: dict[str, str] = {}
        try:
            route, args = self._route(exchange, request.rel_url.raw_path)
            await self._admit(request, exchange, route)
            failure = self._server.faults.failure_for(exchange.method, exchange.path)
            if failure is not None and not failure.stored:
                return _failed(failure)
            major = "".join(args.get(name, "") for name in MAJOR)
            limits = self._server.ratelimits
            headers = limits.admit(route.name, major, counts_globally=not route.open)
            body, files = await _parse(request, exchange.body)
            self._shapes.check(body)
            call = Call(self._server, args, dict(request.query), body, files)
            status, reply = route.handler(call)
            self._server.world.touch()
            return _json(status, reply, headers) if failure is None else _failed(failure)
        except RateLimited as limited:
            return _json(429, limited.body, limited.headers)
        except DiscordError as error:
            return _json(error.status, error.body, headers)

    async def _admit(self, request: web.Request, exchange: Exchange, route: Route) -> None:
        known = request.headers.get("Authorization") == self._server.authorization
        if not known and not route.open:
            raise unauthorized()
        await self._server.faults.pass_holds(exchange.method, exchange.path)
        if request.transport is None or request.transport.is_closing():
            raise Cut  # who has gone has asked for nothing

    def _route(self, exchange: Exchange, raw_path: str) -> tuple[Route, dict[str, str]]:
        for route in self.routes:
            found = route.pattern.match(exchange.path)
            if found and route.method == exchange.method:
                exchange.route = route.name
                return route, found.groupdict()
        raise not_implemented(exchange.method, raw_path)


async def _parse(request: web.Request, body: bytes) -> tuple[Any, list[tuple[str, bytes]]]:
    try:
        if not request.content_type.startswith("multipart/"):
            return (json.loads(body) if body else None), []
        fields, files = None, []
        parts = _multipart(request, body)
        while (part := await parts.next()) is not None:
            if not isinstance(part, BodyPartReader):
                continue
            data = bytes(await part.read())
            if part.name == "payload_json":
                fields = json.loads(data)
            else:
                files.append((part.filename or "file", data))
    except ValueError:
        raise refusal(50109) from None
    return fields, files


def _multipart(request: web.Request, body: bytes) -> MultipartReader:
    stream = StreamReader(request.protocol, 2**20, loop=asyncio.get_running_loop())
    stream.feed_data(body)
    stream.feed_eof()
    return MultipartReader(request.headers, stream)


def _json(status: int, reply: object, headers: dict[str, str]) -> web.Response:
    headers = {"Via": "1.1 google"} | headers
    if reply is None:
        return web.Response(status=status, headers=headers)
    # Discord names no charset, and discord.py compares the whole header
    headers["Content-Type"] = "application/json"
    return web.Response(status=status, headers=headers, body=json.dumps(reply).encode())


def _failed(failure: Failure) -> web.Response:
    if not isinstance(failure.status, int):
        raise Cut(reset=failure.status == "reset")
    answer = _json(failure.status, failure.body(), failure.headers())
    if not answer.headers["Via"]:
        del answer.headers["Via"]
    return answer


def _cut(request: web.Request, *, reset: bool) -> web.Response:
    if request.transport is not None:
        wire = request.transport.get_extra_info("socket")
        if reset and wire is not None:  # lingering for no time makes the kernel send RST
            wire.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        request.transport.abort()
    return web.Response(status=500)
