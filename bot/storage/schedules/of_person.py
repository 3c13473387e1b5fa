"""What comes to a person by itself, and when."""

from collections.abc import Sequence
from datetime import date

from bot.domain.ids import GuildId, ScheduleId
from bot.domain.personal_data import DataKind, Fact, PersonalData, Whose
from bot.domain.schedules import weekdays_of
from bot.storage.columns import time_of_day
from bot.storage.connection import Connection
from bot.storage.encryption.sealing import Sealer
from bot.storage.rows import Row
from bot.storage.schedules.homes import ScheduleHomes


class PersonalSchedules:
    """Of the tables `schedule`, `schedule_theme`, `schedule_day`, `schedule_home`."""

    def __init__(self, sql: Connection, sealer: Sealer) -> None:
        self._sql = sql
        self._homes = ScheduleHomes(sql, sealer)

    async def export_of(self, who: Whose) -> Sequence[PersonalData]:
        """Encouragements and check-ins: the times, and what they are about."""
        rows = await self._sql.fetch_all(
            "SELECT * FROM schedule WHERE person_tag = ? ORDER BY what, place", (who.person,)
        )
        return [await self._schedule(row) for row in rows]

    async def erase_of(self, who: Whose) -> None:
        """All of it, with the days on which something came."""
        await self._sql.execute("DELETE FROM schedule WHERE person_tag = ?", (who.person,))

    async def _schedule(self, row: Row) -> PersonalData:
        themes = await self._sql.fetch_all(
            "SELECT theme FROM schedule_theme WHERE schedule_id = ? ORDER BY theme",
            (row["schedule_id"],),
        )
        paused = row["paused_until"]
        facts: dict[str, Fact] = {
            "comes": row["what"],
            "goal": row["place"] + 1 if row["what"] == "check_in" else None,
            "at": f"{time_of_day(row['local_minute']):%H:%M}",
            "zone": row["zone"],
            "every_days": row["every_days"],
            "weekdays": tuple(str(day) for day in sorted(weekdays_of(row["weekdays"]))),
            "running": row["state"],
            "paused_until": None if paused is None else date.fromordinal(paused),
            "text_language": row["language"],
            "themes": tuple(theme[0] for theme in themes),
        }
        home = await self._homes.of(ScheduleId(row["schedule_id"]))
        guild = home if row["guild_id"] is None else GuildId(row["guild_id"])
        return PersonalData(DataKind.SCHEDULE, guild, facts)
