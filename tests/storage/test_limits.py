"""Marks of limits: whose they are shows to nobody, and what is kept of time is coarse."""

from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path

import pytest

from bot.domain.cool_downs import CoolDown, Limited, WhoseLimit
from bot.storage.store import Tables
from tests.engines import on_both_engines
from tests.services.scene import ASKER, ELSEWHERE, GUILD, HOUR, LISTENER, SEALER, Scene, playing

pytestmark = on_both_engines

SECOND, MINUTE = timedelta(seconds=1), timedelta(minutes=1)


@pytest.fixture
async def scene(tmp_path: Path) -> AsyncIterator[Scene]:
    """A database with nothing in these tables."""
    async with playing(tmp_path) as made:
        yield made


async def _use(whose: WhoseLimit, until: datetime, tables: Tables) -> None:
    await tables.limits.use(whose, until)


async def _forget(now: datetime, tables: Tables) -> None:
    await tables.limits.forget(now)


def test_each_limit_has_a_mark_of_its_own() -> None:
    """In each server another one, and none is a tag or a number that stands anywhere else."""
    places = (GUILD, ELSEWHERE, None)
    people = (ASKER, LISTENER)
    marks = {
        SEALER.limit_mark(what, user, guild)
        for what in Limited
        for user in people
        for guild in places
    }
    assert len(marks) == len(Limited) * len(people) * len(places)
    others: set[bytes] = {SEALER.person_tag(user) for user in people}
    for guild in (GUILD, ELSEWHERE):
        others |= {SEALER.listener_number(guild, user) for user in people}
        others |= {SEALER.asker_number(guild, user) for user in people}
        others |= {SEALER.server_tag(guild, user) for user in people}
    assert not marks & others


async def test_until_when_something_counts_is_kept_to_the_next_full_hour(scene: Scene) -> None:
    """So no row tells when something was done; of two in an hour one row is left."""
    whose = WhoseLimit(Limited.REPORTS, ASKER)
    now = scene.clock.now()
    for after in (SECOND, MINUTE, HOUR):
        await scene.store.transaction(partial(_use, whose, now + after))
    assert await scene.count("used_up") == 1
    assert await scene.read(lambda t: t.limits.used(whose, now)) == [now + HOUR] * 3
    assert await scene.read(lambda t: t.limits.used(whose, now + HOUR)) == []
    other = WhoseLimit(Limited.REPORTS, LISTENER)
    assert await scene.read(lambda t: t.limits.used(other, now)) == []


async def test_a_wait_is_kept_to_the_next_full_minute(scene: Scene) -> None:
    """What somebody is told is what holds."""
    whose, now = WhoseLimit(Limited.MESSAGES, ASKER), scene.clock.now()
    waits = CoolDown(2, now + SECOND)
    kept = await scene.store.transaction(lambda t: t.limits.keep(whose, waits, HOUR))
    assert kept == CoolDown(2, now + MINUTE)
    assert await scene.read(lambda t: t.limits.cool_down(whose)) == kept
    assert await scene.store.transaction(lambda t: t.limits.count_message(ASKER, now)) == (1, kept)
    for moment, left in ((now + HOUR, 1), (now + HOUR + MINUTE, 0)):
        await scene.store.transaction(partial(_forget, moment))
        assert await scene.count("cool_down") == left
