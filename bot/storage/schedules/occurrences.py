"""Which schedules have come on which day, and which come now."""

from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import TypeAlias

from bot.domain.ids import ScheduleId
from bot.domain.schedules import Stretch
from bot.storage.columns import seconds
from bot.storage.connection import Connection, SqlValue

_COMES = """
    state = 'on' AND {anywhere} AND local_minute BETWEEN ? AND ? AND weekdays & ? <> 0
    AND ? >= first_day AND (? - first_day) % every_days = 0
    AND (paused_until IS NULL OR paused_until <= ?)
"""

_ZONES = """
    WITH RECURSIVE used (zone) AS (
        SELECT MIN(zone) FROM schedule WHERE state = 'on'
        UNION ALL
        SELECT (SELECT MIN(zone) FROM schedule WHERE state = 'on' AND zone > used.zone)
        FROM used WHERE used.zone IS NOT NULL)
    SELECT zone FROM used WHERE zone IS NOT NULL
"""

Place: TypeAlias = tuple[int, ScheduleId]
"""Where something stands among all that comes in a stretch: its minute, then its id."""

BEFORE_ALL: Place = (-1, ScheduleId(""))


class Occurrences:
    """The tables `schedule_day` and `left_out`, and the look at `schedule` for what comes."""

    def __init__(self, sql: Connection) -> None:
        self._sql = sql

    async def zones(self) -> Sequence[str]:
        """Those in which anything may come: found one after the other, as the index is by zone."""
        rows = await self._sql.fetch_plain(_ZONES)
        return [row[0] for row in rows]

    async def coming(self, stretches: Sequence[Stretch]) -> Sequence[Stretch]:
        """Those of the stretches in which anything comes; at most 500 stretches."""
        looks, values = [], list[SqlValue]()
        for number, stretch in enumerate(stretches):
            looks.append(
                "SELECT CAST(? AS BIGINT) WHERE EXISTS"  # noqa: S608
                f" (SELECT 1 FROM schedule WHERE {_comes(stretch.zones)})"
            )
            values += [number, *_values(stretch)]
        if not looks:
            return []
        rows = await self._sql.fetch_all(" UNION ALL ".join(looks), tuple(values))
        return [stretches[row[0]] for row in rows]

    async def page(self, stretch: Stretch, after: Place, most: int) -> Sequence[Place]:
        """What comes in a stretch of one zone after a place in it, in order, at most so many."""
        return await self._sql.fetch_plain(
            f"SELECT local_minute, schedule_id FROM schedule WHERE {_comes(stretch.zones)}"  # noqa: S608
            " AND (local_minute, schedule_id) > (?, ?)"
            " ORDER BY local_minute, schedule_id LIMIT ?",
            (*_values(stretch), *after, most),
        )

    async def number(self, stretch: Stretch) -> int:
        """How many come in a stretch that are not in the ledger for that day."""
        row = await self._sql.fetch_one(
            f"SELECT COUNT(*) FROM schedule WHERE {_comes(stretch.zones)} AND NOT EXISTS"  # noqa: S608
            " (SELECT 1 FROM schedule_day AS past"
            " WHERE past.schedule_id = schedule.schedule_id AND past.day = ?)",
            (*_values(stretch), stretch.day.toordinal()),
        )
        return 0 if row is None else int(row[0])

    async def enter(
        self, day: date, due: Collection[tuple[ScheduleId, datetime]]
    ) -> Sequence[ScheduleId]:
        """Write down that these come on a local date; those that had not come on it yet."""
        if not due:
            return []
        marks = ", ".join(["(?, ?, ?)"] * len(due))
        values: list[SqlValue] = []
        for key, moment in due:
            values += [key, day.toordinal(), seconds(moment)]
        rows = await self._sql.fetch_all(
            f"INSERT INTO schedule_day (schedule_id, day, due_at) VALUES {marks}"  # noqa: S608
            " ON CONFLICT DO NOTHING RETURNING schedule_id",
            tuple(values),
        )
        return [ScheduleId(row[0]) for row in rows]

    async def is_entered(self, key: ScheduleId, day: date) -> bool:
        """Whether nothing comes on this local date any more."""
        row = await self._sql.fetch_one(
            "SELECT 1 FROM schedule_day WHERE schedule_id = ? AND day = ?", (key, day.toordinal())
        )
        return row is not None

    async def due_at(self, key: ScheduleId, day: date) -> int | None:
        """When it was due on a local date, in Unix seconds."""
        row = await self._sql.fetch_one(
            "SELECT due_at FROM schedule_day WHERE schedule_id = ? AND day = ?",
            (key, day.toordinal()),
        )
        return None if row is None else row["due_at"]

    async def chosen_after(self, key: ScheduleId, day: date) -> None:
        """The time of this day had passed when it was chosen: nothing comes on it any more."""
        await self._sql.execute(
            "INSERT INTO schedule_day (schedule_id, day) VALUES (?, ?) ON CONFLICT DO NOTHING",
            (key, day.toordinal()),
        )

    async def choose_again(self, key: ScheduleId) -> None:
        """Another time is chosen: days on which nothing came may have something."""
        await self._sql.execute(
            "DELETE FROM schedule_day WHERE schedule_id = ? AND due_at IS NULL", (key,)
        )

    async def leave_out(self, day: date, number: int) -> None:
        """Count what came too late to be said."""
        await self._sql.execute(
            "INSERT INTO left_out (day, number) VALUES (?, ?)"
            " ON CONFLICT (day) DO UPDATE SET number = left_out.number + excluded.number",
            (day.toordinal(), number),
        )

    async def left_out(self, since: date) -> int:
        """How many were left out from a day on."""
        row = await self._sql.fetch_one(
            "SELECT COALESCE(SUM(number), 0) FROM left_out WHERE day >= ?", (since.toordinal(),)
        )
        return 0 if row is None else int(row[0])

    async def forget(self, before: date) -> None:
        """Erase the days before one."""
        for table in ("schedule_day", "left_out"):
            await self._sql.execute(
                f"DELETE FROM {table} WHERE day < ?",  # noqa: S608 - one of our two tables
                (before.toordinal(),),
            )


def _comes(zones: Collection[str]) -> str:
    # the only thing put into the text are question marks
    anywhere = f"zone IN ({', '.join('?' * len(zones))})" if zones else "1 = 0"
    return _COMES.replace("{anywhere}", anywhere)


def _values(stretch: Stretch) -> tuple[SqlValue, ...]:
    day = stretch.day.toordinal()
    weekday = 1 << stretch.day.weekday()
    return (*stretch.zones, stretch.first, stretch.last, weekday, day, day, day)
