"""How long it takes to choose whom to tell of 100,000 listeners: `python -m tests.bench.ranking`.

A real database with 100,000 listeners of one server, a share of them on duty. Measured is what the
bot does (`services/offers/choice`) each time that a heavy ask of a topic, in a language, to learn
something goes out: the best 24 of those on duty, and of those off duty, as so many are looked up at
most. Every criterion is on: ages, topics, languages, skills of the list and in own words, heavy
topics, rests, hours of the week, days off, public holidays, quiet hours, offers that were answered
or not, conversations of the last week, whom the ask leaves out, and who never meets whoever asks.
Beside it, in the same run: the same listeners of whom nothing but topics and languages is known, in
time and in memory; and reading all who are on duty, and sorting them in full.

Off duty few are in their hours, so several pages are looked at until enough are found.
"""

import asyncio
import random
import sqlite3
import statistics
import tempfile
import time
import tracemalloc
from collections.abc import Awaitable, Callable, Sequence
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from typing import TypeAlias

from bot.config import Settings
from bot.domain.ages import Age
from bot.domain.asks import Ask, AskKind, AskState, OwnWords, Wishes
from bot.domain.ids import AskId, GuildId, ListenerNumber, PersonTag, UserId
from bot.domain.offers import Candidate, fits, order
from bot.domain.waves import PAGE
from bot.services.membership import LOOKED_UP
from bot.services.offers import choice, rules
from bot.storage.encryption.keys import Keyring
from bot.storage.encryption.sealing import Sealer
from bot.storage.offers.turns import RankedPlace
from bot.storage.store import Store, Tables, open_store
from tests.fakes import START

PEOPLE, ON_DUTY, ROUNDS = 100_000, 0.3, 60
TOPICS, LANGUAGES = ("work", "family", "loss", "mood", "love"), ("en", "es", "de")
OWN_SKILLS = ("Ukulele\nSinging", "To sing", "Sourdough\nChess\nBicycles", "Linux")
PLACES = ("ES-MD", "DE-BY", "BR", "FR", "US-NY")
SETTINGS, GUILD = Settings(), GuildId(1)
SEALER = Sealer(Keyring(bytes(32)))
ASKER = UserId(1)
ASK = Ask(
    AskId("ask"), GUILD, SEALER.person_tag(ASKER), SEALER.asker_number(GUILD, ASKER),
    AskKind.PRIVATE, AskState.WAITING, START, START + timedelta(days=1),
    OwnWords("I can't stop thinking of her. She taught me to play, and I want to sing again."),
    Wishes(topic="loss", language="es", heavy=True, learn="music"), age=Age.ADULT,
)  # fmt: skip


