"""Pointing discord.py at another Discord-compatible server.

Its two addresses are class-wide; this is the one place where they are set and restored.
"""

from collections.abc import Iterator
from contextlib import contextmanager

import discord
from discord.gateway import DiscordWebSocket
from discord.http import Route
from yarl import URL


@contextmanager
def api_at(url: str) -> Iterator[None]:
    """Use this address of the REST API while inside."""
    before, gateway = Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY
    Route.BASE = url
    try:
        yield
    finally:
        Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY = before, gateway


async def gateway_of(client: discord.Client) -> None:
    """Reconnect to the gateway that this API names, not to Discord's own."""
    _, url, _ = await client.http.get_bot_gateway()
    DiscordWebSocket.DEFAULT_GATEWAY = URL(url)
