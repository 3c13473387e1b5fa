"""When it is morning where somebody's clock is."""

from datetime import UTC, datetime, time, timedelta

from bot.domain.zones import zone_info

MORNING = time(9)
AT_LEAST = timedelta(hours=3)
"""So much is left for somebody to be found; a morning that is nearer is not waited for alone."""


def next_morning(now: datetime, zone: str) -> datetime:
    """The first nine o'clock of this zone that is some hours away, in UTC."""
    clock = zone_info(zone)
    day = now.astimezone(clock).date()
    while True:
        morning = datetime.combine(day, MORNING, clock).astimezone(UTC)
        if morning - now >= AT_LEAST:
            return morning
        day += timedelta(days=1)
