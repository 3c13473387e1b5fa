"""Whom the bot chooses of those off duty, and whom a plain reading of everybody gives."""

import random
from collections.abc import AsyncIterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from functools import partial
from pathlib import Path

import pytest

from bot.config import Settings
from bot.domain.asks import Ask, Wishes
from bot.domain.days_off import DaysOff
from bot.domain.ids import ListenerNumber, UserId
from bot.domain.listening import Heavy, Interests, Preferences
from bot.domain.offers import Candidate, fits, order
from bot.domain.quiet_hours import Span
from bot.domain.waves import OFF_DUTY_PAGE
from bot.domain.week import Week
from bot.domain.week_parts import part_of, parts_of
from bot.services.offers import choice, rules
from bot.storage.offers.turns import RankedPlace
from bot.storage.store import Tables
from tests.engines import on_both_engines
from tests.services.scene import GUILD, Scene, playing

pytestmark = on_both_engines

PEOPLE = tuple(UserId(number) for number in range(400, 490))
WEDNESDAY = datetime(2026, 3, 4, tzinfo=UTC)
ZONES = ("Europe/Berlin", "Asia/Kolkata", "America/Los_Angeles")
SPANS = (Span(time(9), time(20)), Span(time(18), time(4)), Span(time(0), time(0)))


def a_week(chance: random.Random) -> Week:
    """Some days of the week, or none."""
    return {day: (chance.choice(SPANS),) for day in chance.sample(range(7), chance.choice((0, 4)))}


async def choose(scene: Scene) -> dict[ListenerNumber, tuple[str, Week]]:
    """Everybody chooses, and was told of something before; in which zone their week is."""
    chance, found = random.Random(2), dict[ListenerNumber, tuple[str, Week]]()  # noqa: S311

    async def keep(tables: Tables) -> None:
        for user in PEOPLE:
            number = scene.ctx.store.listener_number(GUILD, user)
            zone, week = chance.choice(ZONES), a_week(chance)
            heavy, day = chance.choice(tuple(Heavy)), WEDNESDAY.date()
            chosen = Preferences(heavy=heavy, off_duty_offers=True, zone=zone)
            off = (DaysOff(day, day),) if chance.random() < 0.1 else ()
            topics = frozenset(chance.sample(("work", "loss", "love"), chance.choice((0, 1))))
            await tables.preferences.save(number, chosen, week)
            await tables.preferences.save_interests(
                number, Interests(topics=topics, week=week, days_off=off)
            )
            await tables.listeners.left_silent([number] * chance.choice((0, 0, 1, 2)))
            found[number] = zone, week

    await scene.ctx.store.transaction(keep)
    return found


async def plainly(
    tables: Tables,
    settings: Settings,
    weeks: dict[ListenerNumber, tuple[str, Week]],
    now: datetime,
    people: int,
) -> Sequence[Candidate]:
    """All of them read; whole pages of those whose week may hold, until enough fit; all sorted."""
    ask, limits = await asked(tables), rules.of_offers(settings)
    turns = await tables.candidates.turns(ask, now, limits.quiet)
    line = list[Candidate]()
    place: RankedPlace | None = RankedPlace()
    while place is not None:
        page = await turns.page(place, on_duty=False)
        line += await tables.candidates.known(page.turns, now, timedelta(days=1))
        place = page.last
    line = [one for one in line if parts_of(*weeks[one.listener.number]) & part_of(now)]
    found = list[Candidate]()
    while line and len(found) < people:
        found += [one for one in line[:OFF_DUTY_PAGE] if fits(ask, one, now, limits)]
        del line[:OFF_DUTY_PAGE]
    return sorted(found, key=lambda one: order(ask, one))[:people]


async def asked(tables: Tables) -> Ask:
    """What somebody asks."""
    (ask,) = await tables.asks.waiting(GUILD)
    return replace(ask, wishes=Wishes(topic="loss", heavy=True))


@pytest.fixture
async def scene(tmp_path: Path) -> AsyncIterator[Scene]:
    """Many listeners."""
    async with playing(tmp_path) as made:
        await made.join(*PEOPLE)
        yield made


async def test_off_duty_the_same_are_chosen_as_by_reading_everybody(scene: Scene) -> None:
    """At many hours of a day and a night: the very same people in the same order, however many
    are wanted."""
    weeks, settings = await choose(scene), scene.ctx.settings
    await scene.ask()

    async def best(tables: Tables, now: datetime, people: int) -> Sequence[Candidate]:
        ask = await asked(tables)
        return await choice.find_best(settings, tables, ask, now, people, on_duty=False)

    many = set[int]()
    for hour in range(0, 26, 3):
        now = WEDNESDAY + timedelta(hours=hour)
        for people in (1, 5, 24, 60):
            found = await scene.read(partial(best, now=now, people=people))
            plain = partial(plainly, settings=settings, weeks=weeks, now=now, people=people)
            assert found == await scene.read(plain)
            many.add(len(found))
    assert {1, 5, 24} < many, "enough of them are there at some time, and fewer at others"
