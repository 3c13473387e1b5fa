"""How much of Discord's limit is used, and what words wait: `python -m tests.bench.pace`.

The bot as a process of its own, on a local Discord in this process that enforces its limits: 50
requests a second, and the buckets of each route. So many things that come on a schedule wait
(`--queue`), each for somebody else; while they go out, people in conversations write. An answer of
Discord's takes `ROUND_TRIP`. Beside it, in the same run: the same words when nothing else
waits, and a bare discord.py client that sends to the same people at 48 a second.
Printed are the requests in a second as a share of the 50, how many were refused with 429 by which
limit (what a busy machine lets arrive together may meet the global one), and how long words took
from being written until their copy stood there. Of the words beside the queue only those count
that were written after its first message had gone out and before its last one.
"""

import argparse
import asyncio
import itertools
import json
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from sqlite3 import connect

from bot.domain.ids import ChannelId, UserId
from bot.domain.notices import Notice, NoticeKind, Priority
from bot.local_discord import LocalDiscord, Person
from bot.local_discord.traffic import Exchange
from bot.storage.store import Tables
from tests.bench.catch_up import DATABASE, store_of
from tests.bench.figures import Row, percentiles, ratio, show
from tests.bench.pairs import Pair, Town
from tests.bench.relay import WARM_UP, Readers, ours, write
from tests.bench.shape import Pair as Beside

CEILING = 50
"""https://docs.discord.com/developers/topics/rate-limits#global-rate-limit"""

PAIRS, WORDS_A_SECOND = 4, 4
"""Less than a channel's own five messages in five seconds."""

ROUND_TRIP = 0.1
"""Seconds until Discord's answer to a message comes; it stands there before."""

ASIDE = "waiting.sqlite3"

NO_WORDS: Row = dict.fromkeys(("p50 ms", "p90 ms", "p99 ms", "max ms"), "")

ALONE = 10.0
"""Seconds of words before the queue, and after it."""

NEVER = datetime.max.replace(tzinfo=UTC)

EDGES = timedelta(seconds=2)
"""At both ends of the queue, which do not count for the rate."""


async def fill(folder: Path, readers: Sequence[Person]) -> None:
    """Something for each of these people that comes on a schedule, in a copy of the bot's database
    while it does not run: it would read the channels of all of them first."""
    data, now = folder / "data", datetime.now(UTC)
    with closing(connect(data / DATABASE)) as its, closing(connect(data / ASIDE)) as copy:
        its.backup(copy)

    async def work(tables: Tables) -> None:
        waiting = list[tuple[Notice, str]]()
        for number, reader in enumerate(readers):
            person = await tables.people.meet(UserId(reader.id))
            await tables.people.remember_dm(person, ChannelId(reader.dm.id))
            kind = NoticeKind.NOTHING_OPEN
            notice = Notice(kind, None, person, priority=Priority.SCHEDULED)
            waiting.append((notice, f"queued{number}"))
        await tables.outbox.put_all(waiting, now)

    store = await store_of(folder, ASIDE)
    try:
        await store.transaction(work)
    finally:
        await store.close()


def let_come(folder: Path) -> None:
    """Put all that was set aside into the database of the bot that runs, at once."""
    with closing(connect(folder / "data" / DATABASE)) as sql, sql:
        sql.execute("ATTACH ? AS aside", (str(folder / "data" / ASIDE),))
        names = [row[1] for row in sql.execute("PRAGMA main.table_info(outbox)")]
        names.remove("outbox_id")
        given = ", ".join(names)
        sql.execute("INSERT OR IGNORE INTO person SELECT * FROM aside.person")
        sql.execute(
            f"INSERT INTO outbox ({given}) SELECT {given} FROM aside.outbox"  # noqa: S608 - names of ours
            " WHERE nonce LIKE 'queued%'"
        )


SENDER = """
import asyncio, json, sys
import discord
from aiolimiter import AsyncLimiter
from discord.http import Route
Route.BASE = {url!r}
async def main():
    async with discord.Client(intents=discord.Intents.none()) as client:
        await client.login({token!r})
        limiter, sending = AsyncLimiter(1, 1 / 48), []
        for channel in json.load(sys.stdin):
            await limiter.acquire()
            place = client.get_partial_messageable(channel)
            sending.append(asyncio.create_task(place.send("A sentence.")))
        await asyncio.gather(*sending)
asyncio.run(main())
"""


async def bare(discord: LocalDiscord, readers: Sequence[Person]) -> Row:
    """A bare client that sends at 48 a second and does nothing else."""
    before, channels = len(discord.traffic.exchanges), json.dumps([one.dm.id for one in readers])
    script = SENDER.format(url=discord.api_url, token=discord.token)
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-c", script, stdin=asyncio.subprocess.PIPE
    )
    await process.communicate(channels.encode())  # more than fits on a command line
    return _row("bare, 48 a second", discord.traffic.exchanges[before:], readers, [])


