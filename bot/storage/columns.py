"""How values stand in columns: times as whole Unix seconds, UTC; times of day as minutes."""

from datetime import UTC, datetime, time


def seconds(moment: datetime) -> int:
    """A moment as Unix seconds; a fraction is cut off."""
    return int(moment.timestamp())


def moment(stored: int) -> datetime:
    """Unix seconds as an aware moment."""
    return datetime.fromtimestamp(stored, UTC)


def moment_or_none(stored: int | None) -> datetime | None:
    """As `moment`, for a column that may be empty."""
    return None if stored is None else moment(stored)


def minutes(of_day: time) -> int:
    """A time of day as minutes after midnight."""
    return of_day.hour * 60 + of_day.minute


def time_of_day(stored: int) -> time:
    """Minutes after midnight as a time of day."""
    return time(stored // 60, stored % 60)
