"""How values stand in columns: times as whole Unix seconds, UTC."""

from datetime import UTC, datetime


def seconds(moment: datetime) -> int:
    """A moment as Unix seconds; a fraction is cut off."""
    return int(moment.timestamp())


def moment(stored: int) -> datetime:
    """Unix seconds as an aware moment."""
    return datetime.fromtimestamp(stored, UTC)


def moment_or_none(stored: int | None) -> datetime | None:
    """As `moment`, for a column that may be empty."""
    return None if stored is None else moment(stored)
