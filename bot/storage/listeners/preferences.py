"""What listeners chose: what they listen to, when, and how many at once."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from bot.domain.ids import ListenerNumber
from bot.domain.listening import Interests, Preferences
from bot.domain.quiet_hours import Span
from bot.domain.week import WEEKDAYS, Week
from bot.domain.week_parts import parts_of
from bot.storage.columns import minutes, time_of_day
from bot.storage.connection import Connection
from bot.storage.listeners.days_off import days_off_of

_TABLES = ("listener_topic", "listener_language", "listener_hours", "listener_day_off")

_OUT = """
    SELECT private_number FROM listener_hours WHERE private_number IN ({marks})
    GROUP BY private_number HAVING COUNT(*) FILTER (WHERE
        weekday = ? AND from_minute <= ? AND (until_minute <= from_minute OR ? < until_minute)
        OR weekday = ? AND until_minute <= from_minute AND ? < until_minute) = 0
"""
"""Begun today; or yesterday, and past midnight."""


class ListenerPreferences:
    """The tables `listener_topic`, `listener_language`, `listener_hours`, `listener_day_off`, and
    columns of `listener`. Rows go with the listener."""

    def __init__(self, sql: Connection) -> None:
        self._sql = sql

    async def save(self, number: ListenerNumber, chosen: Preferences, week: Week) -> bool:
        """Keep what was chosen, beside the hours of a week; False when they are no listener."""
        quiet = chosen.quiet
        return (
            await self._sql.execute(
                "UPDATE listener SET at_once = ?, heavy = ?, off_duty_offers = ?, zone = ?,"
                " quiet_from = ?, quiet_until = ?, holidays_of = ?, week_parts = ?"
                " WHERE private_number = ?",
                (
                    chosen.at_once,
                    chosen.heavy,
                    int(chosen.off_duty_offers),
                    chosen.zone,
                    None if quiet is None else minutes(quiet.start),
                    None if quiet is None else minutes(quiet.end),
                    chosen.holidays_of,
                    parts_of(chosen.zone, week),
                    number,
                ),
            )
            == 1
        )

    async def interests(self, number: ListenerNumber) -> Interests:
        """Topics, languages, the week's hours and the days off."""
        topics = await self._sql.fetch_all(
            "SELECT topic FROM listener_topic WHERE private_number = ?", (number,)
        )
        languages = await self._sql.fetch_all(
            "SELECT language FROM listener_language WHERE private_number = ?", (number,)
        )
        return Interests(
            frozenset(row[0] for row in topics),
            frozenset(row[0] for row in languages),
            (await weeks_of(self._sql, [number])).get(number, {}),
            await days_off_of(self._sql, number),
        )

    async def save_interests(self, number: ListenerNumber, chosen: Interests) -> None:
        """Keep topics, languages, hours and days off in the place of earlier ones."""
        for table in _TABLES:
            await self._sql.execute(
                f"DELETE FROM {table} WHERE private_number = ?",  # noqa: S608 - names of ours
                (number,),
            )
        for topic in chosen.topics:
            await self._sql.execute("INSERT INTO listener_topic VALUES (?, ?)", (number, topic))
        for language in chosen.languages:
            await self._sql.execute(
                "INSERT INTO listener_language VALUES (?, ?)", (number, language)
            )
        await self._sql.execute_many(
            "INSERT INTO listener_hours VALUES (?, ?, ?, ?)",
            [
                (number, weekday, minutes(span.start), minutes(span.end))
                for weekday, spans in chosen.week.items()
                for span in spans
            ],
        )
        await self._sql.execute_many(
            "INSERT INTO listener_day_off VALUES (?, ?, ?)",
            [(number, one.first.toordinal(), one.last.toordinal()) for one in chosen.days_off],
        )


async def weeks_of(
    sql: Connection, numbers: Sequence[ListenerNumber], weekdays: Collection[int] = range(WEEKDAYS)
) -> Mapping[ListenerNumber, Week]:
    """The hours of those who have some, on some weekdays."""
    if not numbers or not weekdays:
        return {}
    rows = await sql.fetch_plain(
        "SELECT private_number, weekday, from_minute, until_minute FROM listener_hours"  # noqa: S608
        f" WHERE private_number IN ({', '.join('?' * len(numbers))})"
        f" AND weekday IN ({', '.join('?' * len(weekdays))})"
        " ORDER BY private_number, weekday, from_minute",
        (*numbers, *weekdays),
    )
    weeks: defaultdict[ListenerNumber, dict[int, tuple[Span, ...]]] = defaultdict(dict)
    for number, weekday, start, end in rows:
        of_one, span = weeks[ListenerNumber(number)], Span(time_of_day(start), time_of_day(end))
        of_one[weekday] = (*of_one.get(weekday, ()), span)
    return weeks


async def out_of_their_hours(
    sql: Connection, numbers: Sequence[ListenerNumber], local: datetime
) -> set[ListenerNumber]:
    """Those whose week has hours, none of which hold at a time on the clock on their wall; as
    `week.within_week` has it, but nothing of them is read."""
    today, minute = local.weekday(), minutes(local.time())
    rows = await sql.fetch_plain(
        _OUT.format(marks=", ".join("?" * len(numbers))),
        (*numbers, today, minute, minute, (today - 1) % WEEKDAYS, minute),
    )
    return {ListenerNumber(number) for (number,) in rows}
