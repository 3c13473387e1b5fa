"""What is shared by all that people put on a schedule: reading what they typed, and keeping it so
that nothing comes for a time that had passed when it was chosen."""

from collections.abc import Collection
from datetime import datetime

from bot.domain.errors import NoPlace, NoWeekday, UnknownDays, UnknownTime, UnknownZone
from bot.domain.hours import parse_time
from bot.domain.schedules import DAY, Rhythm, Schedule, moment_of, next_moment, today_in
from bot.domain.zones import meant, zone_named
from bot.services.context import Context
from bot.storage.store import Tables


def rhythm(at: str, zone: str, weekdays: Collection[int]) -> Rhythm:
    """A rhythm as it was typed and chosen. Raises UnknownTime, NoPlace, UnknownZone, NoWeekday."""
    time, place = parse_time(at), zone_named(zone)
    if time is None:
        raise UnknownTime
    if not zone.strip():
        raise NoPlace
    if place is None:
        raise UnknownZone(likely=meant(zone))
    if not weekdays:
        raise NoWeekday
    return Rhythm(place, time, frozenset(weekdays))


def number_of_days(typed: str, most: int) -> int:
    """A number of days as it was typed, at least one. Raises UnknownDays."""
    plain = typed.strip()
    if len(plain) > len(str(most)) or not plain.isdecimal() or not 1 <= int(plain) <= most:
        raise UnknownDays(most=most)
    return int(plain)


async def put(ctx: Context, tables: Tables, schedule: Schedule) -> None:
    """Keep a schedule as it was just chosen. Its next time is the next that lies ahead."""
    now, of_it = ctx.clock.now(), schedule.rhythm
    await tables.schedules.save(schedule, now)
    await tables.ledger.choose_again(schedule.id)
    today = today_in(of_it.zone, now)
    for day in (today - DAY, today):  # yesterday's last minutes may not have been looked at yet
        if moment_of(of_it.zone, day, of_it.at) <= now:
            await tables.ledger.chosen_after(schedule.id, day)


async def next_time(ctx: Context, tables: Tables, schedule: Schedule) -> datetime | None:
    """When it comes next: not on a day on which it has come already."""
    after = ctx.clock.now()
    while (moment := next_moment(schedule, after)) is not None:
        day = today_in(schedule.rhythm.zone, moment)
        if not await tables.ledger.is_entered(schedule.id, day):
            break
        after = moment
    return moment
