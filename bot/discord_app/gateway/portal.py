"""What Discord says of the application, and what time it is there."""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime
from types import SimpleNamespace
from typing import Any

import aiohttp
import discord
from discord.http import Route

from bot.discord_app.gateway.client import INTENTS
from bot.services.farewell import NotReached
from bot.token import Token

PATIENCE = 15.0
"""Seconds in which Discord has to answer."""

PRIVILEGED = ("members", "presences", "message_content")
"""Intents that have to be switched on in the developer portal, by discord.py's names."""


class TokenRefused(Exception):
    """Discord does not take the token."""


@dataclass(frozen=True, slots=True)
class AtDiscord:
    """The application as Discord describes it, and how far this machine's clock is ahead of
    Discord's, to a second; None where Discord did not say what time it is.
    https://docs.discord.com/developers/resources/application"""

    application: Mapping[str, Any]
    ahead: timedelta | None


def privileged_asked() -> frozenset[str]:
    """The privileged intents that the bot asks for."""
    return frozenset(name for name in PRIVILEGED if getattr(INTENTS, name))


async def look(token: Token, now: Callable[[], datetime]) -> AtDiscord:
    """Ask. Raises TokenRefused, or NotReached where Discord does not answer as it should."""
    said: list[timedelta] = []
    trace = aiohttp.TraceConfig()

    async def answered(
        _session: aiohttp.ClientSession, _: SimpleNamespace, got: aiohttp.TraceRequestEndParams
    ) -> None:
        if date := got.response.headers.get("Date"):
            # it has no fractions of a second: half of one is right on average
            said.append(now() - parsedate_to_datetime(date) - timedelta(seconds=0.5))

    trace.on_request_end.append(answered)
    client = discord.AutoShardedClient(intents=discord.Intents.none(), http_trace=trace)
    try:
        async with asyncio.timeout(PATIENCE), client:
            await client.login(token.reveal())
            application = await client.http.request(Route("GET", "/applications/@me"))
    except discord.LoginFailure:
        raise TokenRefused from None
    except (aiohttp.ClientError, OSError, TimeoutError, discord.HTTPException) as error:
        raise NotReached from error
    return AtDiscord(application, min(said, key=abs, default=None))
