"""How long a relayed word takes: `python -m tests.bench.relay [--seconds N] [--rounds N]`.

The bot as a process of its own, as an operator runs it, on a local Discord in this process; people
write at a steady rate, whatever is still on its way. Beside it, in the same run and by turns, a
bare discord.py client that sends each direct message on to the other's channel and does nothing
else: no alias, no storage, no sign. A word's time is from the moment it is written until its copy
stands in the reader's channel. The catching up after a start is over before anything counts.
"""

import argparse
import asyncio
import itertools
import json
import re
import tempfile
import time
from collections import Counter
from collections.abc import AsyncIterator, Callable, Sequence, Set
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

from bot.local_discord import LocalDiscord, Person
from tests.bench.figures import Row, percentiles, processor_seconds, ratio, show
from tests.bench.pairs import Pair, Town
from tests.bench.scripts import ready
from tests.bench.shape import Pair as Beside
from tests.journeys.process import bot_process

LOADS = ((20, 10), (40, 20))
"""Words a second, and between how many pairs."""

WARM_UP = 2.0
"""Seconds of words that do not count: connections are opened, code is read."""

PATIENCE = 30.0
"""Seconds after which a word that has not arrived counts as lost."""

WORD = re.compile(r"word-(\d+)")

BARE = """
import json, sys
import discord
from discord.http import Route
Route.BASE = {url!r}
readers = json.loads({readers!r})
client = discord.AutoShardedClient(
    intents=discord.Intents(guilds=True, dm_messages=True), max_messages=None,
    member_cache_flags=discord.MemberCacheFlags.none(), chunk_guilds_at_startup=False,
    allowed_mentions=discord.AllowedMentions.none(), guild_ready_timeout=0.1)
@client.event
async def on_ready():
    print("ready", flush=True)
@client.event
async def on_message(message):
    reader = readers.get(str(message.author.id))
    if reader is not None and message.guild is None:
        await client.get_partial_messageable(reader).send(message.content)
client.run({token!r}, log_handler=None)
"""

Program = Callable[[], AbstractAsyncContextManager[int]]
"""Runs one of the two for as long as the block lasts; gives the number of its process."""


@dataclass
class Measured:
    """What one program did with the words of all its rounds."""

    milliseconds: list[float] = field(default_factory=list)
    processor: float = 0.0
    lost: int = 0
    doubled: int = 0

    def row(self, name: str, rate: float) -> Row:
        """A line of the table."""
        words = len(self.milliseconds)
        return {
            "a second": rate,
            "program": name,
            "words": words,
            **percentiles(self.milliseconds),
            "CPU ms a word": self.processor * 1000 / words,
            "lost": self.lost,
            "doubled": self.doubled,
        }


class Readers:
    """Notes when each word first stands in the channel of whoever reads it."""

    def __init__(self, discord: LocalDiscord, people: Sequence[Person]) -> None:
        self._discord = discord
        self._channels = [person.dm for person in people]
        self._seen = {channel.id: len(channel.messages) for channel in self._channels}
        self.arrived: dict[int, float] = {}
        self.times: Counter[int] = Counter()

    async def watch(self) -> None:
        """Look after each change, until cancelled."""
        while True:
            await self._discord.world.until(lambda: self.have_all({-1}), 1.0)

    async def wait_for(self, words: Set[int]) -> None:
        """Wait until these have arrived, and then a little for signs and doubles."""
        await self._discord.world.until(lambda: self.have_all(words), PATIENCE)
        await asyncio.sleep(0.5)

    def have_all(self, words: Set[int]) -> bool:
        """Note what is new; whether these words have arrived."""
        now = time.perf_counter()
        for channel in self._channels:
            new = len(channel.messages) - self._seen[channel.id]
            self._seen[channel.id] += new
            for message in itertools.islice(reversed(channel.messages.values()), new):
                if message.author.is_bot:
                    self._note(message.text, now)
        return words <= self.arrived.keys()

    def _note(self, text: str, now: float) -> None:
        for number in WORD.findall(text):
            self.arrived.setdefault(int(number), now)
            self.times[int(number)] += 1


