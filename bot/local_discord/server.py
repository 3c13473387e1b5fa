"""Owns the running server: the socket, and the way in for tests and the demo."""

import asyncio
import contextlib
import re
import socket
from collections.abc import AsyncIterator, Callable, Coroutine
from typing import Any, Self
from urllib.parse import quote

from aiohttp import web

from bot.local_discord import commands, rest_guilds, rest_members, rest_messages
from bot.local_discord.channels import Channel
from bot.local_discord.commands import Registry
from bot.local_discord.errors import Json
from bot.local_discord.faults import Switches
from bot.local_discord.gateway import Gateway
from bot.local_discord.interactions import TOKEN_SECONDS, Interaction
from bot.local_discord.local_api import LocalApi
from bot.local_discord.local_world import DEFAULT_SEED, introduce, seed
from bot.local_discord.people import Person
from bot.local_discord.ratelimits import RateLimits
from bot.local_discord.rest import Rest
from bot.local_discord.snowflake import Clock, LocalClock, shaped_token
from bot.local_discord.traffic import Traffic
from bot.local_discord.uploads import Upload
from bot.local_discord.world import Guild, World

INTERACTIONS_KEPT = 1_000
"""More only while their tokens last."""
PARTS = (rest_guilds, rest_members, rest_messages, commands)


async def serve(
    port: int,
    world: Json | None,
    say: Callable[[str], None] = lambda _: None,
    switches: Json | None = None,
) -> None:
    """Run alone until cancelled: seed the world (README.md describes how), say how to reach it.

    Switches are keys of the seed that take the place of its own. A seed that names what there is
    not raises LookupError, TypeError or ValueError.
    """
    async with LocalDiscord.running(port) as server:
        seed(server, (DEFAULT_SEED if world is None else world) | (switches or {}))
        introduce(server, say)
        await asyncio.Event().wait()


