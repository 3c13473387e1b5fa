"""How values stand in columns: times as whole Unix seconds, UTC; times of day as minutes."""

from datetime import UTC, datetime, time
from functools import cache

AN_HOUR = 3600
"""Seconds. A snowflake holds milliseconds, so an exact time could be found in Discord's history."""


def seconds(moment: datetime) -> int:
    """A moment as Unix seconds; a fraction is cut off."""
    return int(moment.timestamp())


def coarse(moment: datetime) -> int:
    """A moment as Unix seconds, cut to the hour: for what needs no exact time."""
    return seconds(moment) // AN_HOUR * AN_HOUR


def coarse_end(moment: datetime) -> int:
    """As `coarse`, but the next full hour: for what must last until a moment."""
    return -(-seconds(moment) // AN_HOUR) * AN_HOUR


def moment(stored: int) -> datetime:
    """Unix seconds as an aware moment."""
    return datetime.fromtimestamp(stored, UTC)


def moment_or_none(stored: int | None) -> datetime | None:
    """As `moment`, for a column that may be empty."""
    return None if stored is None else moment(stored)


def minutes(of_day: time) -> int:
    """A time of day as minutes after midnight."""
    return of_day.hour * 60 + of_day.minute


@cache
def time_of_day(stored: int) -> time:
    """Minutes after midnight as a time of day: there are no more than 1,440."""
    return time(stored // 60, stored % 60)
