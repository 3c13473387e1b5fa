"""A client that is logged in, and hears nothing: it can only say things."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

import aiohttp
import discord

from bot.discord_app.gateway.wire_log import LONGEST_WAIT, Listens, wire_log
from bot.domain.ids import GuildId
from bot.domain.names import Name
from bot.services.farewell import NotReached
from bot.services.requests import Requests
from bot.token import Token


@dataclass(frozen=True, slots=True)
class LoggedIn:
    """In the place of a connection; it knows no server."""

    client: discord.AutoShardedClient

    def guild(self, guild: GuildId) -> discord.Guild | None:
        """None: nobody told of servers."""
        del guild
        return None

    def guild_name(self, guild: GuildId) -> Name | None:
        """None, for the same reason."""
        del guild
        return None


@asynccontextmanager
async def logged_in(token: Token, requests: Requests) -> AsyncIterator[LoggedIn]:
    """Log in. Raises LoginFailure, or NotReached."""
    listens = Listens(requests.begins, requests.breaker.refused)
    async with discord.AutoShardedClient(
        intents=discord.Intents.none(),
        http_trace=wire_log(listens),
        max_ratelimit_timeout=LONGEST_WAIT,
    ) as client:
        try:
            await client.login(token.reveal())
        except discord.LoginFailure:
            raise
        except (aiohttp.ClientError, OSError, discord.HTTPException, discord.RateLimited) as error:
            raise NotReached from error
        yield LoggedIn(client)
