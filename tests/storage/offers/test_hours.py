"""Whose hours hold, as the database finds it, and as a plain reading of what was chosen says."""

import random
from collections.abc import AsyncIterator
from datetime import UTC, datetime, time, timedelta
from functools import partial
from pathlib import Path

import pytest

from bot.domain.days_off import DaysOff
from bot.domain.ids import ListenerNumber, UserId
from bot.domain.likely_here import OwnHours
from bot.domain.listening import Interests, Preferences
from bot.domain.offers import HereWanted
from bot.domain.quiet_hours import Span
from bot.domain.waves import PAGES
from bot.domain.week import WEEKDAYS, Week
from bot.storage.offers.turns import RankedPlace
from bot.storage.store import Tables
from tests.services.scene import GUILD, Scene, playing

PEOPLE = tuple(UserId(number) for number in range(301, 341))
ZONES = ("Europe/Berlin", "Asia/Kolkata", "America/Los_Angeles", "Pacific/Kiritimati")
USUAL = Span(time(22), time(7))
"""The quiet hours of those who chose none."""
EVERYBODY = HereWanted(len(PEOPLE), PAGES)
SUNDAY = datetime(2026, 3, 29, tzinfo=UTC)
"""In Berlin a spring night leaves an hour out."""
TIMES = (time(0), time(0, 1), time(6, 30), time(12), time(18, 45), time(23, 59))


def a_week(chance: random.Random) -> Week:
    """Some hours: none at all, past midnight, from midnight to midnight."""
    spans = [Span(a, b) for a in TIMES for b in TIMES if a != b or a == time(0)]
    days = chance.sample(range(WEEKDAYS), chance.choice((0, 1, 3, WEEKDAYS)))
    return {day: (chance.choice(spans),) for day in sorted(days)}


def own_hours(chance: random.Random) -> tuple[Preferences, OwnHours]:
    """What somebody chose, and the hours in it."""
    zone, quiet = chance.choice(ZONES), chance.choice((None, Span(time(13), time(15))))
    first = SUNDAY.date() + timedelta(days=chance.randrange(-1, 3))
    off = (DaysOff(first, first),) if chance.random() < 0.3 else ()
    chosen = Preferences(off_duty_offers=True, zone=zone, quiet=quiet)
    return chosen, OwnHours(zone, quiet or USUAL, a_week(chance), off)


async def choose(scene: Scene) -> dict[ListenerNumber, OwnHours]:
    """Let everybody choose; what it was."""
    chance = random.Random(1)  # noqa: S311 - the same people each time
    wanted = {scene.ctx.store.listener_number(GUILD, user): own_hours(chance) for user in PEOPLE}

    async def keep(tables: Tables) -> None:
        for number, (chosen, hours) in wanted.items():
            interests = Interests(week=hours.week, days_off=hours.days_off)
            await tables.preferences.save(number, chosen, hours.week)
            await tables.preferences.save_interests(number, interests)

    await scene.ctx.store.transaction(keep)
    return {number: hours for number, (_, hours) in wanted.items()}


@pytest.fixture
async def scene(tmp_path: Path) -> AsyncIterator[Scene]:
    """Many listeners."""
    async with playing(tmp_path) as made:
        await made.join(*PEOPLE)
        yield made


async def test_whose_hours_hold_is_what_a_plain_reading_says(scene: Scene) -> None:
    """Each quarter of an hour of two days and a second before it, in four zones."""
    hours = await choose(scene)
    await scene.ask()

    async def here(tables: Tables, now: datetime) -> dict[bytes, bool]:
        (ask,) = await tables.asks.waiting(GUILD)
        turns = await tables.candidates.turns(ask, now, USUAL)
        page = await turns.here(RankedPlace(), EVERYBODY, on_duty=False)
        whoever = await turns.page(RankedPlace(), on_duty=False)
        hold = {
            one.who.number: one.hours is not None and one.hours.hold(now) for one in whoever.turns
        }
        assert [number for number, yes in hold.items() if yes] == [
            one.who.number for one in page.turns
        ]
        return hold

    seen = set[bool]()
    for quarter in range(2 * 24 * 4):
        for before in (0, 1):
            now = SUNDAY + timedelta(minutes=15 * quarter, seconds=-before)
            found = await scene.read(partial(here, now=now))
            assert found == {number: one.hold(now) for number, one in hours.items()}
            seen |= set(found.values())
    assert seen == {True, False}
