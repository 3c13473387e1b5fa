"""In which parts of the week somebody's hours may hold: never fewer than those in which they do."""

from datetime import UTC, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.quiet_hours import Span
from bot.domain.week import ALL_DAY, WEEKDAYS, within_week
from bot.domain.week_parts import ALWAYS, part_of, parts_of
from bot.domain.zones import on_the_wall

ZONES = (
    *("UTC", "Europe/Madrid", "Europe/London", "Asia/Kolkata", "Pacific/Kiritimati"),
    *("Africa/Casablanca", "Australia/Lord_Howe", "America/St_Johns", "America/Vancouver"),
)
TIMES = st.builds(time, st.integers(0, 23), st.sampled_from([0, 1, 30, 59]))
SPANS = st.builds(Span, TIMES, TIMES).filter(lambda one: one.start != one.end or one == ALL_DAY)
WEEKS = st.dictionaries(st.integers(0, WEEKDAYS - 1), st.lists(SPANS, min_size=1).map(tuple))
MONDAY = datetime(2026, 3, 2, tzinfo=UTC)


@given(
    st.sampled_from(ZONES),
    WEEKS,
    st.datetimes(datetime(2026, 1, 1), datetime(2040, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001
)
def test_whoever_has_hours_now_has_the_part_of_now(
    zone: str, week: dict[int, tuple[Span, ...]], now: datetime
) -> None:
    """Whatever their clock shows: summer, winter, and zones of half an hour."""
    if within_week(on_the_wall(now, zone), week):
        assert part_of(now) & parts_of(zone, week)


@pytest.mark.parametrize(
    ("zone", "begins"),
    [("UTC", [18]), ("Europe/Madrid", [15, 18]), ("Asia/Kolkata", [12, 15]), ("Etc/GMT+8", [0, 3])],
)
def test_no_other_part_is_theirs(zone: str, begins: list[int]) -> None:
    """Of somebody who is there on a Monday from 18 to 21 o'clock; in Madrid in both halves of the
    year, and eight hours behind UTC on Tuesday."""
    parts = parts_of(zone, {0: (Span(time(18), time(21)),)})
    hours = [MONDAY + timedelta(hours=number) for number in range(7 * 24)]
    there = {moment.hour // 3 * 3 for moment in hours if part_of(moment) & parts}
    assert sorted(there) == begins


def test_sunday_night_goes_on_in_the_first_part_of_the_week() -> None:
    """Past midnight it is Monday."""
    parts = parts_of("UTC", {6: (Span(time(23), time(2)),)})
    assert parts == part_of(MONDAY) | part_of(MONDAY - timedelta(hours=1))


def test_without_hours_it_is_every_part_and_without_a_zone_none() -> None:
    """Nobody is told off duty whose clock is not known."""
    assert parts_of("UTC", {}) == ALWAYS
    assert parts_of(None, {}) == 0
    assert sum(part_of(MONDAY + timedelta(hours=3 * number)) for number in range(56)) == ALWAYS
