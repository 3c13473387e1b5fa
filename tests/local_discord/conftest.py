"""Owns the fixtures: a running local Discord, and a real discord.py client that is ready on it."""

import asyncio
import contextlib
import json
from collections.abc import AsyncIterator, Iterator
from typing import Any

import aiohttp
import discord
import pytest
import yarl
from discord import app_commands
from discord.gateway import DiscordWebSocket
from discord.http import Route

from bot.local_discord import LocalDiscord
from tests.patience import PATIENCE


class Bot(discord.AutoShardedClient):
    """An unmodified client with a command tree, set up as this project sets up its own."""

    def __init__(self, intents: discord.Intents, **options: Any) -> None:
        super().__init__(
            intents=intents,
            member_cache_flags=discord.MemberCacheFlags.none(),
            chunk_guilds_at_startup=False,
            max_messages=None,
            allowed_mentions=discord.AllowedMentions.none(),
            guild_ready_timeout=0.1,
            **options,
        )
        self.tree = app_commands.CommandTree(self)
        self.heard: list[discord.Message] = []
        self.edits: list[discord.RawMessageUpdateEvent] = []
        self.deletions: list[discord.RawMessageDeleteEvent] = []
        self.seen = asyncio.Event()

    async def before_identify_hook(self, shard_id: int | None, *, initial: bool = False) -> None:
        """Identify at once; the library would wait five seconds before each session but one."""

    async def on_message(self, message: discord.Message) -> None:
        """Keep what others write."""
        if message.author != self.user:
            self.heard.append(message)
            self.seen.set()

    async def on_raw_message_edit(self, event: discord.RawMessageUpdateEvent) -> None:
        """Keep edits."""
        self.edits.append(event)

    async def on_raw_message_delete(self, event: discord.RawMessageDeleteEvent) -> None:
        """Keep deletions."""
        self.deletions.append(event)

    async def hears(self, count: int = 1, seconds: float = 5.0) -> list[discord.Message]:
        """Wait until so many messages of others have come in."""
        async with asyncio.timeout(seconds):
            while len(self.heard) < count:
                self.seen.clear()
                await self.seen.wait()
        return self.heard


@contextlib.contextmanager
def pointed_at(server: LocalDiscord) -> Iterator[None]:
    """Point discord.py's class-wide addresses at the server, and back again."""
    base, gateway = Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY
    Route.BASE = server.api_url
    DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(server.gateway_url)
    try:
        yield
    finally:
        Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY = base, gateway


def own_intents() -> discord.Intents:
    """Give the intents that this project uses."""
    return discord.Intents(guilds=True, dm_messages=True)


@contextlib.asynccontextmanager
async def connected(
    server: LocalDiscord, bot: Bot | None = None, *, sync: bool = True
) -> AsyncIterator[Bot]:
    """Log a client in, wait until it is ready, and end it afterwards."""
    bot = bot or Bot(own_intents())
    await bot.login(server.token)
    if sync:
        await bot.tree.sync()
    running = asyncio.create_task(bot.connect())
    try:
        async with asyncio.timeout(PATIENCE):
            await bot.wait_until_ready()
        yield bot
    finally:
        await bot.close()
        await asyncio.wait([running], timeout=PATIENCE)


class Wire:
    """Plain HTTP against the REST API, for what no well-behaved client would send."""

    def __init__(self, server: LocalDiscord, session: aiohttp.ClientSession) -> None:
        self._server, self._session = server, session

    async def __call__(
        self, method: str, path: str, body: Any = None, *, token: str | None = None
    ) -> tuple[int, Any]:
        """Send a request and give its status and JSON."""
        token = self._server.token if token is None else token
        headers = {"Authorization": f"Bot {token}"}
        url = self._server.api_url + path
        async with self._session.request(method, url, json=body, headers=headers) as answer:
            text = await answer.text()
            return answer.status, json.loads(text) if text else None

    async def faults(self, path: str, body: Any) -> dict[str, str]:
        """Post a body that must be refused with 50035 and give the code at each path."""
        status, answer = await self("POST", path, body)
        assert (status, answer["code"]) == (400, 50035)
        return dict(_leaves(answer["errors"], ""))


def _leaves(tree: dict[str, Any], path: str) -> Iterator[tuple[str, str]]:
    for key, below in tree.items():
        if key == "_errors":
            yield path.strip("."), below[0]["code"]
        else:
            yield from _leaves(below, f"{path}.{key}")


@pytest.fixture
async def wire(server: LocalDiscord) -> AsyncIterator[Wire]:
    """Open plain HTTP to the server."""
    async with aiohttp.ClientSession() as session:
        yield Wire(server, session)


@pytest.fixture
async def server() -> AsyncIterator[LocalDiscord]:
    """Run a local Discord that discord.py is pointed at."""
    async with LocalDiscord.running() as running:
        with pointed_at(running):
            yield running


@pytest.fixture
async def bot(server: LocalDiscord) -> AsyncIterator[Bot]:
    """Connect a client that knows no commands."""
    async with connected(server) as ready:
        yield ready
