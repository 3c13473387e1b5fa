"""A client that only says things: what it knows of servers, and of its token."""

import asyncio

import pytest

from bot.discord_app.gateway.api_address import api_at
from bot.discord_app.gateway.logged_in import NAMES_KEPT, LoggedIn, logged_in
from bot.domain.ids import GuildId
from bot.domain.names import Name
from bot.local_discord import LocalDiscord
from bot.services.requests import Requests
from bot.token import Token, TokenRevoked
from tests.patience import PATIENCE


async def test_it_asks_for_the_name_of_a_server_once_in_a_while() -> None:
    """And has none where the bot is no longer in it."""
    async with LocalDiscord.running() as local:
        guild = local.add_guild("Harbour", owner=local.add_person("admin"))
        key = GuildId(guild.id)
        with api_at(local.api_url):
            async with logged_in(Token(local.token), Requests()) as here:
                now = 0.0
                place = LoggedIn(here.client, lambda: now, asyncio.Event())
                assert place.guild_name(key) is None
                await place.know(key)
                assert place.guild_name(key) == Name("Harbour")
                guild.leave(local.world.bot)
                await place.know(key)
                assert place.guild_name(key) == Name("Harbour")
                now += NAMES_KEPT
                await place.know(key)
                assert place.guild_name(key) is None


async def test_a_token_that_was_taken_back_ends_it() -> None:
    """The first request that is refused makes it look, and a login tells."""
    async with LocalDiscord.running() as local:
        token = Token(local.token)
        guild = GuildId(local.add_guild("Harbour", owner=local.add_person("admin")).id)
        with api_at(local.api_url):
            async with logged_in(token, Requests()) as place, asyncio.timeout(PATIENCE):
                waiting = asyncio.create_task(place.until_revoked(token))
                await local.reset_token()
                with pytest.raises(Exception, match="401"):
                    await place.know(guild)
                with pytest.raises(TokenRevoked):
                    await waiting
