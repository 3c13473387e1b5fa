"""Killed at random moments while people write: `python -m tests.bench.kills [--rounds N]`.

The bot is a process of its own; SIGKILL comes at a random moment between two words or within one,
and people go on writing while nobody is there. After the last start every word must stand in its
reader's channel once, in the order in which it was written. A failure can be played again with the
seed that is printed.
"""

import argparse
import asyncio
import itertools
import random
import sys
import tempfile
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path

from bot.local_discord import LocalDiscord, Person
from tests.bench.figures import Row, show
from tests.bench.pairs import Pair, Town
from tests.bench.relay import WORD
from tests.journeys.process import bot_process

PAIRS = 10
A_SECOND = 10
"""Words, of all together: half of what one person may write in a minute is passed on."""

PATIENCE = 120.0
"""Seconds until what has not arrived counts as lost: most of what was written in between waits for
the last start."""

LONGEST = 1.5
"""Seconds from the first word of a round until the kill, at most."""


class Conversation:
    """Who writes what, and what their readers have."""

    def __init__(self, pairs: Sequence[Pair]) -> None:
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
            await asyncio.sleep(1 / A_SECOND)

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

    def is_whole(self) -> bool:
        """Whether everything that was written has arrived."""
        return self.written.keys() <= set(itertools.chain(*self.read().values()))

    def row(self, rounds: int, seed: int) -> Row:
        """What became of all words."""
        channels = self.read().values()
        times = Counter(itertools.chain(*channels))
        return {
            "seed": seed,
            "kills": rounds,
            "words": len(self.written),
            "lost": len(self.written.keys() - times.keys()),
            "doubled": sum(count - 1 for count in times.values()),
            "swapped": sum(
                one > other for read in channels for one, other in itertools.pairwise(read)
            ),
        }


async def play(rounds: int, seed: int) -> Row:
    """All rounds; what became of the words."""
    chance = random.Random(seed)  # noqa: S311 - a failure must be played again
    async with LocalDiscord.running() as discord:
        with tempfile.TemporaryDirectory() as name:
            folder, town = Path(name), Town(discord)
            async with bot_process(discord, folder):
                await town.set_up()
                talk = Conversation(await town.pairs(PAIRS))
            writing = asyncio.create_task(talk.go_on())
            for _ in range(rounds):
                async with bot_process(discord, folder) as bot:
                    await asyncio.sleep(chance.uniform(0.0, LONGEST))
                    await bot.kill()
            writing.cancel()
            async with bot_process(discord, folder):
                await discord.world.until(talk.is_whole, PATIENCE)
                await asyncio.sleep(1.0)  # for what comes twice
            return talk.row(rounds, seed)


async def main() -> None:
    """Play, and print; the exit code says whether a word was lost, doubled or swapped."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=25)
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(1_000_000))
    options = parser.parse_args()
    row = await play(options.rounds, options.seed)
    show("kills", [row])
    sys.exit(any(row[what] for what in ("lost", "doubled", "swapped")))


if __name__ == "__main__":
    asyncio.run(main())
