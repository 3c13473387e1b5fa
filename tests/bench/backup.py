"""What people notice of a backup: `python -m tests.bench.backup [--megabytes N] [--seconds N]
[--rounds N]`.

The bot as a process of its own on a database of 500 MB; 20 words a second are passed on between ten
pairs, by turns with nothing else and while backups are made one after the other, as a bot and
`lend-an-ear backup` make them: in a process of its own. A word's time is as in `relay`.
"""

import argparse
import asyncio
import itertools
import os
import sqlite3
import statistics
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, closing
from pathlib import Path

from bot.local_discord import LocalDiscord
from bot.storage.sqlite import backup_process
from bot.storage.sqlite.backup import Wanted
from tests.bench.figures import Row, ratio, show
from tests.bench.pairs import Town
from tests.bench.relay import Measured, measure
from tests.bench.shape import Pair as Beside
from tests.journeys.process import bot_process

DATABASE = "data/bot.sqlite3"
RATE, PAIRS = 20, 10
NONE_OF_ITS_OWN = "backup: {daily_at: off}\n"
"""A minute after a first start the bot makes one by itself: in the middle of a turn without."""
A_NOTE = 2000
"""Bytes."""
AT_ONCE = 1000


def fill(database: Path, megabytes: int) -> None:
    """Notes that people keep for themselves, until the database is so large."""
    with closing(sqlite3.connect(database, isolation_level=None)) as sql:
        sql.execute("PRAGMA synchronous = OFF")
        order = itertools.count(1)
        ((person,), *_) = sql.execute("SELECT person_tag FROM person").fetchall()
        while database.stat().st_size < megabytes * 1_000_000:
            sql.execute("BEGIN")
            sql.executemany(
                "INSERT INTO reflection (reflection_id, person_tag, words_sealed, stored)"
                " VALUES (?, ?, ?, ?)",
                [
                    (os.urandom(16).hex(), person, os.urandom(A_NOTE), next(order))
                    for _ in range(AT_ONCE)
                ],
            )
            sql.execute("COMMIT")
            sql.execute("PRAGMA wal_checkpoint(TRUNCATE)")


@asynccontextmanager
async def nothing_else(folder: Path, took: list[float]) -> AsyncIterator[None]:
    """People talk, and that is all."""
    del folder, took
    yield


@asynccontextmanager
async def backups(folder: Path, took: list[float]) -> AsyncIterator[None]:
    """One after the other; how long each took, in seconds."""
    over = asyncio.Event()
    making = asyncio.create_task(_make(folder, took, over))
    yield
    over.set()
    await making


async def _make(folder: Path, took: list[float], over: asyncio.Event) -> None:
    while not over.is_set():
        began = time.perf_counter()
        await backup_process.make(
            Wanted(folder / DATABASE, None, keep=1), niceness=backup_process.LAST
        )
        took.append(time.perf_counter() - began)


async def compare(megabytes: int, seconds: float, rounds: int) -> tuple[Sequence[Row], list[float]]:
    """The two by turns, and their ratio; and how long the backups took."""
    without, beside = Measured(), Measured()
    took: list[float] = []
    async with LocalDiscord.running() as discord:
        with tempfile.TemporaryDirectory() as name:
            folder, town = Path(name), Town(discord)
            async with bot_process(discord, folder):
                await town.set_up()
                pairs = await town.pairs(PAIRS)
            fill(folder / DATABASE, megabytes)
            async with bot_process(discord, folder, NONE_OF_ITS_OWN) as bot:
                await bot.says("inbox.caught_up")
                numbers = itertools.count()
                turns = ((nothing_else, without), (backups, beside)) * rounds
                for what, into in turns:
                    async with what(folder, took):
                        await measure(discord, pairs, RATE, seconds, bot.pid, into, numbers)
    both = beside.row("while backups are made", RATE), without.row("without", RATE)
    return [*both, {**ratio(*both), "a second": RATE}], took


async def at(megabytes: int, seconds: float, rounds: int) -> Sequence[Beside]:
    """A database so large."""
    (beside, without, _), took = await compare(megabytes, seconds, rounds)
    return [({**beside, "a backup s": statistics.median(took)}, without)]


async def main() -> None:
    """Measure, and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--megabytes", type=int, default=500, help="of the database")
    parser.add_argument("--seconds", type=float, default=20.0, help="of words in each turn")
    parser.add_argument("--rounds", type=int, default=3, help="turns of each kind")
    options = parser.parse_args()
    rows, took = await compare(options.megabytes, options.seconds, options.rounds)
    show("backup", rows)
    each = ", ".join(f"{seconds:.1f}" for seconds in took)
    sys.stdout.write(f"{len(took)} backups of {options.megabytes} MB, seconds each: {each}\n")


if __name__ == "__main__":
    asyncio.run(main())
