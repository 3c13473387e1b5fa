"""A client that is logged in, and hears nothing: it can only say things."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from http import HTTPStatus
from typing import Final

import aiohttp
import discord

from bot.discord_app.gateway.supervisor import OUTAGES
from bot.discord_app.gateway.wire_log import LONGEST_WAIT, Listens, wire_log
from bot.domain.ids import GuildId
from bot.domain.names import Name
from bot.services.farewell import NotReached
from bot.services.requests import RefusedRequest, Requests
from bot.token import Token, TokenRevoked

NAMES_KEPT: Final = 600.0
"""Seconds after which a server is asked for its name again: nobody tells of a new one."""

LOGGED_IN_AGAIN_AFTER: Final = 10.0
"""Seconds until an address that did not answer is asked again whether it takes the token."""


class LoggedIn:
    """In the place of a connection: it knows of a server what it asked for, its name."""

    def __init__(
        self, client: discord.AutoShardedClient, now: Callable[[], float], refused: asyncio.Event
    ) -> None:
        self.client = client
        """The client that is logged in."""
        self._now = now
        self._refused = refused
        self._names: dict[GuildId, tuple[Name | None, float]] = {}

    def guild(self, guild: GuildId) -> discord.Guild | None:
        """None: nobody told of servers."""
        del guild
        return None

    def guild_name(self, guild: GuildId) -> Name | None:
        """The name of a server that is known."""
        return self._names.get(guild, (None, 0.0))[0]

    async def know(self, guild: GuildId) -> None:
        """Ask for its name; it has none where the bot is no longer in it. Raises what discord.py
        raises."""
        _, until = self._names.get(guild, (None, 0.0))
        if until > self._now():
            return
        try:
            name = Name((await self.client.fetch_guild(guild, with_counts=False)).name) or None
        except (discord.NotFound, discord.Forbidden):
            name = None
        self._names[guild] = (name, self._now() + NAMES_KEPT)

    async def until_revoked(self, token: Token) -> None:
        """Wait until Discord takes the token no more: a request that was refused may be a fault of
        a moment, and a login tells. Raises TokenRevoked."""
        while True:
            await self._refused.wait()
            try:
                async with discord.Client(intents=discord.Intents.none()) as again:
                    await again.login(token.reveal())
            except discord.LoginFailure as error:
                raise TokenRevoked from error
            except OUTAGES:
                await asyncio.sleep(LOGGED_IN_AGAIN_AFTER)
            else:
                self._refused.clear()


@asynccontextmanager
async def logged_in(token: Token, requests: Requests) -> AsyncIterator[LoggedIn]:
    """Log in. Raises LoginFailure, or NotReached."""
    token_refused = asyncio.Event()

    def refused(request: RefusedRequest) -> None:
        requests.breaker.refused(request)
        if request.status == HTTPStatus.UNAUTHORIZED and request.own:
            token_refused.set()

    async with discord.AutoShardedClient(
        intents=discord.Intents.none(),
        http_trace=wire_log(Listens(requests.begins, refused)),
        max_ratelimit_timeout=LONGEST_WAIT,
    ) as client:
        try:
            await client.login(token.reveal())
        except discord.LoginFailure:
            raise
        except (aiohttp.ClientError, OSError, discord.HTTPException, discord.RateLimited) as error:
            raise NotReached from error
        yield LoggedIn(client, asyncio.get_running_loop().time, token_refused)
