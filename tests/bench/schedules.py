"""What a million schedules cost: `python -m tests.bench.schedules`, about three minutes.

A real database with schedules in every zone, 10,000 of which come in one and the same minute.
Measured are a look at a minute in which nothing comes, the selection of those that come, and
handing them to the outbox: how long it takes, how long the loop stands still meanwhile at worst,
and how much memory it takes. Beside it, in the same run: one APScheduler job for each member.
"""

import asyncio
import itertools
import random
import resource
import sqlite3
import statistics
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import closing
from datetime import UTC, datetime, timedelta
from datetime import time as clock_time
from pathlib import Path

from apscheduler.schedulers.asyncio import AsyncIOScheduler

from bot.database_place import Place
from bot.domain.care import Finding
from bot.domain.schedules import MINUTE, moment_of, passed, passed_everywhere
from bot.domain.zones import all_zones
from bot.services.context import Context
from bot.services.help_cards import HelpCards
from bot.services.schedules import dispatch
from bot.services.server_choices import ServerChoices
from bot.storage.encryption.keys import Keyring
from bot.storage.encryption.sealing import Sealer
from bot.storage.schedules.occurrences import BEFORE_ALL
from bot.storage.store import Store, Tables, open_store
from tests.bench.figures import Row
from tests.bench.shape import Pair
from tests.bench.stalls import Stalls
from tests.fakes import FixedClock, RecordingMessenger, SeededRandomness
from tests.services.scene import ATLAS, aliases_in, decks_in
from tests.services.tuning import tuned

SIZES, COMING, JOBS = (10_000, 100_000, 1_000_000), 10_000, (1_000, 10_000)
ZONE, AT = "Europe/Berlin", 9 * 60
IDLE_LOOKS = 30
SEALER = Sealer(Keyring(bytes(32)))


def rows(count: int) -> Iterator[tuple[str, bytes, str, int]]:
    """An id, a person, a zone and a minute for each; only those that are to come do so then."""
    chance, zones = random.Random(1), all_zones()  # noqa: S311 - the same people each time
    due = moment_of(ZONE, datetime(2026, 3, 2, tzinfo=UTC).date(), clock_time(9))
    quiet = {
        (zone, stretch.first)
        for zone in zones
        for step in range(-IDLE_LOOKS - 1, 2)
        for stretch in passed(zone, due + (step - 1) * MINUTE, due + step * MINUTE)
    }
    quiet.add((ZONE, AT))
    for number in range(count):
        zone, minute = ZONE, AT
        while number >= COMING and (zone, minute) in quiet:
            zone, minute = chance.choice(zones), chance.randrange(24 * 60)
        yield f"{chance.getrandbits(128):032x}"[:22], chance.randbytes(16), zone, minute


def fill(path: Path, count: int) -> None:
    """So many people, each with something every day."""
    with closing(sqlite3.connect(path)) as sql, sql:
        for number, (key, person, zone, minute) in enumerate(rows(count)):
            who = SEALER.seal_int("person", "user_id", person.hex(), number)
            sql.execute(
                "INSERT INTO person (person_tag, user_id_sealed) VALUES (?, ?)", (person, who)
            )
            sql.execute(
                "INSERT INTO schedule (schedule_id, what, person_tag, zone, local_minute, weekdays,"
                " every_days, first_day, state, language, changed_at)"
                " VALUES (?, 'encouragement', ?, ?, ?, 127, 1, 1, 'on', 'en', 0)",
                (key, person, zone, minute),
            )


def memory() -> float:
    """The memory that is taken now, in MiB."""
    pages = int(Path("/proc/self/statm").read_text(encoding="utf-8").split()[1])
    return pages * resource.getpagesize() / 2**20


async def selection(store: Store, now: datetime) -> tuple[int, float]:
    """How many come, and how many milliseconds finding all of them takes."""

    async def work(tables: Tables) -> int:
        stretches = list(passed_everywhere(now - MINUTE, now))
        found = 0
        for stretch in await tables.occurrences.coming(stretches):
            for single in await tables.occurrences.coming(stretch.by_zone()):
                found += len(await tables.occurrences.page(single, BEFORE_ALL, COMING))
        return found

    began = time.perf_counter()
    found = await store.read(work)
    return found, (time.perf_counter() - began) * 1000


