"""What PostgreSQL costs beside SQLite: `python -m tests.bench.scale`, about ten minutes.

The same rows are made in a file, measured there, moved to a PostgreSQL of its own on this machine
(on a Unix socket, each commit on the disk as with SQLite's `synchronous=FULL`), and measured again:
choosing among listeners as in `ranking.py`, and schedules as in `schedules.py`.

Then encouragements go out as fast as one process can: each begun in a transaction, sent, noted in
another. The local Discord is a process of its own, enforces no limit, and sees as much work from
either engine; processor time of the bot's process is printed beside it.
"""

import argparse
import asyncio
import json
import os
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from bot.app import real_world, telling
from bot.config import Settings
from bot.database_place import Address, Place
from bot.domain.ids import ChannelId, UserId
from bot.domain.notices import Notice, NoticeKind, Priority
from bot.prompt_files import load_shipped
from bot.storage.postgresql.moving import move
from bot.storage.store import Tables
from bot.token import Token
from tests.bench import ranking, schedules
from tests.bench.figures import Row, ratio, show
from tests.bench.listeners import SEALER
from tests.bench.shape import NotHere
from tests.bench.shape import Pair as Beside
from tests.postgresql import SETTINGS, Server, programs

ON_DISK = {**SETTINGS, "fsync": "on", "autovacuum": "on", "shared_buffers": "256MB"}
"""Each commit waits for the disk, and tables are looked after, as an operator has it."""

QUEUE = 2000
AT_LEAST = 0.6
"""Of SQLite's rate of sending."""
AT_MOST = 3.0
"""Times what SQLite takes."""

DISCORD = """
import asyncio, json, sys
from bot.local_discord import LocalDiscord
async def main():
    async with LocalDiscord.running() as discord:
        people = [discord.add_person(f"reader{number}") for number in range(int(sys.argv[1]))]
        guild = discord.add_guild("Harbour", owner=discord.add_person("admin"))
        for person in people:
            guild.join(person)
        channels = [[person.id, person.dm.id] for person in people]
        print(json.dumps([discord.api_url, discord.token, channels]), flush=True)
        await asyncio.Event().wait()
asyncio.run(main())
"""


@dataclass(frozen=True)
class Discord:
    """One that runs in another process: where it is, and the readers' ids and channels."""

    api_url: str
    token: Token
    readers: Sequence[tuple[int, int]]


@contextmanager
def postgresql() -> Iterator[Server]:
    """One of its own. Raises NotHere."""
    if programs() is None:
        raise NotHere("PostgreSQL is not installed here")
    yield Server(settings=ON_DISK)


