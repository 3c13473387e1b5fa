"""Whether the hours of listeners who are off duty hold now, read step by step: whoever is out at
one step is not looked at in the next."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeAlias

from bot.domain.days_off import is_off
from bot.domain.ids import ListenerNumber
from bot.domain.likely_here import OwnHours
from bot.domain.quiet_hours import Span, is_quiet_at
from bot.domain.week import ALL_DAY, WEEKDAYS, weekdays_that_count
from bot.domain.zones import NO_ZONE, on_the_wall
from bot.storage.columns import time_of_day
from bot.storage.connection import Connection
from bot.storage.listeners.days_off import days_off_around
from bot.storage.listeners.preferences import out_of_their_hours, weeks_of

COLUMNS = "private_number, zone, quiet_from, quiet_until, holidays_of"
"""Of `listener`, which a row that is looked at here begins with."""

NEVER = OwnHours(NO_ZONE, ALL_DAY, dict.fromkeys(range(WEEKDAYS), ()), ())
"""Hours of somebody whose own do not hold now: a week without any day would be open always."""

PlainRow: TypeAlias = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class _Wall:
    """A zone with quiet hours, which many have in common."""

    zone: str
    clock: datetime
    """As it shows the time there, without the zone."""
    quiet: Span


class HoursNow:
    """Whose hours hold at one moment. `usual`: the quiet hours of those who chose none."""

    def __init__(self, sql: Connection, now: datetime, usual: Span) -> None:
        self._sql = sql
        self._now = now
        self._usual = usual
        self._walls: dict[PlainRow, _Wall | None] = {}

    async def in_week(self, rows: Sequence[PlainRow]) -> list[PlainRow]:
        """Those of some rows who are awake, and in the hours of their week where they have some."""
        awake = [(row, wall) for row in rows if (wall := self._wall(row)) is not None]
        together = defaultdict[datetime, list[ListenerNumber]](list)
        for row, wall in awake:
            together[wall.clock].append(row[0])
        out = set[ListenerNumber]()
        for clock, numbers in together.items():
            out |= await out_of_their_hours(self._sql, numbers, clock)
        return [row for row, _ in awake if row[0] not in out]

    async def holding(self, in_week: Sequence[PlainRow]) -> Mapping[ListenerNumber, OwnHours]:
        """The hours of those of these who have no day off, in the same order. Read is what counts
        of them now."""
        numbers = [ListenerNumber(row[0]) for row in in_week]
        walls = {row[0]: wall for row in in_week if (wall := self._wall(row)) is not None}
        weekdays = weekdays_that_count(wall.clock for wall in walls.values())
        weeks = await weeks_of(self._sql, numbers, weekdays)
        off = await days_off_around(self._sql, {row[0]: row[4] for row in in_week}, self._now)
        found = dict[ListenerNumber, OwnHours]()
        for number, wall in walls.items():
            week, days = weeks.get(number, {}), off.get(number, ())
            if not is_off(wall.clock, week, days):
                found[number] = OwnHours(wall.zone, wall.quiet, week, days)
        return found

    def _wall(self, row: PlainRow) -> _Wall | None:
        """That of a row; None where there is none, or quiet hours hold."""
        chosen = row[1:4]
        if chosen not in self._walls:
            self._walls[chosen] = self._awake(*chosen)
        return self._walls[chosen]

    def _awake(self, zone: str | None, start: int | None, end: int | None) -> _Wall | None:
        if zone is None:
            return None
        chose_none = start is None or end is None
        quiet = self._usual if chose_none else Span(time_of_day(start), time_of_day(end))
        clock = on_the_wall(self._now, zone).replace(tzinfo=None)
        return None if is_quiet_at(clock, quiet) else _Wall(zone, clock, quiet)