async def write(
    pairs: Sequence[Pair], rate: float, seconds: float, numbers: "itertools.count[int]"
) -> dict[int, float]:
    """Write at this rate, each side of each pair in turn; when each word was written."""
    ways = itertools.cycle([way for pair in pairs for way in pair.both_ways()])
    began, written = time.perf_counter(), {}
    for tick in range(int(rate * seconds)):
        await asyncio.sleep(max(0.0, began + tick / rate - time.perf_counter()))
        writer, _ = next(ways)
        number = next(numbers)
        written[number] = time.perf_counter()
        await writer.send(writer.dm, f"word-{number} and a few more, as people write them")
    return written


async def measure(
    discord: LocalDiscord,
    pairs: Sequence[Pair],
    rate: float,
    seconds: float,
    pid: int,
    into: Measured,
    numbers: "itertools.count[int]",
) -> None:
    """One round of a program that runs, under this number."""
    readers = Readers(discord, [one for pair in pairs for one in (pair.asker, pair.listener)])
    watching = asyncio.create_task(readers.watch())
    await readers.wait_for((await write(pairs, rate, WARM_UP, numbers)).keys())
    before = processor_seconds(pid)
    written = await write(pairs, rate, seconds, numbers)
    await readers.wait_for(written.keys())
    into.processor += processor_seconds(pid) - before
    watching.cancel()
    came = [number for number in written if number in readers.arrived]
    into.milliseconds += [(readers.arrived[one] - written[one]) * 1000 for one in came]
    into.lost += len(written) - len(came)
    into.doubled += sum(times > 1 for times in readers.times.values())


@asynccontextmanager
async def ours(discord: LocalDiscord, folder: Path) -> AsyncIterator[int]:
    """The bot, once it has read what was written before it started."""
    async with bot_process(discord, folder) as bot:
        await bot.says("inbox.caught_up")
        yield bot.pid


@asynccontextmanager
async def bare(discord: LocalDiscord, pairs: Sequence[Pair]) -> AsyncIterator[int]:
    """The bare client."""
    ways = [way for pair in pairs for way in pair.both_ways()]
    readers = json.dumps({str(writer.id): reader.dm.id for writer, reader in ways})
    script = BARE.format(url=discord.api_url, token=discord.token, readers=readers)
    async with ready(script) as pid:
        yield pid


async def compare(rate: float, count: int, seconds: float, rounds: int) -> Sequence[Row]:
    """Both programs by turns at one load; ours, the bare one, and the ratio of the two."""
    numbers = itertools.count()
    mine, base = Measured(), Measured()
    async with LocalDiscord.running() as discord:
        with tempfile.TemporaryDirectory() as folder:
            town = Town(discord)
            async with bot_process(discord, Path(folder)):
                await town.set_up()
                pairs = await town.pairs(count)
            programs: Sequence[tuple[Program, Measured]] = (
                (lambda: ours(discord, Path(folder)), mine),
                (lambda: bare(discord, pairs), base),
            )
            for program, into in list(programs) * rounds:
                async with program() as pid:
                    await measure(discord, pairs, rate, seconds, pid, into, numbers)
    both = mine.row("lend-an-ear", rate), base.row("bare echo", rate)
    return [*both, {**ratio(*both), "a second": rate}]


async def at(rate: float, seconds: float, rounds: int) -> Sequence[Beside]:
    """At so many words a second, each pair two of them."""
    mine, base, _ = await compare(rate, max(1, round(rate / 2)), seconds, rounds)
    return [(mine, base)]


async def main() -> None:
    """Measure, and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=15.0, help="of words in each round")
    parser.add_argument("--rounds", type=int, default=3, help="for each program at each load")
    options = parser.parse_args()
    rows: list[Row] = []
    for rate, count in LOADS:
        rows += await compare(rate, count, options.seconds, options.rounds)
    show("relay", rows)


if __name__ == "__main__":
    asyncio.run(main())
