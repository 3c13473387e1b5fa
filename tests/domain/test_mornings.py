"""When it is morning somewhere."""

from datetime import UTC, datetime

import pytest

from bot.domain.mornings import next_morning


@pytest.mark.parametrize(
    ("now", "zone", "morning"),
    [
        ((2026, 3, 3, 23, 0), "Europe/Lisbon", (2026, 3, 4, 9, 0)),
        ((2026, 3, 4, 6, 0), "Europe/Lisbon", (2026, 3, 4, 9, 0)),
        ((2026, 3, 4, 6, 1), "Europe/Lisbon", (2026, 3, 5, 9, 0)),
        ((2026, 3, 3, 23, 0), "Asia/Tokyo", (2026, 3, 5, 0, 0)),
        ((2026, 3, 28, 22, 0), "Europe/Berlin", (2026, 3, 29, 7, 0)),
    ],
)
def test_the_next_morning(now: tuple[int, ...], zone: str, morning: tuple[int, ...]) -> None:
    """Nine by the clock of the place, at least three hours away, also where summer time begins."""
    year, month, day, hour, minute = now
    found = next_morning(datetime(year, month, day, hour, minute, tzinfo=UTC), zone)
    assert (found.year, found.month, found.day, found.hour, found.minute) == morning
