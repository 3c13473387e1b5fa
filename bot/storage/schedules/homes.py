"""In which server somebody chose what comes to their direct messages by itself."""

from bot.domain.ids import GuildId, ScheduleId
from bot.storage.connection import Connection
from bot.storage.encryption.sealing import Sealer


class ScheduleHomes:
    """The table `schedule_home`. A row goes with its schedule."""

    def __init__(self, sql: Connection, sealer: Sealer) -> None:
        self._sql = sql
        self._sealer = sealer

    async def settle(self, schedule: ScheduleId, guild: GuildId) -> None:
        """It was chosen in this server, whatever was before."""
        if await self.of(schedule) == guild:
            return
        await self._sql.execute(
            "INSERT INTO schedule_home (schedule_id, guild_sealed) VALUES (?, ?)"
            " ON CONFLICT (schedule_id) DO UPDATE SET guild_sealed = excluded.guild_sealed",
            (schedule, self._sealer.seal_int("schedule_home", "guild", schedule, guild)),
        )

    async def of(self, schedule: ScheduleId) -> GuildId | None:
        """Where it was chosen; None where that was in direct messages, or in an earlier version."""
        row = await self._sql.fetch_one(
            "SELECT guild_sealed FROM schedule_home WHERE schedule_id = ?", (schedule,)
        )
        if row is None:
            return None
        return GuildId(self._sealer.open_int("schedule_home", "guild", schedule, row[0]))