class Emptying:
    """Words of people while nothing waits, while a queue empties, and while nothing waits again:
    what else a machine does may change meanwhile."""

    def __init__(self, discord: LocalDiscord, folder: Path, pairs: Sequence[Pair]) -> None:
        self._discord, self._folder, self._pairs = discord, folder, pairs
        self._numbers = itertools.count()
        self.alone, self.queued = list[float](), list[float]()
        """Milliseconds of each word."""
        self.sent: Sequence[Exchange] = []
        """All that went to Discord."""

    async def measure(self, readers: Sequence[Person]) -> None:
        """One run of the bot, until the readers have what is for them."""
        people = [person for pair in self._pairs for person in (pair.asker, pair.listener)]
        beside, now, began = dict[int, float](), datetime.now(UTC), time.perf_counter()
        exchanges = self._discord.traffic.exchanges
        async with ours(self._discord, self._folder):
            before, read = len(exchanges), Readers(self._discord, people)
            watching = asyncio.create_task(read.watch())
            await self._write(WARM_UP)
            alone = await self._write(ALONE)
            let_come(self._folder)
            for _ in range(len(readers) + 5):
                beside |= await self._write(2.0)
                if all(one.dm.messages for one in readers):
                    break
            alone |= await self._write(ALONE)
            await read.wait_for(alone.keys() | beside.keys())
            watching.cancel()
        self.sent = exchanges[before:]
        moments = _moments(self.sent, readers)
        first, last = (began + (one - now).total_seconds() for one in (moments[0], moments[-1]))
        took = {n: (read.arrived[n] - at) * 1000 for n, at in (alone | beside).items()}
        self.alone = [took[n] for n in alone]
        self.queued = [took[n] for n, at in beside.items() if first <= at <= last]

    async def _write(self, seconds: float) -> dict[int, float]:
        return await write(self._pairs, WORDS_A_SECOND, seconds, self._numbers)


def _row(
    name: str, sent: Sequence[Exchange], readers: Sequence[Person], took: Sequence[float]
) -> Row:
    refused = Counter(one.reply_headers["X-RateLimit-Scope"] for one in sent if one.status == 429)
    times: Row = {**percentiles(took), "max ms": max(took)} if took else NO_WORDS
    return {
        "program": name,
        "queue": len(readers),
        "of the ceiling": _share(sent, readers),
        **{f"429 {scope}": refused[scope] for scope in ("global", "user")},
        "words": len(took),
        **times,
    }


def _moments(sent: Sequence[Exchange], readers: Sequence[Person]) -> Sequence[datetime]:
    """When each message of the queue went out."""
    queue = {f"/channels/{reader.dm.id}/messages" for reader in readers}
    return [one.at for one in sent if one.path in queue and one.method == "POST"]


def _share(sent: Sequence[Exchange], readers: Sequence[Person]) -> float | str:
    """Of what Discord allows, the requests under the bot's token while the queue empties; nothing
    where that is over before it can be told."""
    moments = _moments(sent, readers)
    first, last = (moments[0] + EDGES, moments[-1] - EDGES) if moments else (NEVER, NEVER)
    own = [one.at for one in sent if first < one.at < last and _is_own(one.route)]
    return (len(own) - 1) / (own[-1] - own[0]).total_seconds() / CEILING if own[1:] else ""


def _is_own(route: str) -> bool:
    return not route.endswith("/callback") and "webhooks" not in route


async def compare(queue: int) -> tuple[Row, Row, Row]:
    """Words while nothing waits; words while a queue so long empties; a bare client's sending."""
    async with LocalDiscord.running() as discord:
        with tempfile.TemporaryDirectory() as name:
            folder, town = Path(name), Town(discord)
            async with ours(discord, folder):
                await town.set_up()
                pairs = await town.pairs(PAIRS)
            readers = [town.member(f"reader{number}") for number in range(queue)]
            discord.ratelimits.enforce = True
            discord.ratelimits.global_per_second = CEILING
            discord.faults.answer_late("POST", "/channels/*/messages", ROUND_TRIP)
            await fill(folder, readers)
            run = Emptying(discord, folder, pairs)
            await run.measure(readers)
            beside = await bare(discord, readers)
    return (
        _row("nothing waits", [], [], run.alone),
        _row("a queue empties", run.sent, readers, run.queued),
        beside,
    )


async def at(queue: int) -> Sequence[Beside]:
    """A queue so long: what goes out beside a bare client, and words beside those alone."""
    alone, queued, beside = await compare(queue)
    return [(queued, beside), (queued, alone)]


async def main() -> None:
    """Measure, and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--queue", type=int, default=1000, help="how many wait; 10000 is 8 minutes")
    alone, queued, beside = await compare(parser.parse_args().queue)
    show("pace", [alone, queued, beside, ratio(queued, beside)])


if __name__ == "__main__":
    asyncio.run(main())
