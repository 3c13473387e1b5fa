"""When several listeners of a server are likely to be there, counted once a day."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from bot.domain.ages import Age
from bot.domain.ids import NO_NUMBER, GuildId, ListenerNumber, PersonTag
from bot.domain.likely_here import PART, SAID_FROM, OwnHours
from bot.domain.quiet_hours import Span
from bot.storage.columns import moment, seconds
from bot.storage.connection import Connection
from bot.storage.listeners.days_off import days_off_between
from bot.storage.listeners.listener_rows import quiet_of
from bot.storage.listeners.listeners import FOR_GROUP
from bot.storage.listeners.preferences import weeks_of
from bot.storage.numbers import ServerNumbers

LOOKED_AT = 500
"""Listeners of one group whose hours are counted: of more, these are enough to find five."""


class LikelyHere:
    """The tables `likely_here` and `likely_counted`."""

    def __init__(self, sql: Connection, numbers: ServerNumbers) -> None:
        self._sql = sql
        self._numbers = numbers

    async def not_counted(self, day: date) -> Sequence[GuildId]:
        """The servers whose hours were not counted on this day."""
        rows = await self._sql.fetch_all(
            "SELECT guild_id FROM guild WHERE NOT EXISTS (SELECT 1 FROM likely_counted"
            " WHERE likely_counted.guild_id = guild.guild_id AND day = ?) ORDER BY guild_id",
            (day.toordinal(),),
        )
        return [GuildId(row["guild_id"]) for row in rows]

    async def hours(
        self, guild: GuildId, asker: Age, usual: Span, now: datetime, until: datetime
    ) -> Sequence[OwnHours]:
        """The hours of those who may be told off duty of an ask of a group, and do not rest."""
        rows = await self._sql.fetch_all(
            "SELECT * FROM listener WHERE guild_id = ? AND off_duty_offers = 1"  # noqa: S608 - ours
            f" AND zone IS NOT NULL AND {FOR_GROUP}"
            " AND (resting_until IS NULL OR resting_until <= ?)"
            " ORDER BY private_number LIMIT ?",
            (guild, asker, asker, seconds(now), LOOKED_AT),
        )
        numbers = [ListenerNumber(row["private_number"]) for row in rows]
        weeks = await weeks_of(self._sql, numbers)
        places = {one: row["holidays_of"] for one, row in zip(numbers, rows, strict=True)}
        off = await days_off_between(self._sql, places, now.date(), until.date())
        return [
            OwnHours(row["zone"], quiet_of(row) or usual, weeks.get(one, {}), off.get(one, ()))
            for one, row in zip(numbers, rows, strict=True)
        ]

    async def keep(
        self, guild: GuildId, day: date, parts: Mapping[Age, Mapping[datetime, int]]
    ) -> None:
        """Keep what was counted on a day, in the place of what was counted before."""
        await self._sql.execute("DELETE FROM likely_counted WHERE guild_id = ?", (guild,))
        await self._sql.execute(
            "INSERT INTO likely_counted VALUES (?, ?)", (guild, day.toordinal())
        )
        await self._sql.execute_many(
            "INSERT INTO likely_here VALUES (?, ?, ?, ?)",
            [
                (guild, group, seconds(begin), people)
                for group, of_group in parts.items()
                for begin, people in of_group.items()
            ],
        )

    async def next(
        self, guild: GuildId, asker: PersonTag, group: Age, now: datetime
    ) -> datetime | None:
        """When the next part begins in which enough others than the asker are likely to be there;
        None where that is now, or nothing is known."""
        own = await self._numbers.listening(asker, guild) or NO_NUMBER
        row = await self._sql.fetch_one(
            "SELECT MIN(starts_at) FROM likely_here WHERE guild_id = ? AND for_group = ?"
            " AND people - (SELECT COUNT(*) FROM listener WHERE private_number = ?) >= ?"
            " AND starts_at > ?",
            (guild, _group(group), own, SAID_FROM, seconds(now - PART)),
        )
        begins = None if row is None or row[0] is None else moment(row[0])
        return None if begins is None or begins <= now else begins


def _group(asker: Age) -> Age:
    return Age.ADULT if asker is Age.ADULT else Age.YOUNG
