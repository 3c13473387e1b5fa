"""A new word while many channels wait to be read: `python -m tests.bench.catch_up [--channels N]`.

The bot knows the direct messages of so many people, and starts. As soon as it is ready one of two
who talk writes: how long until the other sees it, though every channel has to be read, a tenth of
a second apart. Beside it, by turns, the same start with the channels of these two alone.
"""

import argparse
import asyncio
import tempfile
import time
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from bot.domain.ids import ChannelId, UserId
from bot.local_discord import LocalDiscord, Person
from bot.storage.encryption.keys import load_keyring
from bot.storage.encryption.owners import load_owners
from bot.storage.encryption.sealing import Sealer
from bot.storage.store import Store, Tables, open_store
from tests.bench.figures import Row, percentile, ratio, show
from tests.bench.pairs import Pair, Town
from tests.bench.shape import Pair as Beside
from tests.journeys.process import bot_process

DATABASE = "bot.sqlite3"
CHANNELS = 1000
ROUNDS = 7
PATIENCE = 30.0
"""Seconds after which the word counts as lost."""


async def store_of(folder: Path, name: str = DATABASE) -> Store:
    """The database of a bot that is not running, or another one under its key."""
    database, key_file = folder / "data" / name, folder / "data" / "bot.key"
    keyring = load_keyring({}, key_file, database)
    return await open_store(database, Sealer(keyring, load_owners(keyring, key_file)))


async def make_known(folder: Path, people: list[Person]) -> None:
    """Let the bot know the direct messages of people."""

    async def work(tables: Tables) -> None:
        for one in people:
            person = await tables.people.meet(UserId(one.id))
            await tables.people.remember_dm(person, ChannelId(one.dm.id))

    store = await store_of(folder)
    await store.transaction(work)
    await store.close()


async def first_word(discord: LocalDiscord, folder: Path, pair: Pair, number: int) -> float:
    """Milliseconds from the word until it is seen, just after a start."""
    async with bot_process(discord, folder):
        words = f"word {number}"
        began = time.perf_counter()
        await pair.asker.send(pair.asker.dm, words)
        await pair.listener.wait_for(pair.listener.dm, words, PATIENCE)
        return (time.perf_counter() - began) * 1000


def row(program: str, channels: int, times: list[float]) -> Row:
    """A line of the table."""
    return {
        "program": program,
        "channels": channels,
        "p50 ms": percentile(times, 0.5),
        "slowest ms": max(times),
    }


async def compare(channels: int, rounds: int) -> tuple[Row, Row]:
    """Start by turns with many channels, and with few."""
    few, many = list[float](), list[float]()
    async with LocalDiscord.running() as discord:
        town = Town(discord)
        people = [town.member(f"member{number}") for number in range(channels)]
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            async with bot_process(discord, folder):
                await town.set_up()
                (pair,) = await town.pairs(1)
            for number in range(rounds):
                few.append(await first_word(discord, folder, pair, 2 * number))
                await make_known(folder, people)  # who has nothing here is forgotten meanwhile
                many.append(await first_word(discord, folder, pair, 2 * number + 1))
                await forget(folder, channels)
    return row("many", channels, many), row("few", 2, few)


async def forget(folder: Path, channels: int) -> None:
    """Let the bot know only those who have something here."""
    store = await store_of(folder)
    today = datetime.now(UTC).date()
    for _ in range(channels):  # some are looked at each time
        await store.transaction(lambda tables: tables.strangers.forget(today))
    await store.close()


async def at(channels: int, rounds: int) -> Sequence[Beside]:
    """So many channels to read."""
    return [await compare(channels, rounds)]


async def main() -> None:
    """Measure, and print."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--channels", type=int, default=CHANNELS)
    both = await compare(parser.parse_args().channels, ROUNDS)
    show(f"the first word after a start, {ROUNDS} each", [*both, ratio(*both)])


if __name__ == "__main__":
    asyncio.run(main())
