"""Keeps a connection to Discord: a new client for each attempt, until the bot is stopped.

A client that failed to log in cannot be used again, so messengers and commands ask here for the
one that is connected now.
"""

import asyncio
from collections.abc import Awaitable, Callable

import aiohttp
import discord
import structlog

from bot.discord_app.gateway.client import SupportClient
from bot.domain.ids import GuildId
from bot.domain.names import Name
from bot.storage.store import Store
from bot.token import Token

FIRST_PAUSE = 1.0
LONGEST_PAUSE = 60.0
"""Seconds between two attempts; each pause is twice the one before."""

OUTAGES = (
    discord.HTTPException,
    discord.GatewayNotFound,
    discord.ConnectionClosed,
    aiohttp.ClientError,
    OSError,
    TimeoutError,
)


async def stay_connected(connect: Callable[[], Awaitable[None]]) -> None:
    """Connect again and again, each time with a longer pause while Discord is out of reach. Raises
    LoginFailure."""
    log = structlog.get_logger("supervisor")
    pause = FIRST_PAUSE
    while True:
        try:
            await connect()
            pause = FIRST_PAUSE
        except discord.LoginFailure:
            raise
        except OUTAGES as error:
            log.warning("discord.unreachable", why=type(error).__name__)
        await asyncio.sleep(pause)
        pause = min(pause * 2, LONGEST_PAUSE)


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

    async def ready(self) -> None:
        """Wait until Discord has told of the servers and knows the commands."""
        await self._ready.wait()

    def status(self) -> str:
        """How it stands, in an operator's words."""
        if not self._ready.is_set() or self._client is None:
            return "Discord is out of reach; it is tried again."
        return f"Connected to Discord, in {len(self._client.guilds)} servers"

    def all_read(self) -> bool:
        """Whether what people in a conversation wrote has been read; not while disconnected."""
        return self._client is not None and self._client.all_read()

    async def run(self, build: Callable[[], SupportClient]) -> None:
        """Stay connected. Raises LoginFailure: a wrong token does not get better by waiting."""
        await stay_connected(lambda: self._connect(build()))

    async def _connect(self, client: SupportClient) -> None:
        try:
            async with client:
                await client.start(self._token.reveal())
        finally:
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