@asynccontextmanager
async def discord_with(readers: int) -> AsyncIterator[Discord]:
    """A local Discord, and so many people with direct messages."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-c", DISCORD, str(readers)), stdout=asyncio.subprocess.PIPE, limit=2**24
    )
    assert process.stdout is not None, "it was asked for"
    try:
        url, token, channels = json.loads(await process.stdout.readline())
        yield Discord(url, Token(token), [(user, channel) for user, channel in channels])
    finally:
        process.terminate()
        await process.wait()


async def sending(folder: Path, place: Place, discord: Discord) -> Row:
    """How many encouragements a second go out of this database."""
    given = Settings()
    settings = given.model_copy(
        update={
            "storage": given.storage.model_copy(
                update={"database": place, "key_file": folder / "bot.key"}
            ),
            "discord": given.discord.model_copy(update={"api_url": discord.api_url}),
            "delivery": given.delivery.model_copy(update={"messages_per_second": 100_000}),
        }
    )
    prompts, world = load_shipped(), real_world()
    async with telling(settings, prompts, discord.token, {}, world) as (ctx, delivery):
        began = time.perf_counter()
        await ctx.store.transaction(lambda tables: _wait_in(tables, discord.readers))
        filled, worked = time.perf_counter(), time.process_time()
        while await ctx.store.read(_something_waits):  # noqa: ASYNC110 - `drain` looks all the time
            await asyncio.sleep(0.1)
        await delivery.drain()
        took, work = time.perf_counter() - filled, time.process_time() - worked
    count = len(discord.readers)
    return {
        "sent": count,
        "sent a second": count / took,
        "CPU ms each": work * 1000 / count,
        "filling s": filled - began,
    }


async def _something_waits(tables: Tables) -> bool:
    return await tables.outbox.next(datetime.now(UTC), ()) is not None


async def _wait_in(tables: Tables, readers: Sequence[tuple[int, int]]) -> None:
    waiting = list[tuple[Notice, str]]()
    for number, (user, channel) in enumerate(readers):
        person = await tables.people.meet(UserId(user))
        await tables.people.remember_dm(person, ChannelId(channel))
        notice = Notice(NoticeKind.NOTHING_OPEN, None, person, priority=Priority.SCHEDULED)
        waiting.append((notice, f"queued{number}"))
    await tables.outbox.put_all(waiting, datetime.now(UTC))


async def sent(server: Server, queue: int, rounds: int) -> Beside:
    """By turns with PostgreSQL and with SQLite; of each the best."""
    found: dict[bool, list[Row]] = {True: [], False: []}
    async with discord_with(queue) as discord:
        for _ in range(rounds):
            for there in (True, False):
                with tempfile.TemporaryDirectory() as name:
                    place = Address(server.new()) if there else Path(name) / "bot.sqlite3"
                    found[there].append(await sending(Path(name), place, discord))
    best = [max(rows, key=lambda row: float(row["sent a second"])) for rows in found.values()]
    return best[0], best[1]


def _moved(server: Server, path: Path) -> Address:
    to = Address(server.new())
    move(path, to, SEALER, lambda *_: None)
    return to


async def chosen(server: Server, people: int) -> Sequence[Beside]:
    """Choosing among so many listeners, on duty and off duty."""
    with tempfile.TemporaryDirectory() as name:
        path = await ranking.filled(Path(name) / "whole", people, everything=True)
        here, _ = await ranking.measured(path)
        there, _ = await ranking.measured(await asyncio.to_thread(_moved, server, path))
    return [*zip(there, here, strict=True)]


async def scheduled(server: Server, count: int) -> Beside:
    """So many schedules."""
    with tempfile.TemporaryDirectory() as name:
        path = await schedules.filled(Path(name), count)
        to = await asyncio.to_thread(_moved, server, path)
        return await schedules.ours(to), await schedules.ours(path)


async def at(size: int, queue: int, rounds: int) -> Sequence[Beside]:
    """So many listeners, ten times as many schedules, and a queue that goes out: PostgreSQL, and
    SQLite beside it."""
    with postgresql() as server:
        on_duty, off_duty = await chosen(server, size)
        coming = await scheduled(server, size * 10)
        return [on_duty, off_duty, coming, await sent(server, queue, rounds)]


PROMISED = (
    ("choosing, on duty", "ms", 0),
    ("choosing, off duty", "ms", 1),
    ("a look in vain", "in vain ms", 2),
    ("finding those that come", "selecting ms", 2),
    ("handing them over", "handing over s", 2),
)


def promised(pairs: Sequence[Beside]) -> Sequence[Row]:
    """What is promised beside what was measured."""
    rows: list[Row] = []
    for what, figure, place in PROMISED:
        there, here = pairs[place]
        times = float(there[figure]) / float(here[figure])
        holds = "yes" if times <= AT_MOST else "no"
        rows.append({"promised": what, "SQLite times": times, "holds": holds})
    there, here = pairs[-1]
    rate = float(there["sent a second"]) / float(here["sent a second"])
    holds = "yes" if rate >= AT_LEAST else "no"
    return [*rows, {"promised": "sending", "SQLite times": rate, "holds": holds}]


async def main() -> int:
    """Measure, and print; 1 where something is not as promised."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--listeners", type=int, default=100_000, help="schedules: ten times")
    parser.add_argument("--queue", type=int, default=QUEUE, help="encouragements that go out")
    parser.add_argument("--rounds", type=int, default=3, help="of sending, on each engine")
    options = parser.parse_args()
    pairs = await at(options.listeners, options.queue, options.rounds)
    for name, (there, here) in zip(
        ("on duty", "off duty", "schedules", "sent"), pairs, strict=True
    ):
        rows = {"PostgreSQL": there, "SQLite": here, "ratio": ratio(there, here)}
        show(name, [{"engine": engine, **row} for engine, row in rows.items()])
    holds = promised(pairs)
    show("what is promised", [{**row, "cores": os.cpu_count() or 0} for row in holds])
    return int(any(row["holds"] == "no" for row in holds))


if __name__ == "__main__":
    sys.exit(asyncio.run(main()))
