"""Keeps a connection to Discord: a new client for each attempt, until the bot is stopped.

A client that failed to log in cannot be used again, so messengers and commands ask here for the
one that is connected now.
"""

import asyncio
from collections.abc import Callable

import aiohttp
import discord
import structlog

from bot.discord_app.gateway.client import SupportClient
from bot.domain.ids import GuildId
from bot.domain.names import Name
from bot.storage.store import Store
from bot.token import Token, TokenRevoked

FIRST_PAUSE = 1.0
LONGEST_PAUSE = 60.0
"""Seconds between two attempts; each pause is twice the one before."""
STEADY = 600.0
"""Seconds that a connection has to last until the next pause is a short one again: Discord lets a
bot begin 1,000 sessions a day (https://docs.discord.com/developers/events/gateway)."""

READY_WITHIN = 1800.0
"""Seconds until a client that is not ready is given up for a new one. While a gateway takes no
connection at the start, discord.py 2.7.1 tries it each five seconds, one call inside the other, and
ends with a RecursionError after 82 minutes."""

AWAY_AT_MOST = 60.0
"""Seconds without a connection until a client that was ready is given up for a new one. After a
dozen short outages within half an hour discord.py 2.7.1 waits up to 17 minutes before it tries
again, though Discord is long back."""

LOOKS_EVERY = 1.0
"""Seconds between two looks whether there is a connection."""

UNHEARD = 0.1
"""Seconds until a cancel is told again."""

OUTAGES = (
    discord.HTTPException,
    discord.RateLimited,
    discord.GatewayNotFound,
    discord.ConnectionClosed,
    aiohttp.ClientError,
    OSError,
    TimeoutError,
)


async def stay_connected(
    build: Callable[[], discord.AutoShardedClient],
    token: Token,
    lost: Callable[[], None],
    ready_within: float = READY_WITHIN,
    away_at_most: float = AWAY_AT_MOST,
) -> None:
    """Connect again and again, each time with a longer pause while Discord is out of reach; `lost`
    is called after each connection. Raises LoginFailure where Discord never took the token, and
    TokenRevoked where it did: no waiting makes it take it again."""
    loop, log = asyncio.get_running_loop(), structlog.get_logger("supervisor")
    pause, was_taken = FIRST_PAUSE, False
    while True:
        began = loop.time()
        try:
            async with build() as client:
                await client.login(token.reveal())
                was_taken = True
                await _connect(client, ready_within, away_at_most)
        except discord.LoginFailure as error:
            if was_taken:
                raise TokenRevoked from error
            raise
        except OUTAGES as error:
            log.warning("discord.unreachable", why=type(error).__name__)
        finally:
            lost()
        if loop.time() - began > STEADY:
            pause = FIRST_PAUSE
        await asyncio.sleep(pause)
        pause = min(pause * 2, LONGEST_PAUSE)


async def _connect(
    client: discord.AutoShardedClient, ready_within: float, away_at_most: float
) -> None:
    """Raises TimeoutError where it is not ready by then, or away for too long afterwards."""
    async with asyncio.timeout(ready_within) as limit:
        watching = asyncio.create_task(_watch(client, limit, away_at_most))
        connecting = asyncio.create_task(client.connect())
        try:
            await asyncio.wait({connecting})
        finally:
            await _end(connecting)
            await _end(watching)
        connecting.result()


async def _watch(
    client: discord.AutoShardedClient, limit: asyncio.Timeout, away_at_most: float
) -> None:
    """Once it is ready it has no limit, but while it has no connection at all: one shard of several
    that is away is no reason to cut off the others."""
    await client.wait_until_ready()
    loop, away = asyncio.get_running_loop(), False
    limit.reschedule(None)
    while True:
        await asyncio.sleep(LOOKS_EVERY)
        if away != all(shard.is_closed() for shard in client.shards.values()):
            away = not away
            limit.reschedule(loop.time() + away_at_most if away else None)


async def _end(task: asyncio.Task[None]) -> None:
    """Cancel it until it is over: while discord.py 2.7.1 connects a shard anew, it takes the first
    cancel for the end of that alone, and then waits for what never comes."""
    while not task.done():
        task.cancel()
        await asyncio.wait({task}, timeout=UNHEARD)


class Supervisor:
    """Connects, waits out outages, and stops only for what waiting cannot mend."""

    def __init__(self, token: Token, store: Store) -> None:
        self._token = token
        self._store = store
        self._client: SupportClient | None = None
        self._ready = asyncio.Event()
        self._log = structlog.get_logger("supervisor")

    @property
    def client(self) -> SupportClient | None:
        """The client that is connected now."""
        return self._client

    def guild(self, guild: GuildId) -> discord.Guild | None:
        """A server that the bot is in."""
        return None if self._client is None else self._client.get_guild(guild)

    def guild_name(self, guild: GuildId) -> Name | None:
        """The name of a server that the bot is in, where anything is to be seen of it."""
        known = self.guild(guild)
        return None if known is None else Name(known.name) or None

    async def know(self, guild: GuildId) -> None:
        """Discord tells of every server by itself."""

    async def ready(self) -> None:
        """Wait until Discord has told of the servers and knows the commands."""
        await self._ready.wait()

    @property
    def connected(self) -> bool:
        """Whether people reach the bot now."""
        return self._client is not None and self._client.connected

    def status(self) -> str:
        """How it stands, in an operator's words."""
        if self._client is None or not self.connected:
            return "Discord is out of reach; it is tried again."
        return f"Connected to Discord, in {self.servers()} servers"

    def servers(self) -> int:
        """In how many the bot is, as far as is known now."""
        return 0 if self._client is None else len(self._client.guilds)

    async def hear_no_more(self) -> None:
        """Be told of nothing new, and wait until all is done that somebody is waiting for."""
        if self._client is not None:
            await self._client.hear_no_more()

    def all_read(self) -> bool:
        """Whether what people in a conversation wrote has been read; not while disconnected."""
        return self._client is not None and self._client.all_read()

    async def run(self, build: Callable[[], SupportClient]) -> None:
        """Stay connected. Raises LoginFailure and TokenRevoked."""
        await stay_connected(build, self._token, self._lost)

    def _lost(self) -> None:
        self._client = None
        self._ready.clear()

    async def tell_commands(self, client: SupportClient) -> None:
        """Tell Discord of the commands if they changed. Before connecting, so that it is tried
        again when Discord does not take them."""
        known = await self._store.read(lambda tables: tables.meta.get("commands"))
        current = await client.sync_commands(known)
        if current != known:
            await self._store.transaction(lambda tables: tables.meta.put("commands", current))

    async def is_ready(self, client: SupportClient) -> None:
        """The client has connected: use it."""
        self._client = client
        self._ready.set()
        self._log.info("supervisor.ready", servers=len(client.guilds))
