"""Many servers, presses and words at once: `python -m tests.bench.load [--minutes N]`.

1,000 servers, 50 interactions and 20 words a second together, for ten minutes; `--minutes 120` is
the soak. The local Discord and the people are this process, the bot is another one, as an operator
runs it. Beside it, after it and for as long, with the same people and presses: a bare discord.py
client that answers each command with one sentence and passes each word on.

A press is acknowledged when its first answer arrives; a word's time is until its copy stands
there. In both programs a task that sleeps for 5 ms at a time notes by how much it wakes too late,
and how much the loop's own thread worked meanwhile: what is beyond that is other programs' doing.
Memory is the resident set, at the end beside the one after a fifth of the time. `--seconds` is for
a short look; `--json` prints no table.
"""

import argparse
import asyncio
import itertools
import json
import os
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot.local_discord import Channel, LocalDiscord, Person
from tests.bench.figures import Row, percentile, processor_seconds, ratio, show
from tests.bench.pairs import Pair, Town
from tests.bench.relay import Readers, write
from tests.bench.shape import Pair as Beside
from tests.bench.start import resident
from tests.journeys.process import BotProcess, bot_process, started_as

SERVERS, PAIRS = 1000, 20
PRESSES, WORDS = 50, 20
"""A second, of all together."""

GROWING = 2
"""Minutes with fewer servers, where `tests.bench` shows how it grows."""

COMMANDS = ("privacy", "helplines", "help")

EPOCH = datetime(2015, 1, 1, tzinfo=UTC)
"""https://docs.discord.com/developers/reference#snowflakes"""

STALLS = """
import asyncio, sys, time
async def stalls():
    worst = own = 0.0
    told = time.monotonic()
    while True:
        due, worked = time.monotonic() + 0.005, time.thread_time()
        await asyncio.sleep(0.005)
        now = time.monotonic()
        worst, own = max(worst, now - due), max(own, time.thread_time() - worked)
        if now - told >= 1:
            print("stall", worst * 1000, own * 1000, file=sys.stderr, flush=True)
            worst, own, told = 0.0, 0.0, now
"""

OURS = (
    STALLS
    + """
from pathlib import Path
from bot.run_command import _run_and_leave
async def main():
    watching = asyncio.create_task(stalls())
    await _run_and_leave(Path({config!r}))
asyncio.run(main())
"""
)

BARE = (
    STALLS
    + """
import json
import discord
from discord.http import Route
Route.BASE = {url!r}
readers = json.loads({readers!r})
client = discord.AutoShardedClient(
    intents=discord.Intents(guilds=True, dm_messages=True), max_messages=None,
    member_cache_flags=discord.MemberCacheFlags.none(), chunk_guilds_at_startup=False,
    allowed_mentions=discord.AllowedMentions.none(), guild_ready_timeout=0.1)
tree = discord.app_commands.CommandTree(client)
async def answer(interaction):
    await interaction.response.send_message("A sentence.", ephemeral=True)
for name in {commands!r}:
    tree.command(name=name, description="one sentence")(answer)
@client.event
async def on_ready():
    await tree.sync()
    client.watching = asyncio.create_task(stalls())
    print("supervisor.ready", "inbox.caught_up", file=sys.stderr, flush=True)
@client.event
async def on_message(message):
    reader = readers.get(str(message.author.id))
    if reader is not None and message.guild is None:
        await client.get_partial_messageable(reader).send(message.content)
client.run({token!r}, log_handler=None)
"""
)

Program = Callable[[], AbstractAsyncContextManager[BotProcess]]


