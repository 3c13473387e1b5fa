"""What comes on a schedule, and what each is about."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from bot.domain.ids import ChannelId, GuildId, PersonTag, ScheduleId
from bot.domain.schedules import (
    Rhythm,
    Schedule,
    Scheduled,
    ScheduleState,
    Taste,
    weekday_bits,
    weekdays_of,
)
from bot.storage.columns import coarse, minutes, time_of_day
from bot.storage.connection import Connection
from bot.storage.rows import Row

_SAVE = """
    INSERT INTO schedule (schedule_id, what, person_tag, guild_id, channel_id, zone, local_minute,
        weekdays, every_days, first_day, paused_until, state, undelivered_days, language,
        changed_at, place)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
    ON CONFLICT (schedule_id) DO UPDATE SET guild_id = excluded.guild_id, zone = excluded.zone,
        local_minute = excluded.local_minute, weekdays = excluded.weekdays,
        every_days = excluded.every_days, first_day = excluded.first_day,
        paused_until = excluded.paused_until, state = excluded.state,
        undelivered_days = excluded.undelivered_days, language = excluded.language,
        changed_at = excluded.changed_at
"""


@dataclass(frozen=True, slots=True)
class Addressee:
    """Whom something that comes now is for."""

    id: ScheduleId
    what: Scheduled
    to: PersonTag | ChannelId
    guild_id: GuildId | None


class Schedules:
    """The tables `schedule` and `schedule_theme`."""

    def __init__(self, sql: Connection) -> None:
        self._sql = sql

    async def save(self, schedule: Schedule, now: datetime) -> None:
        """Keep it, instead of an earlier one with the same id; its place among others stays."""
        rhythm, paused = schedule.rhythm, schedule.paused_until
        person = schedule.to if isinstance(schedule.to, bytes) else None
        await self._sql.execute(
            _SAVE,
            (
                schedule.id,
                schedule.what,
                person,
                schedule.guild_id,
                None if isinstance(schedule.to, bytes) else schedule.to,
                rhythm.zone,
                minutes(rhythm.at),
                weekday_bits(rhythm.weekdays),
                rhythm.every_days,
                rhythm.first_day.toordinal(),
                None if paused is None else paused.toordinal(),
                schedule.state,
                schedule.undelivered_days,
                schedule.taste.language,
                coarse(now),
                schedule.place,
            ),
        )
        await self._sql.execute("DELETE FROM schedule_theme WHERE schedule_id = ?", (schedule.id,))
        for theme in schedule.taste.themes:
            await self._sql.execute(
                "INSERT INTO schedule_theme (schedule_id, theme) VALUES (?, ?)",
                (schedule.id, theme),
            )

    async def get(self, key: ScheduleId) -> Schedule | None:
        """One schedule."""
        return await self._one("schedule_id = ?", key)

    async def of_person(self, person: PersonTag, what: Scheduled) -> Schedule | None:
        """What comes to a person's direct messages, of a kind of which there is one."""
        return await self._one("person_tag = ? AND what = ?", person, what)

    async def all_of_person(self, person: PersonTag, what: Scheduled) -> Sequence[Schedule]:
        """Likewise, where there may be several: by their places."""
        rows = await self._sql.fetch_all(
            "SELECT * FROM schedule WHERE person_tag = ? AND what = ? ORDER BY place",
            (person, what),
        )
        return [await self._schedule(row) for row in rows]

    async def comes_to(self, person: PersonTag) -> bool:
        """Whether anything comes to a person's direct messages now."""
        sql = "SELECT 1 FROM schedule WHERE person_tag = ? AND state = ? LIMIT 1"
        return await self._sql.fetch_one(sql, (person, ScheduleState.ON)) is not None

    async def of_guild(self, guild: GuildId) -> Sequence[Schedule]:
        """What comes into channels of a server."""
        rows = await self._sql.fetch_all(
            "SELECT * FROM schedule WHERE guild_id = ? AND channel_id IS NOT NULL"
            " ORDER BY channel_id",
            (guild,),
        )
        return [await self._schedule(row) for row in rows]

    async def in_channels(self) -> Sequence[tuple[GuildId, ChannelId, ScheduleState]]:
        """Every channel that something comes into, and whether it does."""
        rows = await self._sql.fetch_all(
            "SELECT guild_id, channel_id, state FROM schedule WHERE channel_id IS NOT NULL"
        )
        return [
            (GuildId(row["guild_id"]), ChannelId(row["channel_id"]), ScheduleState(row["state"]))
            for row in rows
            if row["guild_id"] is not None
        ]

    async def remove(self, key: ScheduleId) -> bool:
        """Erase it with its ledger; False when it was gone."""
        return await self._sql.execute("DELETE FROM schedule WHERE schedule_id = ?", (key,)) == 1

    async def remove_of_guild(self, guild: GuildId) -> int:
        """Erase what comes into channels of a server; how many."""
        return await self._sql.execute(
            "DELETE FROM schedule WHERE guild_id = ? AND channel_id IS NOT NULL", (guild,)
        )

    async def stopped(self, what: Scheduled, since: datetime) -> Sequence[ScheduleId]:
        """What `erase_stopped` would erase."""
        rows = await self._sql.fetch_all(
            "SELECT schedule_id FROM schedule WHERE state <> 'on' AND what = ? AND changed_at < ?",
            (what, coarse(since)),
        )
        return [ScheduleId(row["schedule_id"]) for row in rows]

    async def erase_stopped(self, what: Scheduled, since: datetime) -> int:
        """Erase what has not come since a moment, as it was stopped; how many."""
        return await self._sql.execute(
            "DELETE FROM schedule WHERE state <> 'on' AND what = ? AND changed_at < ?",
            (what, coarse(since)),
        )

    async def came_back(self, person: PersonTag, what: Scheduled, now: datetime) -> None:
        """Somebody looked at what was stopped: it is kept for longer."""
        await self._sql.execute(
            "UPDATE schedule SET changed_at = ? WHERE person_tag = ? AND what = ?"
            " AND state <> 'on'",
            (coarse(now), person, what),
        )

    async def addressees(self, keys: Sequence[ScheduleId]) -> Sequence[Addressee]:
        """Whom these are for, in no order; what was erased meanwhile is left out."""
        if not keys:
            return []
        marks = ", ".join("?" * len(keys))
        rows = await self._sql.fetch_all(
            f"SELECT * FROM schedule WHERE schedule_id IN ({marks})",  # noqa: S608 - marks only
            tuple(keys),
        )
        return [
            Addressee(ScheduleId(row["schedule_id"]), Scheduled(row["what"]), _to(row), _guild(row))
            for row in rows
        ]

    async def delivered(self, key: ScheduleId) -> None:
        """Something of it arrived: days before it no longer count."""
        await self._sql.execute(
            "UPDATE schedule SET undelivered_days = 0"
            " WHERE schedule_id = ? AND undelivered_days > 0",
            (key,),
        )

    async def not_delivered(self, key: ScheduleId, days_at_most: int, now: datetime) -> None:
        """A day on which nothing of it arrived; with so many in a row it stops by itself."""
        await self._sql.execute(
            "UPDATE schedule SET undelivered_days = undelivered_days + 1, changed_at = ?,"
            " state = CASE WHEN undelivered_days + 1 >= ? THEN 'unreachable' ELSE state END"
            " WHERE schedule_id = ? AND state = 'on'",
            (coarse(now), days_at_most, key),
        )

    async def _one(self, where: str, *values: str | bytes) -> Schedule | None:
        row = await self._sql.fetch_one(f"SELECT * FROM schedule WHERE {where}", values)  # noqa: S608
        return None if row is None else await self._schedule(row)

    async def _schedule(self, row: Row) -> Schedule:
        themes = await self._sql.fetch_all(
            "SELECT theme FROM schedule_theme WHERE schedule_id = ?", (row["schedule_id"],)
        )
        return _schedule(row, (theme[0] for theme in themes))


def _schedule(row: Row, themes: Iterable[str]) -> Schedule:
    paused = row["paused_until"]
    return Schedule(
        ScheduleId(row["schedule_id"]),
        Scheduled(row["what"]),
        _to(row),
        Rhythm(
            row["zone"],
            time_of_day(row["local_minute"]),
            weekdays_of(row["weekdays"]),
            row["every_days"],
            date.fromordinal(row["first_day"]),
        ),
        _guild(row),
        Taste(row["language"], frozenset(themes)),
        ScheduleState(row["state"]),
        None if paused is None else date.fromordinal(paused),
        row["undelivered_days"],
        row["place"],
    )


def _to(row: Row) -> PersonTag | ChannelId:
    person = row["person_tag"]
    return ChannelId(row["channel_id"]) if person is None else PersonTag(person)


def _guild(row: Row) -> GuildId | None:
    return None if row["guild_id"] is None else GuildId(row["guild_id"])
