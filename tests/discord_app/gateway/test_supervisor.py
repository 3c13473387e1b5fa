"""Staying connected."""

import asyncio
import threading
from collections.abc import Sequence
from contextlib import suppress

import discord
from discord.gateway import KeepAliveHandler

from bot.discord_app.gateway.api_address import api_at, gateway_of
from bot.discord_app.gateway.supervisor import stay_connected
from bot.local_discord import LocalDiscord
from bot.token import Token
from tests.patience import PATIENCE

LIMIT = 2.0


class Plain(discord.AutoShardedClient):
    """Hears of nothing."""

    def __init__(self) -> None:
        super().__init__(intents=discord.Intents(guilds=True), guild_ready_timeout=0.1)
        self.begins_anew = asyncio.Event()

    async def setup_hook(self) -> None:
        """Logged in."""
        await gateway_of(self)

    async def before_identify_hook(self, shard_id: int | None, *, initial: bool = False) -> None:
        """About to say who it is: at once, or five seconds later where it connects anew."""
        if not initial:
            self.begins_anew.set()
        await super().before_identify_hook(shard_id, initial=initial)


async def is_ready(made: Sequence[Plain], at_least: int = 1) -> None:
    """Wait until the newest of at least so many is."""
    async with asyncio.timeout(PATIENCE):
        while not (len(made) >= at_least and made[-1].is_ready()):  # noqa: ASYNC110 - clients come and go
            await asyncio.sleep(0.05)


async def test_a_client_that_never_gets_ready_is_given_up_and_one_that_did_is_not() -> None:
    """While the gateway takes no connection there is a new client again and again, or discord.py
    would end in a recursion; once one is ready it stays, for longer than the others were given."""
    made: list[Plain] = []

    def build() -> Plain:
        made.append(Plain())
        return made[-1]

    async with LocalDiscord.running() as discord_here:
        discord_here.faults.gateway_down(True)
        with api_at(discord_here.api_url):
            token, lost = Token(discord_here.token), asyncio.Event()
            staying = asyncio.create_task(stay_connected(build, token, lost.set, LIMIT))
            async with asyncio.timeout(PATIENCE):
                await lost.wait()
            discord_here.faults.gateway_down(False)
            await is_ready(made)
            before = len(made)
            await asyncio.sleep(1.5 * LIMIT)
            assert (len(made), made[-1].is_ready()) == (before, True)
            assert before > 1
            staying.cancel()
            with suppress(asyncio.CancelledError):
                await staying
    assert all(client.is_closed() for client in made)


async def test_a_client_that_was_ready_and_is_away_for_long_is_given_up() -> None:
    """discord.py waits longer after each of several outages, minutes in the end; a new client does
    not. One that comes back in time stays."""
    made: list[Plain] = []

    def build() -> Plain:
        made.append(Plain())
        return made[-1]

    async with LocalDiscord.running() as discord_here:
        gateway, until = discord_here.gateway, discord_here.world.until
        with api_at(discord_here.api_url):
            token, lost = Token(discord_here.token), asyncio.Event()
            staying = asyncio.create_task(
                stay_connected(build, token, lost.set, away_at_most=LIMIT)
            )
            await is_ready(made)
            await discord_here.disconnect_gateway()
            await until(lambda: bool(gateway.connections), PATIENCE)
            await asyncio.sleep(1.5 * LIMIT)
            assert len(made) == 1
            discord_here.faults.gateway_down(True)
            async with asyncio.timeout(PATIENCE):
                await lost.wait()
            discord_here.faults.gateway_down(False)
            await is_ready(made, 2)
            staying.cancel()
            await asyncio.wait({staying}, timeout=PATIENCE)
            await close_what_was_begun()
    assert all(client.is_closed() for client in made)


async def close_what_was_begun() -> None:
    """discord.py leaves a connection open on which it has not said yet who it is, and a thread that
    looks for the loop of this test, whichever test runs then."""
    for thread in threading.enumerate():
        if isinstance(thread, KeepAliveHandler):
            await thread.ws.close()


async def test_stopped_while_it_connects_anew_it_stops() -> None:
    """At any time of an outage: while discord.py begins a session anew, it takes a cancel for the
    end of that alone."""
    client = Plain()
    async with LocalDiscord.running() as discord_here:
        gateway, until = discord_here.gateway, discord_here.world.until
        with api_at(discord_here.api_url):
            token = Token(discord_here.token)
            staying = asyncio.create_task(stay_connected(lambda: client, token, lambda: None))
            await until(lambda: bool(gateway.connections), PATIENCE)
            discord_here.faults.gateway_down(True)
            await until(lambda: not gateway.connections, PATIENCE)
            gateway.sessions.clear()
            discord_here.faults.gateway_down(False)
            async with asyncio.timeout(PATIENCE):
                await client.begins_anew.wait()
            staying.cancel()
            await asyncio.wait({staying}, timeout=PATIENCE)
            await close_what_was_begun()
            assert staying.cancelled()