@dataclass
class Measured:
    """What one program did."""

    acknowledged: list[float] = field(default_factory=list)
    words: list[float] = field(default_factory=list)
    memory: list[float] = field(default_factory=list)
    stalls: list[float] = field(default_factory=list)
    worked: list[float] = field(default_factory=list)
    unanswered: int = 0
    lost: int = 0
    processor: float = 0.0

    def row(self, name: str, seconds: float) -> Row:
        """A line of the table. Times in milliseconds, memory in MiB."""
        early = self.memory[len(self.memory) // 5]
        return {
            "program": name,
            "presses": len(self.acknowledged),
            "ack p50": percentile(self.acknowledged, 0.5),
            "ack p99.9": percentile(self.acknowledged, 0.999),
            "unanswered": self.unanswered,
            "words": len(self.words),
            "word p50": percentile(self.words, 0.5),
            "word p99": percentile(self.words, 0.99),
            "lost": self.lost,
            "stall p99": percentile(self.stalls, 0.99),
            "longest stall": max(self.stalls),
            "own work": max(self.worked),
            "MiB": self.memory[-1],
            "growth %": (self.memory[-1] / early - 1) * 100,
            "processor %": self.processor / seconds * 100,
        }


class Crowd:
    """Who presses, where, and what came of it."""

    def __init__(self, discord: LocalDiscord, town: Town) -> None:
        self._discord, self._town = discord, town
        self.pairs: Sequence[Pair] = ()
        self._places: list[tuple[Person, Channel]] = []
        self._numbers = itertools.count()

    def settle(self, servers: int) -> None:
        """So many servers, each with a channel and somebody who presses there."""
        for number in range(servers - 1):
            person = self._town.member(f"member{number}")
            guild = self._discord.add_guild(f"Server {number}", owner=person, member_count=120)
            self._places.append((person, guild.add_channel("lobby")))

    async def live(self, program: Program, seconds: float) -> Measured:
        """Press and write for so long."""
        found = Measured()
        people = [person for pair in self.pairs for person in (pair.asker, pair.listener)]
        async with program() as running:
            await running.says("inbox.caught_up")
            read = Readers(self._discord, people)
            for kept in (running.lines, self._discord.traffic.exchanges):
                kept.clear()
            before = processor_seconds(running.pid)
            background = [
                asyncio.create_task(read.watch()),
                asyncio.create_task(self._look(running, found)),
            ]
            written, found.unanswered = await asyncio.gather(
                write(self.pairs, WORDS, seconds, self._numbers), self._press(seconds)
            )
            found.processor = processor_seconds(running.pid) - before
            await read.wait_for(written.keys())
            for task in background:
                task.cancel()
            await asyncio.gather(*background, return_exceptions=True)
        came = [one for one in written if one in read.arrived]
        found.words = [(read.arrived[one] - written[one]) * 1000 for one in came]
        found.lost = len(written) - len(came)
        return found

    async def _press(self, seconds: float) -> int:
        began, pressing = time.perf_counter(), set[asyncio.Task[bool]]()
        turns, unanswered = zip(itertools.cycle(self._places), itertools.cycle(COMMANDS)), [0]

        async def one(person: Person, where: Channel, command: str) -> bool:
            return (await person.run(command, in_=where)).failed

        def ended(task: asyncio.Task[bool]) -> None:
            pressing.discard(task)
            unanswered[0] += task.result()

        for tick in range(int(PRESSES * seconds)):
            await asyncio.sleep(max(0.0, began + tick / PRESSES - time.perf_counter()))
            (person, where), command = next(turns)
            task = asyncio.create_task(one(person, where, command))
            pressing.add(task)
            task.add_done_callback(ended)
        await asyncio.gather(*pressing)
        return unanswered[0]

    async def _look(self, running: BotProcess, found: Measured) -> None:
        """Each second, and let nothing pile up in this process meanwhile."""
        traffic = self._discord.traffic
        while True:
            await asyncio.sleep(1)
            found.acknowledged += [
                (one.at - _pressed_at(one.path)) / timedelta(milliseconds=1)
                for one in traffic.exchanges
                if one.path.endswith("/callback")
            ]
            told = [line.split() for line in running.lines if line.startswith("stall ")]
            found.stalls += [float(late) for _, late, _ in told]
            found.worked += [float(own) for _, _, own in told]
            found.memory.append(resident(running.pid))
            for kept in (traffic.exchanges, traffic.events, traffic.frames, running.lines):
                kept.clear()


def _pressed_at(path: str) -> datetime:
    """The id of an interaction holds when it was made."""
    return EPOCH + timedelta(milliseconds=int(path.split("/")[2]) >> 22)


@asynccontextmanager
async def ours(discord: LocalDiscord, folder: Path) -> AsyncIterator[BotProcess]:
    """The bot, with the settings that an earlier run of it left there."""
    script = OURS.format(config=str(folder / "config.yaml"))
    environ = {**os.environ, "DISCORD_TOKEN": discord.token}
    async with started_as((sys.executable, "-c", script), environ) as running:
        yield running


@asynccontextmanager
async def bare(discord: LocalDiscord, pairs: Sequence[Pair]) -> AsyncIterator[BotProcess]:
    """The bare client."""
    ways = [way for pair in pairs for way in pair.both_ways()]
    readers = json.dumps({str(writer.id): reader.dm.id for writer, reader in ways})
    url, token = discord.api_url, discord.token
    script = BARE.format(url=url, token=token, readers=readers, commands=COMMANDS)
    async with started_as((sys.executable, "-c", script), os.environ) as running:
        yield running


async def compare(servers: int, seconds: float) -> Sequence[Row]:
    """Ours, the bare one, and the ratio of the two."""
    async with LocalDiscord.running() as discord:
        with tempfile.TemporaryDirectory() as name:
            folder, town = Path(name), Town(discord)
            crowd = Crowd(discord, town)
            async with bot_process(discord, folder):
                await town.set_up()
                crowd.pairs = await town.pairs(PAIRS)
            crowd.settle(servers)
            mine = await crowd.live(lambda: ours(discord, folder), seconds)
            base = await crowd.live(lambda: bare(discord, crowd.pairs), seconds)
    both = mine.row("lend-an-ear", seconds), base.row("bare discord.py", seconds)
    return [*both, ratio(*both)]


async def at(servers: int, minutes: float) -> Sequence[Beside]:
    """The same presses and words in so many servers; fewer only show how it grows, in less time."""
    lasts = minutes if servers >= SERVERS else min(minutes, GROWING)
    mine, base, _ = await compare(servers, lasts * 60)
    return [(mine, base)]


async def main() -> None:
    """Measure, and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=10.0, help="for each of the two programs")
    parser.add_argument("--seconds", type=float, help="the same, for a short look")
    parser.add_argument("--json", action="store_true", help="one line for a program to read")
    options = parser.parse_args()
    rows = await compare(SERVERS, options.seconds or options.minutes * 60)
    if options.json:
        sys.stdout.write(json.dumps({"bench": "load", "rows": [dict(row) for row in rows]}) + "\n")
    else:
        show("load", rows)


if __name__ == "__main__":
    asyncio.run(main())
