"""Local times right across daylight saving: every zone, ten years, against a plain simulation."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.ids import PersonTag, ScheduleId
from bot.domain.schedules import (
    DAY,
    MINUTE,
    Rhythm,
    Schedule,
    Scheduled,
    ScheduleState,
    Taste,
    moment_of,
    next_moment,
    passed,
    passed_everywhere,
    paused,
    weekday_bits,
    weekdays_of,
)
from bot.domain.zones import all_zones, zone_info

BEGIN, END = datetime(2026, 1, 1, tzinfo=UTC), datetime(2036, 1, 1, tzinfo=UTC)
AROUND = timedelta(hours=3)
"""Before and after a change: no clock is put on or back by more in these years."""

Minute = tuple[date, int]


@dataclass(frozen=True)
class Change:
    """A moment at which a zone's clock jumps."""

    at: datetime
    before: timedelta
    after: timedelta


NOONS = [
    BEGIN.replace(tzinfo=None) + timedelta(hours=12) + day * DAY
    for day in range((END - BEGIN) // DAY)
]
"""On the clock on the wall, which jumps at no noon."""


@cache
def changes(zone: str) -> tuple[Change, ...]:
    """Every jump of the ten years, found by halving the day in which it lies."""
    found = []
    offsets = [offset or timedelta() for offset in map(zone_info(zone).utcoffset, NOONS)]
    for noon, (before, after) in zip(NOONS, pairwise(offsets), strict=False):
        if after != before:
            low, high = _real(noon, before), _real(noon + DAY, after)
            while high - low > MINUTE:
                middle = low + (high - low) // 2 // MINUTE * MINUTE
                same = _offset(zone, middle) == before
                low, high = (middle, high) if same else (low, middle)
            found.append(Change(high, before, after))
    return tuple(found)


def _real(wall: datetime, offset: timedelta) -> datetime:
    return (wall - offset).replace(tzinfo=UTC)


def one_of_each() -> list[str]:
    """Of zones whose clocks jump at the same moments between the same offsets, one."""
    kinds = {changes(zone): zone for zone in reversed(all_zones()) if changes(zone)}
    return sorted(kinds.values())


def simulated(zone: str, begin: datetime, end: datetime) -> Iterator[tuple[datetime, Minute]]:
    """Somebody watches the clock on the wall: a minute comes when it first shows that or more."""
    furthest = _wall(zone, begin)
    now = begin
    while now < end:
        now += MINUTE
        shown = _wall(zone, now)
        while furthest < shown:
            furthest += MINUTE
            yield now, (furthest.date(), furthest.hour * 60 + furthest.minute)


def _wall(zone: str, moment: datetime) -> datetime:
    return (moment + _offset(zone, moment)).replace(tzinfo=None)


def _offset(zone: str, moment: datetime) -> timedelta:
    return (
        zone_info(zone).fromutc(moment.replace(tzinfo=zone_info(zone))).utcoffset() or timedelta()
    )


def minutes_in(zone: str, after: datetime, until: datetime) -> list[Minute]:
    """The local minutes that came, one by one."""
    return [
        (stretch.day, minute)
        for stretch in passed(zone, after, until)
        for minute in range(stretch.first, stretch.last + 1)
    ]


def test_there_are_changes_to_look_at() -> None:
    """The search finds what it should: two a year where the clock is changed in spring."""
    assert len(changes("Europe/Berlin")) == 20
    assert changes("Europe/Berlin")[0].at == datetime(2026, 3, 29, 1, 0, tzinfo=UTC)
    assert changes("Asia/Kolkata") == ()
    # twice around Ramadan, then for good to the time of Greenwich
    assert len(changes("Africa/Casablanca")) == 3
    assert changes("Africa/Casablanca")[-1].at == datetime(2026, 9, 20, 1, 0, tzinfo=UTC)
    assert sum(bool(changes(zone)) for zone in all_zones()) > 150


@pytest.mark.parametrize("zone", one_of_each())
def test_around_every_change_each_minute_comes_once_at_its_time(zone: str) -> None:
    """All zones, ten years, every local minute within three hours of a change: 0 missed, 0 twice,
    looked at once a minute and at other paces, and the moment of each is the simulated one. Zones
    that jump alike are looked at once; those that never jump have nothing to look at."""
    for change in changes(zone):
        begin, end = change.at - AROUND, change.at + AROUND
        expected = list(simulated(zone, begin, end))
        looked = [(begin + step * MINUTE, begin + (step + 1) * MINUTE) for step in range(360)]
        found = [(until, one) for after, until in looked for one in minutes_in(zone, after, until)]
        assert found == expected
        for pace in (7, 61, 360):
            moments = [*(begin + step * MINUTE for step in range(0, 360, pace)), end]
            pieces = pairwise(moments)
            together = [one for after, until in pieces for one in minutes_in(zone, after, until)]
            assert together == [minute for _, minute in expected]
        for moment, (day, minute) in expected:
            assert moment_of(zone, day, time(minute // 60, minute % 60)) == moment


@given(
    st.sampled_from(all_zones()),
    st.datetimes(datetime(2026, 1, 1), datetime(2035, 12, 31), timezones=st.just(UTC)),  # noqa: DTZ001
    st.lists(st.integers(1, 3000), max_size=6),
)
def test_however_looks_follow_each_other_nothing_is_missed_or_doubled(
    zone: str, begin: datetime, paces: list[int]
) -> None:
    """Looks at any moments, with seconds, after any pause: together they are one long look."""
    moments = [begin]
    for pace in paces:
        moments.append(moments[-1] + timedelta(seconds=pace * 7))
    pieces = pairwise(moments)
    together = [one for after, until in pieces for one in minutes_in(zone, after, until)]
    assert together == minutes_in(zone, begin, moments[-1])
    assert len(set(together)) == len(together)


@settings(deadline=None)  # the first example reads the rules of all zones
@given(
    st.datetimes(datetime(2026, 1, 1), datetime(2035, 12, 31), timezones=st.just(UTC))  # noqa: DTZ001
    | st.sampled_from([one.at - AROUND / 6 for one in changes("Europe/Berlin")]),
    st.integers(0, 90),
)
def test_all_zones_at_once_are_as_each_by_itself(begin: datetime, pace: int) -> None:
    """Each zone once, also in the hour that comes twice somewhere."""
    end = begin + pace * MINUTE
    found = [(zone, one) for one in passed_everywhere(begin, end) for zone in one.zones]
    minutes = sorted((zone, one.day, one.first, one.last) for zone, one in found)
    assert minutes == [
        (zone, one.day, one.first, one.last)
        for zone in all_zones()
        for one in passed(zone, begin, end)
    ]


@pytest.mark.parametrize(
    ("zone", "day", "at", "utc"),
    [
        # the clock jumps from 2:00 to 3:00
        ("Europe/Berlin", date(2026, 3, 29), time(2, 30), "2026-03-29T01:00"),
        ("Europe/Berlin", date(2026, 3, 29), time(3, 0), "2026-03-29T01:00"),
        ("Europe/Berlin", date(2026, 3, 29), time(1, 59), "2026-03-29T00:59"),
        # 2:30 comes twice
        ("Europe/Berlin", date(2026, 10, 25), time(2, 30), "2026-10-25T00:30"),
        # half an hour only
        ("Australia/Lord_Howe", date(2026, 10, 4), time(2, 15), "2026-10-03T15:30"),
        # around midnight
        ("America/Havana", date(2026, 3, 8), time(0, 30), "2026-03-08T05:00"),
        # a whole day that never was
        ("Pacific/Apia", date(2011, 12, 30), time(8, 0), "2011-12-30T10:00"),
    ],
)
def test_when_a_local_time_comes(zone: str, day: date, at: time, utc: str) -> None:
    """After the gap where it does not exist, the first time where it exists twice."""
    assert moment_of(zone, day, at) == datetime.fromisoformat(utc).replace(tzinfo=UTC)


def a_schedule(rhythm: Rhythm) -> Schedule:
    """Somebody's schedule."""
    person, taste = PersonTag(b"p"), Taste("en")
    return Schedule(ScheduleId("s"), Scheduled.ENCOURAGEMENT, person, rhythm, None, taste)


@given(
    st.sampled_from(("Europe/Berlin", "America/New_York", "Pacific/Kiritimati", "Asia/Kolkata")),
    st.datetimes(datetime(2026, 1, 1), datetime(2035, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001
    st.times(),
    st.sets(st.integers(0, 6), min_size=1),
    st.integers(1, 31),
)
def test_the_next_time_is_the_first_that_lies_ahead(
    zone: str, now: datetime, at: time, days: set[int], every: int
) -> None:
    """As a search day by day finds it."""
    at = at.replace(second=0, microsecond=0)
    rhythm = Rhythm(zone, at, frozenset(days), every, now.date() - timedelta(days=3))
    candidates = (now.date() + timedelta(days=number) for number in range(-2, 7 * every + 3))
    moments = (moment_of(zone, day, at) for day in candidates if rhythm.holds(day))
    assert next_moment(a_schedule(rhythm), now) == next((one for one in moments if one > now), None)


def test_what_is_stopped_or_paused_has_no_time_or_a_later_one() -> None:
    """A pause counts local dates."""
    now = datetime(2026, 3, 2, 18, 0, tzinfo=UTC)
    schedule = a_schedule(Rhythm("Europe/Berlin", time(8)))
    quiet = paused(schedule, now.date(), 3)
    assert next_moment(schedule, now) == datetime(2026, 3, 3, 7, 0, tzinfo=UTC)
    assert next_moment(quiet, now) == datetime(2026, 3, 5, 7, 0, tzinfo=UTC)
    assert next_moment(replace(quiet, state=ScheduleState.STOPPED), now) is None


@given(st.sets(st.integers(0, 6)))
def test_weekdays_as_bits(days: set[int]) -> None:
    """And back."""
    assert weekdays_of(weekday_bits(days)) == days
