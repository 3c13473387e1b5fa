"""Days on which listeners are not there: their own, and public holidays of a place that they chose.

The holidays of a place are kept as dates, so that who may be told of an ask is known from the rows
alone.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta

from bot.domain.days_off import DaysOff
from bot.domain.holiday_places import HolidayPlace
from bot.domain.ids import ListenerNumber
from bot.storage.connection import Connection, SqlValue
from bot.storage.rows import Row

A_DAY = timedelta(days=1)


class PublicHolidayDays:
    """The tables `holiday_place` and `public_holiday`."""

    def __init__(self, sql: Connection) -> None:
        self._sql = sql

    async def keep(self, place: HolidayPlace, days: Sequence[date], until: date) -> None:
        """Keep the holidays of a place, known until a day, in the place of earlier ones."""
        await self._sql.execute("DELETE FROM holiday_place WHERE place = ?", (place.code,))
        await self._sql.execute(
            "INSERT INTO holiday_place VALUES (?, ?, ?)",
            (place.code, place.part, until.toordinal()),
        )
        await self._sql.execute_many(
            "INSERT INTO public_holiday VALUES (?, ?)",
            [(place.code, day.toordinal()) for day in days],
        )

    async def get(self, code: str) -> HolidayPlace | None:
        """A place whose holidays are kept."""
        row = await self._sql.fetch_one("SELECT * FROM holiday_place WHERE place = ?", (code,))
        return None if row is None else HolidayPlace(row["place"], row["part"])

    async def next(self, code: str, since: date) -> date | None:
        """The first public holiday from a day on."""
        row = await self._sql.fetch_one(
            "SELECT MIN(day) FROM public_holiday WHERE place = ? AND day >= ?",
            (code, since.toordinal()),
        )
        return None if row is None or row[0] is None else date.fromordinal(row[0])

    async def running_out(self, before: date) -> Sequence[HolidayPlace]:
        """Places whose holidays are known for too short a time."""
        rows = await self._sql.fetch_all(
            "SELECT * FROM holiday_place WHERE known_until < ? ORDER BY place",
            (before.toordinal(),),
        )
        return [HolidayPlace(row["place"], row["part"]) for row in rows]

    async def forget(self, before: date) -> None:
        """Erase days off that were over before a day, and places that nobody chose any more."""
        await self._sql.execute(
            "DELETE FROM listener_day_off WHERE last_day < ?", (before.toordinal(),)
        )
        await self._sql.execute(
            "DELETE FROM holiday_place WHERE NOT EXISTS"
            " (SELECT 1 FROM listener WHERE holidays_of = holiday_place.place)"
        )


async def days_off_of(sql: Connection, number: ListenerNumber) -> tuple[DaysOff, ...]:
    """A listener's own days off, in order."""
    rows = await sql.fetch_all(
        "SELECT * FROM listener_day_off WHERE private_number = ? ORDER BY first_day", (number,)
    )
    return tuple(map(_days, rows))


async def days_off_around(
    sql: Connection, holidays_of: Mapping[ListenerNumber, str | None], now: datetime
) -> Mapping[ListenerNumber, tuple[DaysOff, ...]]:
    """The days off of listeners around now, with the public holidays of the place that they chose.
    Somewhere it is yesterday or tomorrow by now, and hours of the day before may go on."""
    return await days_off_between(sql, holidays_of, now.date() - 2 * A_DAY, now.date() + A_DAY)


async def days_off_between(
    sql: Connection, holidays_of: Mapping[ListenerNumber, str | None], first: date, last: date
) -> Mapping[ListenerNumber, tuple[DaysOff, ...]]:
    """Likewise, those that touch any day from one to another."""
    found: defaultdict[ListenerNumber, tuple[DaysOff, ...]] = defaultdict(tuple)
    for row in await _own(sql, list(holidays_of), first, last):
        found[ListenerNumber(row["private_number"])] += (_days(row),)
    places = sorted({place for place in holidays_of.values() if place is not None})
    holidays: defaultdict[str, tuple[DaysOff, ...]] = defaultdict(tuple)
    for row in await _public(sql, places, first, last):
        day = date.fromordinal(row["day"])
        holidays[row["place"]] += (DaysOff(day, day),)
    for number, place in holidays_of.items():
        if place is not None and place in holidays:
            found[number] += holidays[place]
    return found


async def _own(
    sql: Connection, numbers: Sequence[ListenerNumber], first: date, last: date
) -> Sequence[Row]:
    if not numbers:
        return ()
    marks = ", ".join("?" * len(numbers))
    values: tuple[SqlValue, ...] = (*numbers, first.toordinal(), last.toordinal())
    return await sql.fetch_all(
        f"SELECT * FROM listener_day_off WHERE private_number IN ({marks})"  # noqa: S608 - marks
        " AND last_day >= ? AND first_day <= ? ORDER BY private_number, first_day",
        values,
    )


async def _public(sql: Connection, places: Sequence[str], first: date, last: date) -> Sequence[Row]:
    if not places:
        return ()
    marks = ", ".join("?" * len(places))
    return await sql.fetch_all(
        f"SELECT * FROM public_holiday WHERE place IN ({marks})"  # noqa: S608 - marks
        " AND day BETWEEN ? AND ? ORDER BY place, day",
        (*places, first.toordinal(), last.toordinal()),
    )


def _days(row: Row) -> DaysOff:
    return DaysOff(date.fromordinal(row["first_day"]), date.fromordinal(row["last_day"]))
