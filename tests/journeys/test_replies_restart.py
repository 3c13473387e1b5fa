"""A reply that is written while the bot is down, to words whose sending was never answered."""

import asyncio
import os
import signal
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from bot.local_discord import LocalDiscord, Person
from tests.how_much import many_rounds
from tests.journeys.adults import agrees, says_so
from tests.journeys.guided import set_up
from tests.journeys.process import BotProcess, watched_process
from tests.journeys.several import choose, open_conversation, questions, says
from tests.journeys.talking import heard
from tests.journeys.test_kill import press

TO_LISTENER = "/channels/{}/messages"
SETTINGS = "listeners:\n  conversations_at_once: 3\n  conversations_per_day: 9\n"


@asynccontextmanager
async def town(
    discord: LocalDiscord, folder: Path, count: int
) -> AsyncIterator[tuple[Person, list[Person]]]:
    """The same with the bot as a process of its own, which does not run now."""
    listener = discord.add_person("listener.by.the.door")
    admin = discord.add_person("admin.of.the.harbour")
    askers = [discord.add_person(name) for name in ("first", "second", "third")][:count]
    guild = discord.add_guild("Harbour", owner=admin, member_count=120)
    for person in (listener, *askers):
        guild.join(person)
    asks = guild.add_channel("asks")
    async with watched_process(discord, folder, SETTINGS):
        await set_up(admin, asks, guild.add_channel("staff"), guild.add_role("Moderators"))
        for person in (listener, *askers):
            await says_so(person, asks)
        guide = (await listener.run("listen", in_=asks)).message
        for _ in range(2):  # Next, Next, Become a listener
            await press(listener, guide, 0)
        assert guide is not None
        await agrees(listener, (await listener.press(guide, guide.buttons[0].label)).form)
        for person in askers:
            await open_conversation(person, listener, asks)
            await says(listener, person, f"hello from {person.username}")
        await choose(listener, askers[0])
    yield listener, askers


async def killed(bot: BotProcess) -> None:
    """As by kill -9."""
    await bot.kill()


async def stopped(bot: BotProcess) -> None:
    """As by an operator."""
    os.kill(bot.pid, signal.SIGTERM)
    os.kill(bot.pid, signal.SIGCONT)
    await bot.stop()


@many_rounds
@pytest.mark.parametrize("count", [2, 3])
@pytest.mark.parametrize("ending", [killed, stopped])
async def test_a_reply_written_while_the_bot_is_down_is_exact(
    tmp_path: Path, ending: Callable[[BotProcess], Awaitable[None]], count: int
) -> None:
    """It answers words that were sent, and whose sending was never answered."""
    async with (
        LocalDiscord.running() as discord,
        town(discord, tmp_path, count) as (listener, askers),
    ):
        for person in askers[1:]:
            async with watched_process(discord, tmp_path, SETTINGS) as bot:
                await says(listener, askers[0], f"before {person.username}")  # nothing else waits
                hold = discord.faults.hold("POST", TO_LISTENER.format(listener.dm.id))
                asked = asyncio.create_task(says(listener, person, f"{person.username} asks"))
                await hold.arrived()
                os.kill(bot.pid, signal.SIGSTOP)  # it hears neither the answer nor the echo
                hold.release()
                seen = await asked
                await ending(bot)
            await listener.send(listener.dm, f"to {person.username}", reply_to=seen)
        async with watched_process(discord, tmp_path, SETTINGS):
            for person in askers[1:]:
                answer = await person.wait_for(person.dm, f"to {person.username}")
                assert answer.reply_to is not None
                assert answer.reply_to.content == f"{person.username} asks"
        assert heard(askers[0]) == ["chosen"]
        assert questions(listener) == 0
