"""How long it takes to choose whom to tell of 100,000 listeners: `python -m tests.bench.ranking`.

A real database with 100,000 listeners of one server, a share of them on duty. Measured is what the
bot does (`services/offers/choice`) each time that a heavy ask of a topic, in a language, to learn
something goes out: the best 24 of those on duty, and of those off duty, as so many are looked up at
most. Every criterion is on: ages, topics, languages, skills of the list and in own words, heavy
topics, rests, hours of the week, days off, public holidays, quiet hours, offers that were answered
or not, conversations of the last week, whom the ask leaves out, and who never meets whoever asks.
Beside it, in the same run: the same listeners of whom nothing but topics and languages is known, in
time and in memory; and reading all who are on duty, and sorting them in full.

Off duty one in six is in their hours; the others are passed over by the parts of their week
(`bot/domain/week_parts`), and where those who are left are too few another page is looked at.
"""

import asyncio
import statistics
import tempfile
import time
import tracemalloc
from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path
from typing import TypeAlias

from bot.config import Settings
from bot.database_place import Place
from bot.domain.offers import Candidate, fits, order
from bot.services.membership import LOOKED_UP
from bot.services.offers import choice, rules
from bot.storage.offers.turns import RankedPlace
from bot.storage.store import Store, Tables, open_store
from tests.bench.figures import Row, ratio
from tests.bench.listeners import ASK, ON_DUTY, SEALER, fill
from tests.bench.shape import Pair
from tests.fakes import START

PEOPLE, ROUNDS, SORTED = 100_000, 60, 2
SETTINGS = Settings()


async def on_duty(tables: Tables) -> Sequence[Candidate]:
    """What the bot does for those who are here."""
    return await choice.find_best(SETTINGS, tables, ASK, START, LOOKED_UP, on_duty=True)


async def off_duty(tables: Tables) -> Sequence[Candidate]:
    """And for those who may be told although they are not."""
    return await choice.find_best(SETTINGS, tables, ASK, START, LOOKED_UP, on_duty=False)


async def everybody(tables: Tables) -> Sequence[Candidate]:
    """All who are on duty, sorted in full."""
    found: list[Candidate] = []
    limits, rest = rules.of_offers(SETTINGS), SETTINGS.listeners.rest_after_heavy
    turns = await tables.candidates.turns(ASK, START, limits.quiet)
    place: RankedPlace | None = RankedPlace()
    while place is not None:
        page = await turns.page(place, on_duty=True)
        found += await tables.candidates.known(page.turns, START, rest)
        place = page.last
    fitting = [one for one in found if fits(ASK, one, START, limits)]
    return sorted(fitting, key=lambda one: order(ASK, one))[:LOOKED_UP]


Choice: TypeAlias = Callable[[Tables], Awaitable[Sequence[Candidate]]]
CHOICES: Sequence[Choice] = (on_duty, off_duty)


async def timed(
    store: Store, work: Choice, rounds: int
) -> tuple[Sequence[Candidate], list[float], list[float]]:
    """What it gives, and how many milliseconds each round took, and how many of the processor's."""
    took, processor = list[float](), list[float]()

    async def of_thread(tables: Tables) -> Sequence[Candidate]:
        began = time.thread_time()
        found = await work(tables)
        processor.append((time.thread_time() - began) * 1000)
        return found

    for _ in range(rounds):
        began = time.perf_counter()
        found = await store.read(of_thread)
        took.append((time.perf_counter() - began) * 1000)
    return found, took, processor


async def memory(store: Store, work: Choice) -> float:
    """How many kilobytes it takes at its highest, above what was there."""
    tracemalloc.start()
    try:
        await store.read(work)
        return tracemalloc.get_traced_memory()[1] / 1024
    finally:
        tracemalloc.stop()


async def row(store: Store, work: Choice, rounds: int) -> Row:
    """What each kind of choice takes: of the time and of the processor's the median."""
    found, took, processor = await timed(store, work, rounds)
    return {
        "best": len(found),
        "ms": statistics.median(took),
        "first ms": took[0],
        "worst ms": max(took),
        "processor ms": statistics.median(processor),
        "processor at least ms": min(processor),
        "KiB": await memory(store, work),
    }


async def filled(path: Path, people: int, *, everything: bool) -> Path:
    """A database with so many listeners."""
    await (await open_store(path, SEALER)).close()
    fill(path, people, everything)
    return path


async def measured(place: Place) -> tuple[Sequence[Row], float]:
    """On duty, and off duty; and the milliseconds of sorting in full."""
    store = await open_store(place, SEALER)
    try:
        rows = [await row(store, work, ROUNDS) for work in CHOICES]
        _, full, _ = await timed(store, everybody, SORTED)
    finally:
        await store.close()
    return rows, statistics.median(full)


def say(rows: Sequence[Row], full: float) -> None:
    """Print what was measured in one database."""
    for work, found in zip(CHOICES, rows, strict=True):
        best, middle, first, worst, own, least, kilobytes = found.values()
        print(  # noqa: T201
            f"  {work.__name__}: the best {best}, median {middle:.2f} ms, the first time"
            f" {first:.2f}, worst {worst:.2f}, processor {own:.2f} ms (at least"
            f" {least:.2f}), {kilobytes:.0f} KiB"
        )
    print(f"  all on duty, sorted in full: {full:.0f} ms")  # noqa: T201


async def at(people: int) -> Sequence[Pair]:
    """Of so many listeners: on duty, and off duty, beside those of whom little is known."""
    with tempfile.TemporaryDirectory() as folder:
        bare, _ = await measured(await filled(Path(folder) / "bare", people, everything=False))
        whole, full = await measured(await filled(Path(folder) / "whole", people, everything=True))
    (here, little), apart = zip(whole, bare, strict=True)
    return [({**here, "in full ms": full}, little), apart]


async def main() -> None:
    """Measure, and print."""
    print(f"{PEOPLE} listeners, {ON_DUTY:.0%} on duty")  # noqa: T201
    with tempfile.TemporaryDirectory() as folder:
        print("topics and languages alone:")  # noqa: T201
        bare, full = await measured(await filled(Path(folder) / "bare", PEOPLE, everything=False))
        say(bare, full)
        print("all criteria:")  # noqa: T201
        whole, full = await measured(await filled(Path(folder) / "whole", PEOPLE, everything=True))
        say(whole, full)
    for work, known, little in zip(CHOICES, whole, bare, strict=True):
        times = ratio(known, little)
        print(  # noqa: T201
            f"{work.__name__}: {times['ms']:.2f} times the time, {times['processor ms']:.2f} the"
            f" processor's, {times['KiB']:.2f} the memory"
        )


if __name__ == "__main__":
    asyncio.run(main())
