"""Days on which a listener is not there, by the calendar of their own place."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.days_off import SPANS_AT_MOST, DaysOff, is_off, joined_days
from bot.domain.quiet_hours import Span
from bot.domain.unread import TooManyDaysOff
from bot.domain.week import ALL_DAY, Week
from bot.domain.zones import on_the_wall

TODAY = date(2026, 12, 1)
CHRISTMAS = DaysOff(date(2026, 12, 25), date(2026, 12, 25))
LATE: Week = dict.fromkeys(range(7), (Span(time(21), time(2)),))
DAYS = st.builds(
    lambda first, more: DaysOff(TODAY + timedelta(first), TODAY + timedelta(first + more)),
    st.integers(0, 60),
    st.integers(0, 9),
)


def utc(*when: int) -> datetime:
    """A moment."""
    return datetime(*when, tzinfo=UTC)  # type: ignore[arg-type,misc]


@pytest.mark.parametrize(
    ("zone", "now", "off"),
    [
        ("UTC", utc(2026, 12, 24, 23, 59), False),
        ("UTC", utc(2026, 12, 25, 0, 0), True),
        ("UTC", utc(2026, 12, 25, 23, 59), True),
        ("UTC", utc(2026, 12, 26, 0, 0), False),
        # on Kiritimati it begins at ten in the morning of the 24th, and is over by then
        ("Pacific/Kiritimati", utc(2026, 12, 24, 9, 59), False),
        ("Pacific/Kiritimati", utc(2026, 12, 24, 10, 0), True),
        ("Pacific/Kiritimati", utc(2026, 12, 25, 10, 0), False),
        # in Honolulu it goes on after that for a day
        ("Pacific/Honolulu", utc(2026, 12, 25, 9, 59), False),
        ("Pacific/Honolulu", utc(2026, 12, 26, 9, 59), True),
        ("Asia/Kolkata", utc(2026, 12, 24, 18, 30), True),
        ("America/Vancouver", utc(2026, 12, 25, 6, 59), False),
        ("America/Vancouver", utc(2026, 12, 25, 7, 0), True),
    ],
)
def test_a_day_off_is_one_by_the_clock_on_the_wall(zone: str, now: datetime, off: bool) -> None:
    """From midnight to midnight there."""
    assert is_off(on_the_wall(now, zone), {}, (CHRISTMAS,)) is off


@pytest.mark.parametrize(("day", "hours"), [(date(2026, 3, 29), 23), (date(2026, 10, 25), 25)])
def test_a_day_off_is_as_long_as_its_day(day: date, hours: int) -> None:
    """Berlin's clocks go forward on one, and back on the other."""
    begin = datetime(day.year, day.month, day.day, tzinfo=ZoneInfo("Europe/Berlin"))
    moments = (begin.astimezone(UTC) + timedelta(hours=hour) for hour in range(-3, 30))
    found = [is_off(on_the_wall(one, "Europe/Berlin"), {}, (DaysOff(day, day),)) for one in moments]
    assert found.count(True) == hours


def test_a_night_belongs_to_the_day_on_which_it_began() -> None:
    """Hours from nine until two: of a day off they do not come at all, and those that began before
    it end at midnight."""
    at = {
        utc(2026, 12, 24, 23): False,
        utc(2026, 12, 25, 1): True,
        utc(2026, 12, 25, 22): True,
        utc(2026, 12, 26, 1): True,
        utc(2026, 12, 26, 22): False,
    }
    assert {moment: is_off(on_the_wall(moment, "UTC"), LATE, (CHRISTMAS,)) for moment in at} == at


def test_hours_of_the_next_day_come_although_those_of_the_day_off_would_go_on() -> None:
    """Who is there all day on Saturday is there at one in the morning."""
    week = {**LATE, 5: (ALL_DAY,)}
    assert not is_off(on_the_wall(utc(2026, 12, 26, 1), "UTC"), week, (CHRISTMAS,))


def test_without_hours_the_next_day_begins_at_midnight() -> None:
    """No night goes on then."""
    assert not is_off(on_the_wall(utc(2026, 12, 26, 1), "UTC"), {}, (CHRISTMAS,))


@given(st.lists(DAYS, max_size=SPANS_AT_MOST), st.integers(0, 80))
def test_joining_days_off_changes_no_day(some: list[DaysOff], ahead: int) -> None:
    """They are in order and apart, whatever overlapped."""
    day, found = TODAY + timedelta(ahead), joined_days(some, TODAY)
    assert any(one.holds(day) for one in some) is any(one.holds(day) for one in found)
    assert list(found) == sorted(found)
    assert all(one.last + timedelta(1) < other.first for one, other in pairwise(found))


def test_days_that_are_over_go() -> None:
    """One that lasts stays whole."""
    over = DaysOff(TODAY - timedelta(9), TODAY - timedelta(1))
    lasts = DaysOff(TODAY - timedelta(1), TODAY)
    assert joined_days([over], TODAY) == ()
    assert joined_days([lasts], TODAY) == (lasts,)


def test_no_more_days_off_than_fit() -> None:
    """Days beside each other count as one."""
    apart = [DaysOff(TODAY + timedelta(2 * n), TODAY + timedelta(2 * n)) for n in range(21)]
    with pytest.raises(TooManyDaysOff):
        joined_days(apart, TODAY)
    beside = [DaysOff(TODAY + timedelta(n), TODAY + timedelta(n)) for n in range(21)]
    assert joined_days(beside, TODAY) == (DaysOff(TODAY, TODAY + timedelta(20)),)


@given(DAYS)
def test_what_is_written_is_read(days: DaysOff) -> None:
    """As it stands in a form's list."""
    assert DaysOff.of(str(days)) == days


def test_anything_else_is_none() -> None:
    """Also from whoever sends a form by hand."""
    assert DaysOff.of("24 Dec") is None
