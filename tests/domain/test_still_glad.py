"""When a listener is asked first whether they are still glad to do this."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.domain.still_glad import MONTH, first_asked_at

JOINED = datetime(2026, 1, 1, 12, tzinfo=UTC)
DAY = timedelta(days=1)


@pytest.mark.parametrize(
    ("since", "months"),
    [(timedelta(), 1), (-DAY, 1), (29 * DAY, 1), (30 * DAY, 2), (59 * DAY, 2), (400 * DAY, 14)],
)
def test_it_is_whole_months_after_they_joined(since: timedelta, months: int) -> None:
    """The next such day, never one that is over; also where a clock was set back."""
    assert first_asked_at(JOINED, JOINED + since) == JOINED + months * MONTH
