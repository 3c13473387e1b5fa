"""Somebody's morning: by whose clock, and when words for it go."""

from datetime import UTC, datetime, time, timedelta

import pytest

from bot.domain.mornings import SPREAD, morning_after, words_go_at
from bot.domain.quiet_hours import QuietHours, Span
from bot.domain.zones import whose_clock

HOUR = timedelta(hours=1)
NIGHT = datetime(2026, 3, 3, 2, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("told", "server", "zone"),
    [
        (["Asia/Tokyo", "Europe/Lisbon"], "Europe/Berlin", "Asia/Tokyo"),
        ([], "Europe/Berlin", "Europe/Berlin"),
        ([], "", "UTC"),
        (["Nowhere/Atlantis"], "Europe/Berlin", "Europe/Berlin"),
        ([], "Nowhere/Atlantis", "UTC"),
    ],
)
def test_their_own_clock_comes_before_the_servers(told: list[str], server: str, zone: str) -> None:
    """And a zone whose name has gone is none."""
    assert whose_clock(told, server) == zone


@pytest.mark.parametrize(
    ("zone", "now", "morning"),
    [
        ("UTC", NIGHT, datetime(2026, 3, 3, 8, tzinfo=UTC)),
        ("UTC", NIGHT.replace(hour=8, minute=0), datetime(2026, 3, 4, 8, tzinfo=UTC)),
        ("America/Bogota", NIGHT, datetime(2026, 3, 3, 13, tzinfo=UTC)),
        ("Asia/Tokyo", NIGHT, datetime(2026, 3, 3, 23, tzinfo=UTC)),
        ("Pacific/Kiritimati", NIGHT, datetime(2026, 3, 3, 18, tzinfo=UTC)),
        # the night before Berlin's summer begins, and its first one
        (
            "Europe/Berlin",
            datetime(2026, 3, 28, 1, tzinfo=UTC),
            datetime(2026, 3, 28, 7, tzinfo=UTC),
        ),
        (
            "Europe/Berlin",
            datetime(2026, 3, 29, 0, tzinfo=UTC),
            datetime(2026, 3, 29, 6, tzinfo=UTC),
        ),
    ],
)
def test_morning_is_eight_oclock_there(zone: str, now: datetime, morning: datetime) -> None:
    """The next one, by the clock on the wall, right across daylight saving."""
    assert morning_after(now, zone) == morning


def test_whoever_sleeps_longer_has_a_later_morning() -> None:
    """Quiet hours that hold at eight are over first, and those that end before change nothing."""
    long = QuietHours("UTC", Span(time(23), time(10)))
    assert morning_after(NIGHT, "UTC", long) == NIGHT.replace(hour=10, minute=0)
    at_nine = NIGHT.replace(hour=9)
    assert morning_after(at_nine, "UTC", long) == NIGHT.replace(hour=10, minute=0)
    short = QuietHours("UTC", Span(time(22), time(7)))
    assert morning_after(NIGHT, "UTC", short) == NIGHT.replace(hour=8, minute=0)


def test_no_exact_hour_tells_a_zone() -> None:
    """They go within two hours, as was drawn."""
    morning, ends = morning_after(NIGHT, "UTC"), NIGHT + 20 * HOUR
    assert words_go_at(NIGHT, morning, timedelta(0), ends) == morning
    assert words_go_at(NIGHT, morning, SPREAD, ends) == morning + 2 * HOUR


def test_they_go_before_the_ask_ends_unanswered() -> None:
    """Also where that is so soon that it is now."""
    morning = morning_after(NIGHT, "UTC")
    ends = NIGHT + HOUR
    assert words_go_at(NIGHT, morning, SPREAD, ends) == ends - timedelta(minutes=10)
    assert words_go_at(NIGHT, morning, SPREAD, NIGHT + timedelta(minutes=1)) == NIGHT