async def filled(folder: Path, count: int) -> Path:
    """A database with so many schedules."""
    path = folder / f"{count}.sqlite3"
    await (await open_store(path, SEALER)).close()
    fill(path, count)
    return path


async def ours(place: Place) -> Row:
    """Our way with the schedules of a database."""
    due = moment_of(ZONE, datetime(2026, 3, 2, tzinfo=UTC).date(), clock_time(9))
    store, clock = await open_store(place, SEALER), FixedClock(due - IDLE_LOOKS * MINUTE)
    ctx = Context(
        store, clock, SeededRandomness(), RecordingMessenger(), tuned(), ServerChoices("en"),
        aliases_in, decks_in, "en", ATLAS, HelpCards(lambda _: Finding()),
    )  # fmt: skip
    try:
        await dispatch.dispatch_due(ctx)
        idle = []
        for _ in range(IDLE_LOOKS - 1):
            clock.advance(MINUTE)
            began = time.perf_counter()
            await dispatch.dispatch_due(ctx)
            idle.append((time.perf_counter() - began) * 1000)
        found, selecting = min([await selection(store, due) for _ in range(5)], key=lambda x: x[1])
        before, stalls = memory(), Stalls()
        clock.advance(MINUTE)
        async with stalls.watched():
            began = time.perf_counter()
            await dispatch.dispatch_due(ctx)
            handing = time.perf_counter() - began
        waiting = await store.read(lambda tables: tables.outbox.next(due, ()))
        assert waiting is not None, "something was handed over"
        return {
            "in vain ms": statistics.median(idle),
            "in vain worst ms": max(idle),
            "come": found,
            "selecting ms": selecting,
            "handing over s": handing,
            "loop still ms": stalls.worst,
            "MiB more": memory() - before,
        }
    finally:
        await store.close()


async def theirs(count: int) -> Row:
    """The same with one job for each member: added, and all of them coming at once."""

    came, all_came = itertools.count(1), asyncio.Event()

    async def job() -> None:
        if next(came) == count:
            all_came.set()

    before, scheduler = memory(), AsyncIOScheduler(timezone=UTC)
    scheduler.start()
    # far enough ahead that all are added by then
    comes = datetime.now(UTC) + timedelta(seconds=10 + count / 500)
    began = time.perf_counter()
    for _ in range(count):
        scheduler.add_job(
            job, "cron", hour=comes.hour, minute=comes.minute, second=comes.second,
            misfire_grace_time=None, coalesce=True,
        )  # fmt: skip
    adding = time.perf_counter() - began
    assert datetime.now(UTC) < comes, "they were added too slowly to be measured"
    stalls = Stalls()
    async with stalls.watched():
        await all_came.wait()
        await asyncio.sleep(0.05)  # so that what watches notes it
    scheduler.shutdown(wait=False)
    return {"adding s": adding, "loop still ms": stalls.worst, "MiB more": memory() - before}


async def at(count: int) -> Sequence[Pair]:
    """So many schedules, beside as many jobs: at most the 10,000 that are added in seconds."""
    with tempfile.TemporaryDirectory() as folder:
        mine = await ours(await filled(Path(folder), count))
    return [(mine, await theirs(min(count, max(JOBS))))]


async def main() -> None:
    """Measure, and print."""
    with tempfile.TemporaryDirectory() as folder:
        for count in SIZES:
            idle, slow, found, selecting, handing, still, more = (
                await ours(await filled(Path(folder), count))
            ).values()
            print(  # noqa: T201
                f"{count:>9} schedules: a look in vain {idle:.1f} ms (worst {slow:.1f}); selecting"
                f" {found} {selecting:.1f} ms; handing them over {handing:.2f} s, the loop still"
                f" for {still:.1f} ms at worst, {more:.1f} MiB more"
            )
    for count in JOBS:
        adding, still, more = (await theirs(count)).values()
        print(  # noqa: T201
            f"{count:>9} APScheduler jobs: added in {adding:.2f} s, the loop still for"
            f" {still:.0f} ms when they come, {more:.1f} MiB more"
        )


if __name__ == "__main__":
    asyncio.run(main())