def fill(path: Path, everything: bool) -> None:
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
            " on_duty_until, last_offered_at, age, heavy, off_duty_offers, zone)"
            " VALUES (?, 1, ?, 0, ?, ?, 'adult', 'yes', 1, 'Europe/Madrid')",
            [
                (
                    number,
                    SEALER.seal_tag("listener", "person", number.hex(), PersonTag(number)),
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
        if everything:
            live(sql, chance, numbers)
            share(sql, chance, numbers)


def live(sql: sqlite3.Connection, chance: random.Random, numbers: list[bytes]) -> None:
    """What people choose, and what a week leaves behind."""
    now, today = int(START.timestamp()), START.toordinal()
    sql.executemany("INSERT INTO holiday_place VALUES (?, '', ?)", [(one, today) for one in PLACES])
    sql.executemany(
        "INSERT INTO public_holiday VALUES (?, ?)",
        [(one, day) for one in PLACES for day in range(today - 300, today + 300, 40)],
    )
    sql.executemany(
        "UPDATE listener SET heavy = ?, silent_in_a_row = ?, resting_until = ?, away_until = ?,"
        " holidays_of = ?, quiet_from = 1320, quiet_until = 420, at_once = 1"
        " WHERE private_number = ?",
        [
            (
                chance.choice(("yes", "ask", "no")),
                chance.choice((0, 0, 0, 1, 2)),
                now + chance.randrange(-(10**6), 10**5),
                now + chance.randrange(-(10**6), 10**5),
                chance.choice(PLACES),
                number,
            )
            for number in numbers
        ],
    )
    sql.executemany(
        "INSERT INTO listener_skill VALUES (?, ?)",
        [(number, chance.choice(("music", "cooking", "school"))) for number in numbers],
    )
    hours = [(number, day, 60 * chance.randrange(18)) for number in numbers for day in range(7)]
    sql.executemany(
        "INSERT INTO listener_hours VALUES (?, ?, ?, ?)",
        [(number, day, start, start + 300) for number, day, start in hours],
    )
    off = [(number, today + day) for number in numbers for day in chance.sample(range(-60, 60), 2)]
    sql.executemany(
        "INSERT INTO listener_day_off VALUES (?, ?, ?)", [(*one, one[1] + 2) for one in off]
    )
    pasts = [(number, chance.randrange(10**6)) for number in numbers]
    sql.executemany(
        "INSERT INTO ask (ask_id, guild_id, asker_number, kind, state, posted_at, expires_at,"
        " closed_at, heavy, stored) VALUES (?, 1, x'01', 'private', 'closed', ?, ?, ?, ?, ?)",
        [
            (f"past{at}", now - ago, now - ago + 7200, now - ago + 3600, chance.randrange(2), at)
            for at, (_, ago) in enumerate(pasts)
        ],
    )
    sql.executemany(
        "INSERT INTO conversation (conversation_id, ask_id, guild_id, listener_number, asker_alias,"
        " listener_alias, state, started_at, ended_at)"
        " VALUES (?, ?, 1, ?, '', '', 'ended', ?, ?)",
        [
            (f"talk{at}", f"past{at}", number, now - ago, now - ago + 3600)
            for at, (number, ago) in enumerate(pasts)
        ],
    )
    sql.executemany(
        "INSERT INTO offer (token, ask_id, listener_number, on_duty, state, offered_at,"
        " answered_at, weighed) VALUES (?, ?, ?, 1, 'over', ?, ?, 1)",
        [
            (f"offer{at}-{ago}", f"past{at}", number, now - ago, now - ago + chance.randrange(600))
            for at, number in enumerate(numbers)
            for ago in (chance.randrange(1, 10**5), chance.randrange(10**5, 10**6))
        ],
    )


def share(sql: sqlite3.Connection, chance: random.Random, numbers: list[bytes]) -> None:
    """What a fifth can share in their own words; whom the ask leaves out, and who never meets
    whoever asks."""
    sql.executemany(
        "UPDATE listener SET own_skills_sealed = ? WHERE private_number = ?",
        [
            (
                SEALER.seal("listener", "own_skills", number.hex(), chance.choice(OWN_SKILLS)),
                number,
            )
            for number in chance.sample(numbers, PEOPLE // 5)
        ],
    )
    sql.executemany(
        "INSERT INTO ask_excluded VALUES (?, ?)",
        [(ASK.id, number) for number in chance.sample(numbers, 20)],
    )
    pairs = [
        SEALER.pair_tag(ASK.asker_number, SEALER.asker_number_of(ListenerNumber(number)))
        for number in chance.sample(numbers, PEOPLE // 100)
    ]
    sql.executemany(
        "INSERT INTO block (token, guild_id, owner_tag, pair_tag, talk_tag, alias_sealed,"
        " day_sealed) VALUES (?, 1, x'00', ?, ?, x'00', x'00')",
        [(f"block{at}", pair, pair) for at, pair in enumerate(pairs)],
    )


async def on_duty(tables: Tables) -> Sequence[Candidate]:
    """What the bot does for those who are here."""
    return await choice.find_best(SETTINGS, tables, ASK, START, LOOKED_UP, on_duty=True)


async def off_duty(tables: Tables) -> Sequence[Candidate]:
    """And for those who may be told although they are not."""
    return await choice.find_best(SETTINGS, tables, ASK, START, LOOKED_UP, on_duty=False)


async def everybody(tables: Tables) -> Sequence[Candidate]:
    """All who are on duty, sorted in full."""
    found: list[Candidate] = []
    place, limits, rest = RankedPlace(), rules.of_offers(SETTINGS), SETTINGS.listeners
    while page := await tables.candidates.page(ASK, START, limits.quiet, place, on_duty=True):
        found += await tables.candidates.known(page, START, rest.rest_after_heavy)
        place = page[-1].who
        if len(page) < PAGE:
            break
    fitting = [one for one in found if fits(ASK, one, START, limits)]
    return sorted(fitting, key=lambda one: order(ASK, one))[:LOOKED_UP]


Choice: TypeAlias = Callable[[Tables], Awaitable[Sequence[Candidate]]]


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


async def measured(path: Path, everything: bool) -> dict[str, tuple[float, float, float]]:
    """The median milliseconds, those of the processor, and the kilobytes of each kind of choice,
    printed."""
    await (await open_store(path, SEALER)).close()
    fill(path, everything)
    store = await open_store(path, SEALER)
    found: dict[str, tuple[float, float, float]] = {}
    try:
        print("all criteria:" if everything else "topics and languages alone:")  # noqa: T201
        for work in (on_duty, off_duty):
            first, took, processor = await timed(store, work, ROUNDS)
            middle, own = statistics.median(took), statistics.median(processor)
            kilobytes = await memory(store, work)
            found[work.__name__] = middle, own, kilobytes
            print(  # noqa: T201
                f"  {work.__name__}: the best {len(first)}, median {middle:.2f} ms, the first time"
                f" {took[0]:.2f}, worst {max(took):.2f}, processor {own:.2f} ms (at least"
                f" {min(processor):.2f}), {kilobytes:.0f} KiB"
            )
        _, full, _ = await timed(store, everybody, 2)
        print(f"  all on duty, sorted in full: {statistics.median(full):.0f} ms")  # noqa: T201
    finally:
        await store.close()
    return found


async def main() -> None:
    """Measure, and print."""
    print(f"{PEOPLE} listeners, {ON_DUTY:.0%} on duty")  # noqa: T201
    with tempfile.TemporaryDirectory() as folder:
        bare = await measured(Path(folder) / "bare.sqlite3", everything=False)
        whole = await measured(Path(folder) / "whole.sqlite3", everything=True)
    for name, known in whole.items():
        times = [one / other for one, other in zip(known, bare[name], strict=True)]
        print(  # noqa: T201
            f"{name}: {times[0]:.2f} times the time, {times[1]:.2f} the processor's,"
            f" {times[2]:.2f} the memory"
        )


if __name__ == "__main__":
    asyncio.run(main())
