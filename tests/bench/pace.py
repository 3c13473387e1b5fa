"""How much of Discord's limit is used, and what words wait: `python -m tests.bench.pace`.

The bot as a process of its own, on a local Discord in this process that enforces its limits: 50
requests a second, and the buckets of each route. So many things that come on a schedule wait
(`--queue`), each for somebody else; while they go out, people in conversations write. An answer of
Discord's takes `ROUND_TRIP`. Beside it, in the same run: the same words when nothing else
waits, and a bare discord.py client that sends to the same people at 48 a second.
Printed are the requests in a second as a share of the 50, how many were refused with 429 by which
limit (what a busy machine lets arrive together may meet the global one), and how long words took
from being written until their copy stood there.
"""

import argparse
import asyncio
import itertools
import json
import sys
import tempfile
from collections import Counter
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot.domain.ids import ChannelId, UserId
from bot.domain.notices import Notice, NoticeKind, Priority
from bot.local_discord import LocalDiscord, Person
from bot.local_discord.traffic import Exchange
from bot.storage.encryption.keys import load_keyring
from bot.storage.encryption.owners import load_owners
from bot.storage.encryption.sealing import Sealer
from bot.storage.store import Tables, open_store
from tests.bench.figures import Row, percentiles, ratio, show
from tests.bench.pairs import Pair, Town
from tests.bench.relay import Readers, ours, write

CEILING = 50
"""https://docs.discord.com/developers/topics/rate-limits#global-rate-limit"""

PAIRS, WORDS_A_SECOND = 4, 4
"""Less than a channel's own five messages in five seconds."""

ROUND_TRIP = 0.1
"""Seconds until Discord's answer to a message comes; it stands there before."""

NO_WORDS: Row = dict.fromkeys(("p50 ms", "p90 ms", "p99 ms", "max ms"), "")

EDGES = timedelta(seconds=2)
"""At both ends of the queue, which do not count for the rate."""


async def fill(folder: Path, readers: Sequence[Person]) -> None:
    """Something for each of these people that comes on a schedule, in the bot's own database."""
    key, database = folder / "data" / "bot.key", folder / "data" / "bot.sqlite3"
    keyring = load_keyring({}, key, database)
    store = await open_store(database, Sealer(keyring, load_owners(keyring, key)))
    now = datetime.now(UTC)

    async def work(tables: Tables) -> None:
        waiting = list[tuple[Notice, str]]()
        for number, reader in enumerate(readers):
            person = await tables.people.meet(UserId(reader.id))
            await tables.people.remember_dm(person, ChannelId(reader.dm.id))
            kind = NoticeKind.NOTHING_OPEN
            notice = Notice(kind, None, person, priority=Priority.SCHEDULED)
            waiting.append((notice, f"queued{number}"))
        await tables.outbox.put_all(waiting, now)

    try:
        await store.transaction(work)
    finally:
        await store.close()


SENDER = """
import asyncio, json
import discord
from aiolimiter import AsyncLimiter
from discord.http import Route
Route.BASE = {url!r}
async def main():
    async with discord.Client(intents=discord.Intents.none()) as client:
        await client.login({token!r})
        limiter, sending = AsyncLimiter(1, 1 / 48), []
        for channel in json.loads({channels!r}):
            await limiter.acquire()
            place = client.get_partial_messageable(channel)
            sending.append(asyncio.create_task(place.send("A sentence.")))
        await asyncio.gather(*sending)
asyncio.run(main())
"""


async def bare(discord: LocalDiscord, readers: Sequence[Person]) -> Row:
    """A bare client that sends at 48 a second and does nothing else."""
    before, channels = len(discord.traffic.exchanges), json.dumps([one.dm.id for one in readers])
    script = SENDER.format(url=discord.api_url, token=discord.token, channels=channels)
    process = await asyncio.create_subprocess_exec(sys.executable, "-c", script)
    await process.wait()
    return _row("bare, 48 a second", discord.traffic.exchanges[before:], readers, [])


class Emptying:
    """A run while the queue empties, or with none."""

    def __init__(self, discord: LocalDiscord, folder: Path, pairs: Sequence[Pair]) -> None:
        self._discord, self._folder, self._pairs = discord, folder, pairs
        self._numbers = itertools.count()

    async def measured(self, name: str, readers: Sequence[Person]) -> Row:
        """Words until the readers have what is for them; without readers for ten seconds."""
        before = len(self._discord.traffic.exchanges)
        people = [person for pair in self._pairs for person in (pair.asker, pair.listener)]
        written = dict[int, float]()
        async with ours(self._discord, self._folder):
            read = Readers(self._discord, people)
            watching = asyncio.create_task(read.watch())
            for _ in range(5 * len(readers) + 5):
                written |= await write(self._pairs, WORDS_A_SECOND, 2.0, self._numbers)
                if len(written) > 10 * WORDS_A_SECOND and all(one.dm.messages for one in readers):
                    break
            await read.wait_for(written.keys())
            watching.cancel()
        took = [(read.arrived[one] - written[one]) * 1000 for one in written]
        return _row(name, self._discord.traffic.exchanges[before:], readers, took)


def _row(
    name: str, sent: Sequence[Exchange], readers: Sequence[Person], took: Sequence[float]
) -> Row:
    refused = Counter(one.reply_headers["X-RateLimit-Scope"] for one in sent if one.status == 429)
    times: Row = {**percentiles(took), "max ms": max(took)} if took else NO_WORDS
    return {
        "program": name,
        "queue": len(readers),
        "of the ceiling": _rate(sent, readers) / CEILING if readers else "",
        **{f"429 {scope}": refused[scope] for scope in ("global", "user")},
        "words": len(took),
        **times,
    }


def _rate(sent: Sequence[Exchange], readers: Sequence[Person]) -> float:
    """Requests in a second under the bot's token, while the queue empties."""
    queue = {f"/channels/{reader.dm.id}/messages" for reader in readers}
    moments = [one.at for one in sent if one.path in queue and one.method == "POST"]
    first, last = moments[0] + EDGES, moments[-1] - EDGES
    own = [one.at for one in sent if first < one.at < last and _is_own(one.route)]
    return (len(own) - 1) / (own[-1] - own[0]).total_seconds()


def _is_own(route: str) -> bool:
    return not route.endswith("/callback") and "webhooks" not in route


async def main() -> None:
    """Measure, and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--queue", type=int, default=1000, help="how many wait; 10000 is 4 minutes")
    options = parser.parse_args()
    async with LocalDiscord.running() as discord:
        with tempfile.TemporaryDirectory() as name:
            folder, town = Path(name), Town(discord)
            async with ours(discord, folder):
                await town.set_up()
                pairs = await town.pairs(PAIRS)
            readers = [town.member(f"reader{number}") for number in range(options.queue)]
            discord.ratelimits.enforce = True
            discord.ratelimits.global_per_second = CEILING
            discord.faults.answer_late("POST", "/channels/*/messages", ROUND_TRIP)
            run = Emptying(discord, folder, pairs)
            alone = await run.measured("nothing waits", [])
            await fill(folder, readers)
            queued = await run.measured("a queue empties", readers)
            beside = await bare(discord, readers)
    show("pace", [alone, queued, beside, ratio(queued, beside)])


if __name__ == "__main__":
    asyncio.run(main())