class LocalDiscord:
    """A small Discord on loopback; make one with running()."""

    def __init__(self, clock: Clock | None = None, port: int = 0) -> None:
        self.clock = clock or LocalClock()
        self.traffic = Traffic()
        self.gateway = Gateway(self)
        self.people: dict[int, Person] = {}
        self.world = World(self.clock, self.gateway.emit, self.people)
        self.commands = Registry()
        self.faults = Switches(self)
        self.ratelimits = RateLimits()
        self.interactions: dict[str, Interaction] = {}
        self.files: dict[str, Upload] = {}
        self.files_fail = 0
        """How many requests for a file get 503 from now on."""
        self.patience = 3.0
        """Real seconds that a person who is added waits for an answer, as Discord does."""
        self.bot_id = self.world.bot.id  # and its application's
        self.token = shaped_token(self.bot_id)
        self.port = port
        self.url = f"http://127.0.0.1:{port}"
        self.api_url: str = f"{self.url}/api/v10"
        self.gateway_url: str = f"ws://127.0.0.1:{port}/gateway"
        self._tasks: set[asyncio.Task[Any]] = set()

    @classmethod
    @contextlib.asynccontextmanager
    async def running(cls, port: int = 0, clock: Clock | None = None) -> AsyncIterator[Self]:
        """Serve on 127.0.0.1 until the end of the block; port 0 takes a free one."""
        listening = socket.create_server(("127.0.0.1", port))
        server = cls(clock, listening.getsockname()[1])
        # a request whose client has gone is cancelled: see faults.Hold
        runner = web.AppRunner(
            server._application(), handler_cancellation=True, access_log=None, shutdown_timeout=0.2
        )
        await runner.setup()
        await web.SockSite(runner, listening).start()
        try:
            yield server
        finally:
            server.faults.clear()
            await server.disconnect_gateway(1001)
            for task in list(server._tasks):
                task.cancel()
            await runner.cleanup()

    def _application(self) -> web.Application:
        application = web.Application(client_max_size=32 * 2**20)
        application.router.add_get("/gateway", self.gateway.handle)
        application.router.add_get("/gateway/", self.gateway.handle)
        LocalApi(self).add_to(application.router)
        application.router.add_get("/attachments/{key}/{name}", self._file)
        Rest(self).add_to(application.router, (one for part in PARTS for one in part.ROUTES))
        return application

    def remember(self, interaction: Interaction) -> None:
        """Keep an interaction while its token may be used; of many, those that ended are let go."""
        self.interactions[interaction.token] = interaction
        if len(self.interactions) > INTERACTIONS_KEPT:
            oldest = next(iter(self.interactions.values()))
            if oldest.age > TOKEN_SECONDS:
                del self.interactions[oldest.token]

    def spawn(self, work: Coroutine[Any, Any, Any]) -> None:
        """Do something in the background until the server closes."""
        task = asyncio.ensure_future(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    def advance(self, seconds: float) -> None:
        """Let the world's clock jump forward; a clock from outside is its owner's to move."""
        if not isinstance(self.clock, LocalClock):
            raise TypeError("this clock was brought from outside")
        self.clock.advance(seconds)
        self.world.touch()

    def add_person(self, username: str, *, snowflake: int | None = None, **more: Any) -> Person:
        """Make an account, three years old unless an id is given; more are fields of a Person."""
        made = snowflake or self.world.snowflakes.aged(days=1100)
        more = {"patience": self.patience} | more
        self.people[made] = Person(made, username, server=self, **more)
        return self.people[made]

    def add_guild(
        self, name: str, *, owner: Person | None = None, snowflake: int | None = None, **more: Any
    ) -> Guild:
        """Make a guild with its owner and the bot in it; more are fields of a Guild."""
        owner = owner or self.add_person(f"owner_of_{name.lower().replace(' ', '_')}")
        made = snowflake or self.world.snowflakes.aged(days=900)
        guild = self.world.guilds[made] = Guild(self.world, made, name, owner, **more)
        guild.join(owner)
        guild.join(self.world.bot, roles=[guild.bot_role])
        return guild

    def keep_file(self, channel: Channel, file: Upload, told: Json | None = None) -> Json:
        """Keep a file, and give the attachment that points to it, with what the sender told."""
        told, snowflake = told or {}, str(self.world.snowflakes.next())
        name = re.sub(r"[^\w.-]", "_", told.get("filename") or file.name)
        kept = self.files[snowflake] = Upload(name, file.data)
        url = f"{self.url}/attachments/{channel.id}-{snowflake}/{quote(name)}"
        shape = {"id": snowflake, "filename": name, "size": len(file.data), "url": url}
        shape |= {"proxy_url": url, "content_type": kept.content_type} | file.picture()
        return shape | {key: told[key] for key in ("title", "description") if told.get(key)}

    def file(self, attachment: int | str) -> Upload | None:
        """Find a file by the id of its attachment; its name is safe in an address."""
        return self.files.get(str(attachment))

    async def _file(self, request: web.Request) -> web.Response:
        if self.files_fail:
            self.files_fail -= 1
            return web.Response(status=503)
        found = self.file(request.match_info["key"].split("-")[-1])
        if found is None or found.name != request.match_info["name"]:
            return web.Response(status=404)
        # somebody's page shown from here must not act as a program of this machine under /local/
        guarded = {"Content-Security-Policy": "sandbox", "X-Content-Type-Options": "nosniff"}
        return web.Response(body=found.data, content_type=found.content_type, headers=guarded)

    async def disconnect_gateway(self, code: int = 4000) -> None:
        """Close every gateway connection with a code; the sessions can be resumed."""
        await self.gateway.disconnect(code)

    async def reset_token(self, *, closes: bool = True) -> None:
        """Give the bot a new token, as its owner does in the portal: the old one ends at once;
        unless `closes`, what is connected with it stays so."""
        self.token = shaped_token(self.bot_id)
        if closes:
            await self.gateway.disconnect(4004)

    async def invalidate_sessions(self) -> None:
        """Forget every session and tell the bot so."""
        self.gateway.invalidate()
