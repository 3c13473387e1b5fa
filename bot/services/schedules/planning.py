"""What is shared by all that people put on a schedule: reading what they typed, and keeping it so
that nothing comes for a time that had passed when it was chosen."""

from collections.abc import Callable, Collection
from datetime import datetime
from typing import TypeVar

from bot.domain.form_errors import NoWeekday
from bot.domain.places import Places
from bot.domain.schedules import DAY, Rhythm, Schedule, moment_of, next_moment, today_in
from bot.domain.times import is_time, read_time
from bot.domain.unread import AskedBack, UnknownTime, UnknownWhen
from bot.domain.when import read_when
from bot.services.context import Context
from bot.storage.store import Tables

T = TypeVar("T")


def parse_rhythm(at: str, zone: str, weekdays: Collection[int], places: Places) -> Rhythm:
    """A rhythm as it was typed and chosen. Where nothing was typed into the field for the place, it
    may stand beside the time. Raises UnknownTime, NoPlace, UnknownZone, NoWeekday, AskedBack."""
    if not zone.strip() and not is_time(at):
        try:
            return in_one_field(at, "at", weekdays, places)
        except UnknownWhen:
            raise UnknownTime from None
    if not weekdays:
        raise NoWeekday
    if not is_time(at):
        raise UnknownTime
    place = read_in("zone", places.read, zone)
    return Rhythm(place, read_in("at", read_time, at), frozenset(weekdays))


def in_one_field(typed: str, field: str, weekdays: Collection[int], places: Places) -> Rhythm:
    """As `rhythm`, where time and place were typed into one field of that name. Raises UnknownWhen
    where neither can be read."""
    if not weekdays:
        raise NoWeekday
    time, place = read_in(field, lambda text: read_when(text, places), typed)
    return Rhythm(place, time, frozenset(weekdays))


def read_in(field: str, read: Callable[[str], T], typed: str) -> T:
    """Read what was typed into a field; what is asked back knows which field it was."""
    try:
        return read(typed)
    except AskedBack as error:
        raise type(error)(error.choices, field) from None


async def save_schedule(ctx: Context, tables: Tables, schedule: Schedule) -> None:
    """Keep a schedule as it was just chosen. Its next time is the next that lies ahead."""
    now, of_it = ctx.clock.now(), schedule.rhythm
    await tables.schedules.save(schedule, now)
    await tables.occurrences.choose_again(schedule.id)
    today = today_in(of_it.zone, now)
    for day in (today - DAY, today):  # yesterday's last minutes may not have been looked at yet
        if moment_of(of_it.zone, day, of_it.at) <= now:
            await tables.occurrences.chosen_after(schedule.id, day)


async def next_time(ctx: Context, tables: Tables, schedule: Schedule) -> datetime | None:
    """When it comes next: not on a day on which it has come already."""
    after = ctx.clock.now()
    while (moment := next_moment(schedule, after)) is not None:
        day = today_in(schedule.rhythm.zone, moment)
        if not await tables.occurrences.is_entered(schedule.id, day):
            break
        after = moment
    return moment
