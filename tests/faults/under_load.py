"""People write while their bot is killed, or Discord's gateway is gone: what becomes of each word.

The bot is a process of its own. SIGKILL comes at a random moment of its start or of its work; an
outage lasts longer than a session can be resumed. People go on writing. In the end every word must
stand in its reader's channel once, in the order in which it was written. The seed plays a failure
again, as far as the machine lets it: what runs when is its own.
"""

import asyncio
import itertools
import random
import time
from collections import Counter
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager, AsyncExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from bot.config import load
from bot.health import ask
from bot.local_discord import LocalDiscord, Person
from tests.bench.figures import Row
from tests.bench.pairs import Pair, Town
from tests.bench.relay import WORD
from tests.journeys.process import BotProcess, bot_process, started

PAIRS: Final = 10
A_SECOND: Final = 10
"""Words of a world, at most: half of what one person may write in a minute is passed on."""

PATIENCE: Final = 120.0
"""Seconds in which nothing more arrives, until what is missing counts as lost: how much waits for
the last start depends on the machine."""

LONGEST: Final = 1.5
"""Seconds from the beginning of a start, or from its end, until the kill, at most. On a machine
with much to do the first kind never comes to work, so every other is of the second."""

OUTAGE: Final = (0.05, 0.8)
"""Seconds that the gateway is gone: how long does not matter, as all sessions are forgotten."""


class Conversation:
    """Who writes what, and what their readers have."""

    def __init__(self, pairs: Sequence[Pair], a_second: float = A_SECOND) -> None:
        self._pause = 1 / a_second
        self._ways = [way for pair in pairs for way in pair.both_ways()]
        self._turns = itertools.cycle(self._ways)
        self._numbers = itertools.count()
        self.written: dict[int, Person] = {}

    async def go_on(self) -> None:
        """Write, each in turn, until cancelled."""
        while True:
            writer, reader = next(self._turns)
            number = next(self._numbers)
            self.written[number] = reader
            await writer.send(writer.dm, f"word-{number} of many")
            await asyncio.sleep(self._pause)

    def read(self) -> Mapping[int, Sequence[int]]:
        """The words in the channel of each reader, as they stand there."""
        return {
            reader.id: [
                int(number)
                for message in reader.dm.messages.values()
                if message.author.is_bot
                for number in WORD.findall(message.text)
            ]
            for _, reader in self._ways
        }

    def missing(self) -> int:
        """How much of what was written has not arrived."""
        return len(self.written.keys() - set(itertools.chain(*self.read().values())))

    def became(self) -> Row:
        """What became of all words."""
        channels = self.read().values()
        times = Counter(itertools.chain(*channels))
        return {
            "words": len(self.written),
            "lost": len(self.written.keys() - times.keys()),
            "doubled": sum(count - 1 for count in times.values()),
            "swapped": sum(
                one > other for read in channels for one, other in itertools.pairwise(read)
            ),
        }


@dataclass(frozen=True)
class World:
    """A Discord, where the bot's files are, and the chance that says when something happens."""

    discord: LocalDiscord
    folder: Path
    chance: random.Random

    def bot(self) -> AbstractAsyncContextManager[BotProcess]:
        """One that has connected."""
        return bot_process(self.discord, self.folder)

    async def is_cut_off(self) -> None:
        """The gateway goes away, forgets all sessions, and comes back."""
        gateway = self.discord.gateway
        self.discord.faults.gateway_down(True)
        await self.discord.world.until(lambda: not gateway.connections, PATIENCE)
        gateway.sessions.clear()
        await asyncio.sleep(self.chance.uniform(*OUTAGE))
        self.discord.faults.gateway_down(False)
        await self.discord.world.until(lambda: bool(gateway.connections), PATIENCE)


Happens = Callable[[World, int, Callable[[], None]], Awaitable[None]]
"""Something happens so many times; what is to be called each time that it did."""


async def killed(world: World, times: int, happened: Callable[[], None]) -> None:
    """The bot, started anew each time."""
    settings, token = world.folder / "config.yaml", world.discord.token
    connected = world.discord.gateway.connections
    for _ in range(times):
        async with started(settings, DISCORD_TOKEN=token) as bot:
            if world.chance.random() < 0.5:
                await world.discord.world.until(lambda: bool(connected), PATIENCE)
            await asyncio.sleep(world.chance.uniform(0.0, LONGEST))
            await bot.kill()
        happened()


async def cut_off(world: World, times: int, happened: Callable[[], None]) -> None:
    """The gateway, while one bot lives through all of it."""
    async with world.bot():
        for _ in range(times):
            await asyncio.sleep(world.chance.uniform(0.0, LONGEST))
            await world.is_cut_off()
            happened()


async def any_killed(world: World, times: int, happened: Callable[[], None]) -> None:
    """Any of three processes on one PostgreSQL: the bot that leads, and two workers. Another is
    started in its place at once."""
    settings, token = world.folder / "config.yaml", world.discord.token
    commands = ("run", "work", "work")
    async with AsyncExitStack() as all_of_them:

        async def another(command: str) -> BotProcess:
            begun = started(settings, command, DISCORD_TOKEN=token)
            return await all_of_them.enter_async_context(begun)

        running = [await another(command) for command in commands]
        for process, command in zip(running, commands, strict=True):
            await process.says("supervisor.ready" if command == "run" else "worker.started")
        await _health_names_workers(settings, len(running) - 1)
        for _ in range(times):
            await asyncio.sleep(world.chance.uniform(0.0, 2 * LONGEST))
            place = world.chance.randrange(len(running))
            await running[place].kill()
            running[place] = await another(commands[place])
            happened()


async def _health_names_workers(settings: Path, how_many: int) -> None:
    here, says = load(settings).storage.here, ""
    async with asyncio.timeout(PATIENCE):
        while f"workers: {how_many}" not in says:
            await asyncio.sleep(0.2)
            says = (await asyncio.to_thread(ask, here)).says


async def play(
    folder: Path,
    happens: Happens,
    times: int,
    seed: int,
    happened: Callable[[], None],
    a_second: float = A_SECOND,
) -> Row:
    """People write while it happens; what became of their words."""
    async with LocalDiscord.running() as discord:
        world = World(discord, folder, random.Random(seed))  # noqa: S311 - it is to be played again
        town = Town(discord)
        async with world.bot():
            await town.set_up()
            talk = Conversation(await town.pairs(PAIRS), a_second)
        writing = asyncio.create_task(talk.go_on())
        await happens(world, times, happened)
        writing.cancel()
        async with world.bot():
            await arrives(talk)
            await asyncio.sleep(1.0)  # for what comes twice
        return talk.became()


async def arrives(talk: Conversation) -> None:
    """Wait while anything still does."""
    missing, since = talk.missing(), time.monotonic()
    while missing and time.monotonic() - since < PATIENCE:
        await asyncio.sleep(0.5)
        if (now := talk.missing()) != missing:
            missing, since = now, time.monotonic()
