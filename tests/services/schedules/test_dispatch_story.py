"""Whatever the clock and the process do: each local date once, or counted as left out.

The reference knows nothing of marks, ledgers or stretches: it asks of each date alone when its
local time came, by watching the clock on the wall.
"""

import asyncio
import tempfile
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.domain.zones import zone_info
from bot.services import timers
from bot.services.encouragements import personal_schedule
from tests.how_much import often
from tests.services.scene import ASKER, Scene, playing

MINUTE = timedelta(minutes=1)
CHANGES = {
    "Europe/Berlin": datetime(2026, 3, 29, 1, tzinfo=UTC),
    "America/New_York": datetime(2026, 11, 1, 6, tzinfo=UTC),
    "Australia/Lord_Howe": datetime(2026, 4, 4, 15, tzinfo=UTC),
    "Africa/Casablanca": datetime(2026, 3, 22, 2, tzinfo=UTC),
    "Asia/Kathmandu": datetime(2026, 6, 1, tzinfo=UTC),
}
LIVE, OUTAGE, RESTART, BACK = "live", "outage", "restart", "back"
STEPS = st.lists(
    st.tuples(st.sampled_from([LIVE, LIVE, OUTAGE, RESTART, BACK]), st.integers(1, 40)),
    min_size=2,
    max_size=12,
)


def came_at(zone: str, day: date, at: time) -> datetime:
    """The first minute at which the wall shows this time of this date, or more."""
    begin = datetime.combine(day, at, UTC) - timedelta(hours=16)
    now, wanted = begin, datetime.combine(day, at)
    # in long strides first: the wall never runs ahead by more than a stride's worth
    while (shown := now.astimezone(zone_info(zone)).replace(tzinfo=None)) < wanted:
        now += MINUTE if wanted - shown < timedelta(hours=4) else timedelta(hours=1)
    return now


def due_dates(zone: str, at: time, after: datetime, until: datetime) -> set[date]:
    """The local dates whose time came after one moment and until another."""
    first, days = after.date() - timedelta(days=2), (until - after).days + 5
    dates = (first + timedelta(days=number) for number in range(days))
    return {day for day in dates if after < came_at(zone, day, at) <= until}


async def play(scene: Scene, zone: str, at: time, steps: list[tuple[str, int]]) -> bool:
    """Live through the steps; whether the clock was ever put back."""
    await personal_schedule.save(
        scene.ctx,
        ASKER,
        at=f"{at:%H:%M}",
        zone=zone,
        weekdays=range(7),
        themes=[],
        language="en",
    )
    await timers.fire_due_timers(scene.ctx)
    for step, size in steps:
        match step:
            case "live":
                for _ in range(size):
                    scene.clock.advance(17 * MINUTE)
                    await timers.fire_due_timers(scene.ctx)
                    await scene.deliver()
            case "outage":
                scene.clock.advance(size * 37 * MINUTE)
            case "restart":
                await scene.restart()
            case "back":
                scene.clock.advance(-size * 5 * MINUTE)
    return any(step == BACK for step, _ in steps)


@settings(
    max_examples=often(25),
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
    derandomize=True,
)
@given(
    st.sampled_from(sorted(CHANGES)),
    st.integers(0, 95).map(lambda quarter: time(quarter // 4, quarter % 4 * 15)),
    st.integers(-40, 4),
    STEPS,
)
def test_each_local_date_comes_once_or_is_counted(
    zone: str, at: time, hours: int, steps: list[tuple[str, int]]
) -> None:
    """Through daylight saving, outages, restarts and clocks that are put back."""

    async def story() -> None:
        with tempfile.TemporaryDirectory() as folder:
            async with playing(Path(folder), reminding=False) as scene:
                begin = CHANGES[zone] + timedelta(hours=hours)
                scene.clock.advance(begin - scene.clock.now())
                put_back = await play(scene, zone, at, [*steps, (LIVE, 1)])
                notices = scene.messenger.said(ASKER)
                days = [one.on_schedule.day for one in notices if one.on_schedule]
                left_out = await scene.read(lambda tables: tables.occurrences.left_out(date.min))
                expected = due_dates(zone, at, begin, scene.clock.now())
                assert len(set(days)) == len(days)
                if put_back:
                    assert len(expected - set(days)) <= left_out
                else:
                    assert set(days) <= expected
                    assert len(expected) == len(days) + left_out

    asyncio.run(story())
