"""Reading what people wrote while nobody told of it, over real sockets: when it counts as read."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import discord
import pytest

from bot.discord_app.gateway.api_address import api_at
from bot.discord_app.gateway.inbox import Inbox
from bot.discord_app.gateway.logged_in import logged_in
from bot.discord_app.gateway.progress import Progress
from bot.local_discord import LocalDiscord
from bot.services.requests import Requests
from bot.token import Token
from tests.discord_app.gateway.test_progress import Seconds
from tests.services.scene import ASKS, GUILD, LISTENER, Scene, playing


@pytest.fixture
async def scene(tmp_path: Path) -> AsyncIterator[Scene]:
    """Two people who talk with each other."""
    async with playing(tmp_path) as made:
        await made.setup(GUILD, ASKS)
        await made.join(LISTENER)
        await made.talk()
        yield made


async def test_a_long_reading_is_waited_for_to_its_end(scene: Scene) -> None:
    """However long all of it takes: each channel that was read shows that the next will be. Here
    nothing stands in them, which Discord says."""
    now, counted = Seconds(), list[bool]()
    progress = Progress(180, now)
    async with LocalDiscord.running() as local:
        with api_at(local.api_url):
            async with logged_in(Token(local.token), Requests()) as here:

                def slow(channel: int) -> discord.PartialMessageable:
                    now.at += 150
                    counted.append(progress.all_read())
                    return here.client.get_partial_messageable(channel)

                inbox = Inbox(scene.ctx, slow, progress)
                inbox.behind()
                inbox.catch_up()
                while not inbox.all_read():  # noqa: ASYNC110 - nobody tells when it is over
                    await asyncio.sleep(0.01)
                await inbox.close()
    assert counted == [False, False]
