"""Whether the hours of listeners who are off duty hold now, read step by step."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.domain.ids import ListenerNumber
from bot.domain.likely_here import OwnHours
from bot.domain.quiet_hours import Span
from bot.domain.week import weekdays_that_count
from bot.storage.listeners.days_off import days_off_around
from bot.storage.listeners.listener_rows import quiet_of
from bot.storage.listeners.preferences import weeks_around
from bot.storage.rows import Row
from bot.storage.sqlite.connection import Connection


@dataclass(frozen=True, slots=True)
class HoursNow:
    """The hours of listeners, and those of them whose hours hold."""

    of: Mapping[ListenerNumber, OwnHours]
    holding: Collection[ListenerNumber]


async def hours_now(sql: Connection, rows: Sequence[Row], now: datetime, usual: Span) -> HoursNow:
    """The hours of rows of `listener` that name a zone; `usual`: quiet ones of who chose none.

    The week is read only of those who are awake, and days off of those whose week holds: of the
    others they change nothing now.
    """
    found = {
        ListenerNumber(row["private_number"]): OwnHours(row["zone"], quiet_of(row) or usual, {}, ())
        for row in rows
        if row["zone"] is not None
    }
    holding = {number for number, one in found.items() if one.hold(now)}
    weekdays = weekdays_that_count(now, {found[number].zone for number in holding})
    for number, week in (await weeks_around(sql, list(holding), weekdays)).items():
        found[number] = OwnHours(found[number].zone, found[number].quiet, week, ())
        if not found[number].hold(now):
            holding.discard(number)
    still = [row for row in rows if row["private_number"] in holding]
    for number, days in (await days_off_around(sql, still, now)).items():
        one = found[number]
        found[number] = OwnHours(one.zone, one.quiet, one.week, days)
        if not found[number].hold(now):
            holding.discard(number)
    return HoursNow(found, holding)
