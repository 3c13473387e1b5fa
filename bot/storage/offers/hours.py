"""Whether the hours of listeners who are off duty hold now, read step by step."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.domain.days_off import DaysOff, is_off
from bot.domain.ids import ListenerNumber
from bot.domain.likely_here import OwnHours
from bot.domain.quiet_hours import Span, is_quiet_at
from bot.domain.week import WEEKDAYS, Week, weekdays_that_count
from bot.domain.zones import on_the_wall
from bot.storage.connection import Connection
from bot.storage.listeners.days_off import days_off_around
from bot.storage.listeners.listener_rows import quiet_of
from bot.storage.listeners.preferences import in_their_hours, weeks_of
from bot.storage.rows import Row

CLOSED: Week = dict.fromkeys(range(WEEKDAYS), ())
"""A week that is open at no time: one without any day would be open always."""


@dataclass(frozen=True, slots=True)
class HoursNow:
    """The hours of listeners, and those of them whose hours hold."""

    of: Mapping[ListenerNumber, OwnHours]
    holding: Collection[ListenerNumber]


async def hours_now(sql: Connection, rows: Sequence[Row], now: datetime, usual: Span) -> HoursNow:
    """The hours of rows of `listener` that name a zone; `usual`: quiet ones of who chose none.

    The week is looked at only of those who are awake, and read only where it holds, with days off:
    of the others they change nothing now.
    """
    clocks = {zone: on_the_wall(now, zone) for zone in {row["zone"] for row in rows} if zone}
    zoned = [row for row in rows if row["zone"] is not None]
    found = _without_week(zoned, usual)
    awake = [n for n, one in found.items() if not is_quiet_at(clocks[one.zone], one.quiet)]
    holding = set(awake)
    for number, week in (await _weeks(sql, awake, found, clocks)).items():
        found[number] = _with(found[number], week)
        if week is CLOSED:
            holding.discard(number)
    still = [row for row in zoned if row["private_number"] in holding]
    for number, days in (await days_off_around(sql, still, now)).items():
        found[number] = _with(found[number], found[number].week, days)
        if is_off(clocks[found[number].zone], found[number].week, days):
            holding.discard(number)
    return HoursNow(found, holding)


def _without_week(zoned: Sequence[Row], usual: Span) -> dict[ListenerNumber, OwnHours]:
    """Their zones and quiet hours; of many who chose the same, these are made once."""
    quiets, found = dict[tuple[object, object], Span](), dict[ListenerNumber, OwnHours]()
    for row in zoned:
        chosen = row["quiet_from"], row["quiet_until"]
        if chosen not in quiets:
            quiets[chosen] = quiet_of(row) or usual
        number = ListenerNumber(row["private_number"])
        found[number] = OwnHours(row["zone"], quiets[chosen], {}, ())
    return found


async def _weeks(
    sql: Connection,
    awake: Sequence[ListenerNumber],
    found: Mapping[ListenerNumber, OwnHours],
    clocks: Mapping[str, datetime],
) -> Mapping[ListenerNumber, Week]:
    """Of those who have hours: what counts of them now where they hold, else `CLOSED`."""
    holds = dict[ListenerNumber, bool]()
    for zone, local in clocks.items():
        there = [number for number in awake if found[number].zone == zone]
        if there:
            holds.update(await in_their_hours(sql, there, local))
    weekdays = weekdays_that_count(clocks.values())
    weeks = await weeks_of(sql, [number for number, yes in holds.items() if yes], weekdays)
    return {number: weeks[number] if yes else CLOSED for number, yes in holds.items()}


def _with(one: OwnHours, week: Week, days: tuple[DaysOff, ...] = ()) -> OwnHours:
    return OwnHours(one.zone, one.quiet, week, days)
