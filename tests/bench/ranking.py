"""How long it takes to choose the best five of 100,000 listeners: `python -m tests.bench.ranking`.

A real database with 100,000 listeners of one server, a share of them on duty, with topics and
languages. Measured is what an ask costs each time it goes out: the page of candidates from the
database, who fits, and the best five. Beside it, in the same run: reading all who are on duty,
and sorting them in full.
"""

import asyncio
import random
import sqlite3
import statistics
import tempfile
import time
from collections.abc import Awaitable, Callable
from contextlib import closing
from datetime import timedelta
from pathlib import Path

from bot.domain.ages import Age
from bot.domain.asks import Ask, AskKind, AskState, OwnWords, Wishes
from bot.domain.ids import AskerNumber, AskId, GuildId, PersonTag
from bot.domain.listening import Limits
from bot.domain.offers import Candidate, OfferLimits, best, fits, order
from bot.domain.quiet_hours import Span
from bot.domain.waves import PAGE
from bot.storage.encryption.keys import Keyring
from bot.storage.encryption.sealing import Sealer
from bot.storage.offers.candidates import RankedPlace
from bot.storage.store import Store, Tables, open_store
from tests.fakes import START

PEOPLE, ON_DUTY, BEST, ROUNDS = 100_000, 0.3, 5, 60
TOPICS, LANGUAGES = ("work", "family", "loss", "mood", "love"), ("en", "es", "de")
LIMITS = OfferLimits(8, 2, Span(START.time(), START.time()), Limits(1, 3, 2))
REST = timedelta(hours=12)
ASK = Ask(
    AskId("ask"), GuildId(1), PersonTag(b"asker"), AskerNumber(b"asker"), AskKind.PRIVATE,
    AskState.WAITING, START, START + timedelta(days=1), OwnWords("words"),
    Wishes(topic="loss", language="es"), age=Age.ADULT,
)  # fmt: skip


def fill(path: Path, sealer: Sealer) -> None:
    """100,000 people, each told of an ask at some time in the last months."""
    chance, now = random.Random(1), int(START.timestamp())  # noqa: S311 - the same people each time
    numbers = [chance.randbytes(16) for _ in range(PEOPLE)]
    with closing(sqlite3.connect(path)) as sql, sql:
        sql.executemany(
            "INSERT INTO person (person_tag, user_id_sealed) VALUES (?, x'00')",
            [(number,) for number in numbers],
        )
        sql.executemany(
            "INSERT INTO listener (private_number, guild_id, person_sealed, joined_at,"
            " on_duty_until, last_offered_at, age) VALUES (?, 1, ?, 0, ?, ?, 'adult')",
            [
                (
                    number,
                    sealer.seal_tag("listener", "person", number.hex(), PersonTag(number)),
                    now + 3600 if chance.random() < ON_DUTY else None,
                    now - chance.randrange(10_000_000),
                )
                for number in numbers
            ],
        )
        for table, choices in (("listener_topic", TOPICS), ("listener_language", LANGUAGES)):
            sql.executemany(
                f"INSERT INTO {table} VALUES (?, ?)",  # noqa: S608 - names of ours
                [(number, one) for number in numbers for one in chance.sample(choices, 2)],
            )


async def a_page(tables: Tables) -> list[Candidate]:
    """What the bot does."""
    page = await tables.candidates.on_duty(ASK, START, REST, RankedPlace())
    return best(ASK, (one for one in page if fits(ASK, one, START, LIMITS)), BEST)


async def everybody(tables: Tables) -> list[Candidate]:
    """All who are on duty, sorted in full."""
    found: list[Candidate] = []
    place = RankedPlace()
    while page := await tables.candidates.on_duty(ASK, START, REST, place):
        found += page
        place = RankedPlace.behind(page)
        if len(page) < PAGE:
            break
    fitting = [one for one in found if fits(ASK, one, START, LIMITS)]
    return sorted(fitting, key=lambda one: order(ASK, one))[:BEST]


async def timed(
    store: Store, work: Callable[[Tables], Awaitable[list[Candidate]]], rounds: int
) -> tuple[list[Candidate], list[float]]:
    """What it gives, and how many milliseconds each round took."""
    took, found = [], []
    for _ in range(rounds):
        began = time.perf_counter()
        found = await store.read(work)
        took.append((time.perf_counter() - began) * 1000)
    return found, took


async def main() -> None:
    """Measure, and print."""
    with tempfile.TemporaryDirectory() as folder:
        path, sealer = Path(folder) / "bench.sqlite3", Sealer(Keyring(bytes(32)))
        await (await open_store(path, sealer)).close()
        fill(path, sealer)
        store = await open_store(path, sealer)
        try:
            first, quick = await timed(store, a_page, ROUNDS)
            _, full = await timed(store, everybody, 2)
            print(f"{PEOPLE} listeners, {ON_DUTY:.0%} on duty; the best {len(first)}")  # noqa: T201
            worst, middle = max(quick), statistics.median(quick)
            print(f"a page and the best of it: median {middle:.2f} ms, worst {worst:.2f} ms")  # noqa: T201
            print(f"all on duty, sorted in full: median {statistics.median(full):.0f} ms")  # noqa: T201
            print(f"full sort to page: {statistics.median(full) / middle:.0f} to 1")  # noqa: T201
        finally:
            await store.close()


if __name__ == "__main__":
    asyncio.run(main())
