"""A week's hours, by the clock on the wall of somebody's own place."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.quiet_hours import Span
from bot.domain.unread import TooManyHours
from bot.domain.week import ALL_DAY, SPANS_AT_MOST, Week, joined, meets_quiet, within_week
from bot.domain.zones import on_the_wall

EVENING = Span(time(18), time(21))
ZONES = st.sampled_from(
    (
        *("Europe/Berlin", "America/New_York", "Asia/Kolkata", "Australia/Lord_Howe"),
        *("Pacific/Apia", "Pacific/Kiritimati", "America/Vancouver", "UTC"),
    )
)
MOMENTS = st.datetimes(datetime(2010, 1, 1), datetime(2035, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001
TIMES = st.times().map(lambda one: one.replace(second=0, microsecond=0))
SPANS = st.builds(Span, TIMES, TIMES).filter(lambda one: one.start != one.end) | st.just(ALL_DAY)


def utc(*when: int) -> datetime:
    """A moment."""
    return datetime(*when, tzinfo=UTC)  # type: ignore[arg-type,misc]


NIGHT, NOON = Span(time(22), time(8)), Span(time(12), time(13))


@pytest.mark.parametrize(
    ("span", "quiet", "meets"),
    [
        (Span(time(22), time(2)), NIGHT, True),
        (Span(time(1), time(3)), NIGHT, True),
        (Span(time(21), time(22)), NIGHT, False),
        (Span(time(8), time(22)), NIGHT, False),
        (Span(time(7, 59), time(9)), NIGHT, True),
        (Span(time(20), time(22, 1)), NIGHT, True),
        (ALL_DAY, NIGHT, True),
        (Span(time(13), time(12)), NOON, False),
        (Span(time(13), time(12, 1)), NOON, True),
        (Span(time(22), time(2)), Span(time(1), time(8)), True),
        (Span(time(22), time(2)), Span(time(5), time(5)), False),
    ],
)
def test_hours_that_lie_in_the_quiet_ones_are_found(span: Span, quiet: Span, meets: bool) -> None:
    """Also past midnight, on either side; hours that only touch do not."""
    assert meets_quiet({2: (EVENING, span)}, quiet) is meets
    assert not meets_quiet({}, quiet)


@given(MOMENTS, ZONES)
def test_a_week_without_hours_is_open_all_the_time(now: datetime, zone: str) -> None:
    """Nobody has to fill anything in."""
    assert within_week(on_the_wall(now, zone), {})


@given(MOMENTS, ZONES, st.integers(0, 6))
def test_only_the_chosen_weekday_counts(now: datetime, zone: str, weekday: int) -> None:
    """The weekday is the one of their place."""
    local = now.astimezone(ZoneInfo(zone))
    expected = local.weekday() == weekday and EVENING.holds(local.time())
    assert within_week(on_the_wall(now, zone), {weekday: (EVENING,)}) is expected


@given(MOMENTS, ZONES, st.integers(0, 6))
def test_all_day_is_that_day_and_no_other(now: datetime, zone: str, weekday: int) -> None:
    """From midnight to midnight there, also on a day of 23 or 25 hours."""
    expected = now.astimezone(ZoneInfo(zone)).weekday() == weekday
    assert within_week(on_the_wall(now, zone), {weekday: (ALL_DAY,)}) is expected


def test_hours_past_midnight_belong_to_the_day_they_began() -> None:
    """Friday from nine until two: Saturday at one counts, Friday at one does not."""
    week = {4: (Span(time(21), time(2)),)}
    friday = utc(2026, 3, 6)
    assert within_week(on_the_wall(friday + timedelta(hours=25), "UTC"), week)
    assert not within_week(on_the_wall(friday + timedelta(hours=1), "UTC"), week)
    assert not within_week(on_the_wall(friday + timedelta(hours=26), "UTC"), week)


NIGHTS: Week = {6: (Span(time(1), time(4)),)}
TWICE: Week = {6: (Span(time(2, 15), time(2, 45)),)}


@pytest.mark.parametrize(
    ("zone", "week", "now", "open_then"),
    [
        # Berlin goes forward on 29 March: after 1:59 comes 3:00, and four is an hour sooner
        ("Europe/Berlin", NIGHTS, utc(2026, 3, 29, 0, 0), True),
        ("Europe/Berlin", NIGHTS, utc(2026, 3, 29, 1, 59), True),
        ("Europe/Berlin", NIGHTS, utc(2026, 3, 29, 2, 0), False),
        # hours that this night leaves out do not come
        ("Europe/Berlin", TWICE, utc(2026, 3, 29, 0, 59), False),
        ("Europe/Berlin", TWICE, utc(2026, 3, 29, 1, 0), False),
        # it goes back on 25 October: three hours on the clock last four
        ("Europe/Berlin", NIGHTS, utc(2026, 10, 24, 22, 59), False),
        ("Europe/Berlin", NIGHTS, utc(2026, 10, 24, 23, 0), True),
        ("Europe/Berlin", NIGHTS, utc(2026, 10, 25, 2, 59), True),
        ("Europe/Berlin", NIGHTS, utc(2026, 10, 25, 3, 0), False),
        # and half past two comes twice
        ("Europe/Berlin", TWICE, utc(2026, 10, 25, 0, 30), True),
        ("Europe/Berlin", TWICE, utc(2026, 10, 25, 0, 50), False),
        ("Europe/Berlin", TWICE, utc(2026, 10, 25, 1, 30), True),
        # New York goes forward on 8 March and back on 1 November
        ("America/New_York", NIGHTS, utc(2026, 3, 8, 6, 0), True),
        ("America/New_York", NIGHTS, utc(2026, 3, 8, 8, 0), False),
        ("America/New_York", NIGHTS, utc(2026, 11, 1, 8, 59), True),
        # Kolkata never changes its clocks
        ("Asia/Kolkata", NIGHTS, utc(2026, 3, 28, 19, 29), False),
        ("Asia/Kolkata", NIGHTS, utc(2026, 3, 28, 19, 30), True),
        ("Asia/Kolkata", NIGHTS, utc(2026, 10, 24, 22, 29), True),
        ("Asia/Kolkata", NIGHTS, utc(2026, 10, 24, 22, 30), False),
        # on Kiritimati it is Sunday from ten in the morning of Saturday on
        ("Pacific/Kiritimati", NIGHTS, utc(2026, 3, 28, 10, 59), False),
        ("Pacific/Kiritimati", NIGHTS, utc(2026, 3, 28, 11, 0), True),
        ("Pacific/Kiritimati", NIGHTS, utc(2026, 3, 28, 14, 0), False),
        # Vancouver goes back no more: from November 2026 on its winter has the summer's clock
        ("America/Vancouver", NIGHTS, utc(2026, 1, 4, 11, 30), True),
        ("America/Vancouver", NIGHTS, utc(2026, 7, 5, 11, 30), False),
        ("America/Vancouver", NIGHTS, utc(2026, 12, 6, 10, 59), True),
        ("America/Vancouver", NIGHTS, utc(2026, 12, 6, 11, 30), False),
        # Apia left out a whole Friday in 2011: its Thursday's night goes on into Saturday
        ("Pacific/Apia", {3: (Span(time(22), time(2)),)}, utc(2011, 12, 30, 9, 0), True),
        ("Pacific/Apia", {4: (ALL_DAY,)}, utc(2011, 12, 30, 11, 0), False),
        ("Pacific/Apia", {5: (ALL_DAY,)}, utc(2011, 12, 30, 11, 0), True),
    ],
)
def test_the_clock_on_the_wall_decides(
    zone: str, week: Week, now: datetime, open_then: bool
) -> None:
    """Whatever it does in that night, and whatever its country has decided about it."""
    assert within_week(on_the_wall(now, zone), week) is open_then


def test_a_day_may_have_several_stretches() -> None:
    """In each of them, and not between them."""
    week = {0: (Span(time(8), time(10)), Span(time(18), time(21)))}
    monday = utc(2026, 3, 2)
    open_at = [
        hour
        for hour in range(24)
        if within_week(on_the_wall(monday.replace(hour=hour), "UTC"), week)
    ]
    assert open_at == [8, 9, 18, 19, 20]


@given(st.lists(SPANS, min_size=1, max_size=SPANS_AT_MOST), MOMENTS, ZONES)
def test_joining_hours_changes_no_hour(spans: list[Span], now: datetime, zone: str) -> None:
    """Those that overlap read as one, and every moment stays in them or out of them."""
    before: Week = dict.fromkeys(range(7), tuple(spans))
    after: Week = dict.fromkeys(range(7), joined(spans))
    assert within_week(on_the_wall(now, zone), before) is within_week(on_the_wall(now, zone), after)


@given(st.lists(SPANS, min_size=1, max_size=SPANS_AT_MOST))
def test_joined_hours_are_in_order_and_begin_at_different_times(spans: list[Span]) -> None:
    """Joining them again changes nothing; only the whole day ends when it begins."""
    once = joined(spans)
    assert joined(once) == once
    assert [one.start for one in once] == sorted({one.start for one in once})
    assert all(one == ALL_DAY or one.start != one.end for one in once)


def test_no_more_stretches_than_fit() -> None:
    """After those that meet were joined."""
    short = [Span(time(hour), time(hour, 30)) for hour in range(SPANS_AT_MOST + 1)]
    with pytest.raises(TooManyHours):
        joined(short)
    meeting = [Span(time(hour), time(hour + 1)) for hour in range(SPANS_AT_MOST + 1)]
    assert joined(meeting) == (Span(time(0), time(SPANS_AT_MOST + 1)),)
