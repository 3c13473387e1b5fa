"""A listener's hours, by the clock on their wall."""

from datetime import UTC, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.quiet_hours import QuietHours, Span, is_quiet

NIGHT = Span(time(22), time(8))
ZONES = st.sampled_from(
    ("Europe/Berlin", "America/New_York", "Asia/Kolkata", "Australia/Lord_Howe", "Pacific/Apia")
)
MOMENTS = st.datetimes(datetime(2020, 1, 1), datetime(2035, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001
TIMES = st.times().map(lambda one: one.replace(second=0, microsecond=0))


@pytest.mark.parametrize(
    ("hour", "quiet"), [(21, False), (22, True), (0, True), (7, True), (8, False), (12, False)]
)
def test_a_night_goes_past_midnight(hour: int, quiet: bool) -> None:
    """From ten to eight: ten is in it, eight is not."""
    assert is_quiet(datetime(2026, 3, 2, hour, tzinfo=UTC), "UTC", NIGHT) is quiet


@pytest.mark.parametrize(
    ("moment", "quiet"),
    [
        # the night in which Berlin's clocks go forward: 6:30 UTC is 7:30 before, 8:30 after
        (datetime(2026, 3, 28, 6, 30, tzinfo=UTC), True),
        (datetime(2026, 3, 29, 6, 30, tzinfo=UTC), False),
        (datetime(2026, 3, 29, 20, 30, tzinfo=UTC), True),
        # and back
        (datetime(2026, 10, 24, 6, 30, tzinfo=UTC), False),
        (datetime(2026, 10, 25, 6, 30, tzinfo=UTC), True),
    ],
)
def test_quiet_hours_are_right_when_the_clocks_change(moment: datetime, quiet: bool) -> None:
    """The wall clock decides, on the days before and after too."""
    assert is_quiet(moment, "Europe/Berlin", NIGHT) is quiet


@given(MOMENTS, ZONES, TIMES, TIMES)
def test_a_span_and_the_rest_of_the_day_make_a_whole_day(
    now: datetime, zone: str, start: time, end: time
) -> None:
    """Every moment is in exactly one of the two, whatever the zone and the season."""
    if start == end:
        return
    assert is_quiet(now, zone, Span(start, end)) is not is_quiet(now, zone, Span(end, start))


@pytest.mark.parametrize(
    ("now", "end"),
    [
        (datetime(2026, 3, 2, 20, 59, tzinfo=UTC), None),
        (datetime(2026, 3, 2, 21, 0, tzinfo=UTC), datetime(2026, 3, 3, 7, tzinfo=UTC)),
        (datetime(2026, 3, 3, 3, 0, tzinfo=UTC), datetime(2026, 3, 3, 7, tzinfo=UTC)),
        (datetime(2026, 3, 3, 7, 0, tzinfo=UTC), None),
        # the nights in which Berlin's clocks go forward and back: they are an hour off
        (datetime(2026, 3, 28, 22, 0, tzinfo=UTC), datetime(2026, 3, 29, 6, tzinfo=UTC)),
        (datetime(2026, 10, 24, 22, 0, tzinfo=UTC), datetime(2026, 10, 25, 7, tzinfo=UTC)),
    ],
)
def test_a_night_ends_in_the_morning_of_that_place(now: datetime, end: datetime | None) -> None:
    """By the clock on the wall, whichever day it is by now."""
    assert QuietHours("Europe/Berlin", NIGHT).end_of(now) == end


@given(ZONES, MOMENTS, TIMES, TIMES)
def test_what_waits_for_their_end_finds_it(
    zone: str, now: datetime, start: time, end: time
) -> None:
    """It lies ahead, within a day and an hour, and they are over then or begin anew."""
    found = QuietHours(zone, Span(start, end)).end_of(now)
    assert (found is not None) is is_quiet(now, zone, Span(start, end))
    if found is not None:
        assert timedelta(0) < found - now <= timedelta(hours=25)


@pytest.mark.parametrize(("minutes", "left"), [(0, 30), (29, 1), (60, 30), (89, 1)])
def test_hours_that_end_in_an_hour_of_which_there_are_two_end_within_it(
    minutes: int, left: int
) -> None:
    """Berlin's clocks show 2:00 twice in October: at each it is half an hour until half past two,
    and never a day."""
    two = datetime(2026, 10, 25, 0, 0, tzinfo=UTC)
    now = two + timedelta(minutes=minutes)
    hours = QuietHours("Europe/Berlin", Span(time(22), time(2, 30)))
    assert hours.end_of(now) == now + timedelta(minutes=left)
