"""Two bots on one PostgreSQL: one leads, one stands by. Whoever leads is killed while people write,
again and again; the other takes over, and each word arrives once, in order."""

import asyncio
import time
from collections.abc import Awaitable
from contextlib import AsyncExitStack
from pathlib import Path

from bot.config import load
from bot.health import ask
from bot.local_discord import LocalDiscord
from tests.bench.pairs import Town
from tests.engines import place_of, using
from tests.faults.under_load import PAIRS, Conversation, arrives
from tests.how_much import EVERYTHING
from tests.journeys.process import SETTINGS, BotProcess, started
from tests.patience import PATIENCE
from tests.postgresql import Server, needs_postgresql

pytestmark = needs_postgresql
KILLS = 10 if EVERYTHING else 2
TAKES_OVER_WITHIN = 10.0
"""Seconds, as the README says; a start on a busy machine takes longer than on an idle one."""


async def stands_by(bot: BotProcess) -> BotProcess:
    """Wait until it waits for its turn."""
    await bot.says("storage.stands_by")
    return bot


async def test_whoever_leads_is_killed_and_the_other_goes_on(tmp_path: Path) -> None:
    """Nothing is lost, doubled or swapped, and each takeover is quick."""
    with using("postgresql"):
        settings = settings_on(tmp_path)
        async with LocalDiscord.running() as discord:
            settings.write_text(settings.read_text().format(api_url=discord.api_url))
            took = await killed_again_and_again(discord, settings)
    assert max(took) < PATIENCE
    assert min(took) < TAKES_OVER_WITHIN


def settings_on(folder: Path) -> Path:
    """Settings that name a PostgreSQL."""
    address = place_of(folder / "bot")
    settings = folder / "config.yaml"
    named = SETTINGS.replace("data/bot.sqlite3", getattr(address, "reveal", str)())
    settings.write_text(named)
    return settings


async def killed_again_and_again(discord: LocalDiscord, settings: Path) -> list[float]:
    """How many seconds each takeover took; all words arrived."""
    took: list[float] = []
    town = Town(discord)
    async with AsyncExitStack() as bots:

        def another() -> Awaitable[BotProcess]:
            return bots.enter_async_context(started(settings, DISCORD_TOKEN=discord.token))

        leads = await another()
        await leads.ready()
        await town.set_up()
        talk = Conversation(await town.pairs(PAIRS))
        writing = asyncio.create_task(talk.go_on())
        for _ in range(KILLS):
            waits = await stands_by(await another())
            await asyncio.sleep(0.5)
            began = time.monotonic()
            await leads.kill()
            await waits.ready()
            took.append(time.monotonic() - began)
            leads = waits
        writing.cancel()
        await arrives(talk)
        await asyncio.sleep(1.0)  # for what comes twice
    became = talk.became()
    assert (became["lost"], became["doubled"], became["swapped"]) == (0, 0, 0)
    assert int(str(became["words"])) > KILLS
    return took


async def is_said_to_be_away(here: Path) -> None:
    """Wait until the bot says that it cannot reach its database."""
    away = False
    while not away:
        await asyncio.sleep(0.2)
        away = (await asyncio.to_thread(ask, here)).no_database


async def test_a_database_that_goes_and_comes_back(tmp_path: Path) -> None:
    """People go on writing; `health` says it; and each word arrives once, in order."""
    own = Server()
    try:
        async with LocalDiscord.running() as discord:
            settings = tmp_path / "config.yaml"
            named = SETTINGS.replace("data/bot.sqlite3", own.new())
            settings.write_text(named.format(api_url=discord.api_url))
            async with started(settings, DISCORD_TOKEN=discord.token) as bot:
                await bot.ready()
                town = Town(discord)
                await town.set_up()
                talk = Conversation(await town.pairs(PAIRS))
                writing = asyncio.create_task(talk.go_on())
                await asyncio.sleep(1.0)
                await asyncio.to_thread(own.stop, "immediate")
                here = load(settings).storage.here
                async with asyncio.timeout(PATIENCE):
                    await is_said_to_be_away(here)
                await asyncio.sleep(1.0)
                await asyncio.to_thread(own.start)
                await asyncio.sleep(2.0)
                writing.cancel()
                await arrives(talk)
                await asyncio.sleep(1.0)  # for what comes twice
                assert not (await asyncio.to_thread(ask, here)).no_database
        became = talk.became()
        assert (became["lost"], became["doubled"], became["swapped"]) == (0, 0, 0)
    finally:
        own.stop("immediate")
