"""Listeners of one server by the hundred thousand, whom an ask is ranked by: rows as the bot writes
them, straight into a database file."""

import random
import sqlite3
from contextlib import closing
from datetime import timedelta
from itertools import groupby
from operator import itemgetter
from pathlib import Path

from bot.domain.ages import Age
from bot.domain.asks import Ask, AskKind, AskState, OwnWords, Wishes
from bot.domain.ids import AskId, GuildId, ListenerNumber, PersonTag, UserId
from bot.domain.quiet_hours import Span
from bot.domain.week_parts import parts_of
from bot.storage.columns import time_of_day
from bot.storage.encryption.keys import Keyring
from bot.storage.encryption.sealing import Sealer
from tests.fakes import START

ON_DUTY = 0.3
TOPICS, LANGUAGES = ("work", "family", "loss", "mood", "love"), ("en", "es", "de")
OWN_SKILLS = ("Ukulele\nSinging", "To sing", "Sourdough\nChess\nBicycles", "Linux")
PLACES = ("ES-MD", "DE-BY", "BR", "FR", "US-NY")
GUILD = GuildId(1)
SEALER = Sealer(Keyring(bytes(32)))
ASKER = UserId(1)
ASK = Ask(
    AskId("ask"), GUILD, SEALER.person_tag(ASKER), SEALER.asker_number(GUILD, ASKER),
    AskKind.PRIVATE, AskState.WAITING, START, START + timedelta(days=1),
    OwnWords("I can't stop thinking of her. She taught me to play, and I want to sing again."),
    Wishes(topic="loss", language="es", heavy=True, learn="music"), age=Age.ADULT,
)  # fmt: skip


def fill(path: Path, people: int, everything: bool) -> None:
    """So many people, each told of an ask at some time in the last months."""
    chance, now = random.Random(1), int(START.timestamp())  # noqa: S311 - the same people each time
    numbers = [chance.randbytes(16) for _ in range(people)]
    with closing(sqlite3.connect(path)) as sql, sql:
        sql.executemany(
            "INSERT INTO person (person_tag, user_id_sealed) VALUES (?, ?)",
            [
                (number, SEALER.seal_int("person", "user_id", number.hex(), at))
                for at, number in enumerate(numbers)
            ],
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
    sql.executemany(
        "UPDATE listener SET week_parts = ? WHERE private_number = ?",
        [
            (parts_of("Europe/Madrid", {day: (_five_hours(start),) for _, day, start in week}), one)
            for one, week in groupby(hours, key=itemgetter(0))
        ],
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


def _five_hours(start: int) -> Span:
    return Span(time_of_day(start), time_of_day(start + 300))


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
            for number in chance.sample(numbers, len(numbers) // 5)
        ],
    )
    sql.execute(
        "INSERT INTO ask (ask_id, guild_id, asker_number, kind, state, posted_at, expires_at,"
        " stored) VALUES (?, 1, ?, 'private', 'waiting', ?, ?, ?)",
        (
            ASK.id,
            ASK.asker_number,
            int(ASK.posted_at.timestamp()),
            int(ASK.expires_at.timestamp()),
            len(numbers),
        ),
    )
    sql.executemany(
        "INSERT INTO ask_excluded VALUES (?, ?)",
        [(ASK.id, number) for number in chance.sample(numbers, 20)],
    )
    pairs = [
        SEALER.pair_tag(ASK.asker_number, SEALER.asker_number_of(ListenerNumber(number)))
        for number in chance.sample(numbers, len(numbers) // 100)
    ]
    sql.executemany(
        "INSERT INTO block (token, guild_id, owner_tag, pair_tag, talk_tag, alias_sealed,"
        " day_sealed) VALUES (?, 1, x'00', ?, ?, ?, ?)",
        [
            (
                token := f"block{at}",
                pair,
                pair,
                SEALER.seal("block", "alias", token, "Quiet Otter"),
                SEALER.seal_int("block", "day", token, START.toordinal()),
            )
            for at, pair in enumerate(pairs)
        ],
    )
