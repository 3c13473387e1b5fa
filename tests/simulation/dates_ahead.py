"""When something comes next by the calendar, so that the minutes until then can be left out."""

from datetime import date, datetime, time
from functools import lru_cache

from bot.domain.schedules import DAY, moment_of, today_in


def after(zone: str, minute: int, now: datetime) -> float:
    """The next moment at which a clock there shows that minute, in Unix seconds."""
    today = today_in(zone, now)
    found = (_moment(zone, day, minute) for day in (today, today + DAY, today + 2 * DAY))
    return next(moment for moment in found if moment > now.timestamp())


@lru_cache(maxsize=1024)
def _moment(zone: str, day: date, minute: int) -> float:
    return moment_of(zone, day, time(minute // 60, minute % 60)).timestamp()
