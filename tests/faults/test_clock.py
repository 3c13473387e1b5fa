"""The clock jumps, the machine sleeps: nothing comes twice, nothing is passed over in silence."""

import asyncio
import os
import signal
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

from bot.app import real_world, running
from bot.config import Settings
from bot.local_discord import LocalDiscord, Person
from bot.token import Token
from tests.bench.pairs import Pair, Town
from tests.bench.relay import WORD
from tests.how_much import many_rounds
from tests.journeys.process import bot_process
from tests.journeys.stage import files_in
from tests.patience import PATIENCE
from tests.prepared import shipped

HERE: Final = "Atlantic/Reykjavik"
"""Where clocks show UTC all year."""

A_WHILE: Final = 3.0
"""Seconds in which the bot looks three times whether something is due."""

ASLEEP: Final = 120.0
"""Seconds: twice what discord.py waits for a sign of the gateway."""

DECKS = shipped().decks("en").values()


@dataclass
class Life:
    """Two people who talk, and what they have said so far; a bot runs."""

    discord: LocalDiscord
    town: Town
    pair: Pair
    said: int = 0

    async def has(self, name: str, at: datetime) -> Person:
        """Somebody new, to whom an encouragement comes each day at this time of a day."""
        person = self.town.member(name)
        shown = await person.run("encourage", in_=self.town.asks, at=f"{at:%H:%M}", zone=HERE)
        assert shown.message is not None
        assert f"{at:%H:%M}" in shown.message.text
        return person

    async def say(self, words: int = 2) -> None:
        """The asker writes."""
        for _ in range(words):
            self.said += 1
            await self.pair.asker.send(self.pair.asker.dm, f"word-{self.said} of many")

    async def all_is_heard(self) -> None:
        """All that was said is there, once and in order."""
        listener = self.pair.listener
        await listener.wait_for(listener.dm, f"word-{self.said} ", PATIENCE)
        heard = [WORD.findall(message.text) for message in listener.sees(listener.dm)]
        assert [int(number) for one in heard for number in one] == [*range(1, self.said + 1)]

    async def come(self, times: int, *people: Person) -> list[int]:
        """Wait for so many encouragements to each, and a while longer; how many there are."""
        until = self.discord.world.until
        await until(lambda: all(encouraged(one) >= times for one in people), PATIENCE)
        await asyncio.sleep(A_WHILE)
        return [encouraged(one) for one in people]


def encouraged(person: Person) -> int:
    """How many encouragements stand in somebody's direct messages."""
    texts = [one.text for deck in DECKS for one in deck.texts]
    return sum(any(text in message.text for text in texts) for message in person.sees(person.dm))


class SetClock:
    """The machine's clock as somebody sets it."""

    def __init__(self) -> None:
        self.ahead = timedelta()

    def now(self) -> datetime:
        """What it shows."""
        return datetime.now(UTC) + self.ahead


async def begun(discord: LocalDiscord) -> Life:
    """A server is set up, and two people begin to talk."""
    town = Town(discord)
    await town.set_up()
    (pair,) = await town.pairs(1)
    await pair.listener.send(pair.listener.dm, "Hello")
    await pair.asker.wait_for(pair.asker.dm, "Hello", PATIENCE)
    return Life(discord, town, pair)


@asynccontextmanager
async def running_by(clock: SetClock, discord: LocalDiscord, folder: Path) -> AsyncIterator[None]:
    """The whole bot with its own ticks, which tells its time by this clock."""
    settings, token = files_in(folder, Settings(), discord), Token(discord.token)
    world = replace(real_world(), clock=clock)
    async with running(settings, shipped(), token, {}, world) as bot:
        await bot.supervisor.ready()
        yield


@many_rounds
async def test_a_clock_that_jumps_an_hour_there_and_back(tmp_path: Path) -> None:
    """What is due within the hour comes once, however often the hour does; what comes later is not
    held up, and the next day it comes again."""
    clock = SetClock()
    async with LocalDiscord.running() as discord, running_by(clock, discord, tmp_path):
        life = await begun(discord)

        async def jumps(by: timedelta) -> None:
            clock.ahead = by
            await life.say()
            await life.all_is_heard()

        first = await life.has("first", clock.now() + timedelta(minutes=40))
        await jumps(timedelta(hours=1))
        assert await life.come(1, first) == [1]
        await jumps(timedelta())
        second = await life.has("second", clock.now() + timedelta(minutes=20))
        await jumps(timedelta(minutes=30))
        assert await life.come(1, first, second) == [1, 1]
        await jumps(timedelta(hours=1))
        assert await life.come(1, first, second) == [1, 1]
        clock.ahead = timedelta(hours=25)
        assert await life.come(2, first, second) == [2, 2]


@many_rounds
async def test_a_machine_that_sleeps_for_two_minutes(tmp_path: Path) -> None:
    """What came due meanwhile comes once when it wakes, and what people wrote arrives."""
    async with LocalDiscord.running() as discord, bot_process(discord, tmp_path) as bot:
        life = await begun(discord)
        soon = await life.has("soon", datetime.now(UTC) + timedelta(minutes=1.5))
        os.kill(bot.pid, signal.SIGSTOP)
        await life.say(5)
        await asyncio.sleep(ASLEEP)
        await life.say(5)
        os.kill(bot.pid, signal.SIGCONT)
        assert await life.come(1, soon) == [1]
        await life.all_is_heard()
