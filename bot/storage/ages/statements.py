"""What people said of their age, server by server: the group alone."""

from datetime import datetime

from bot.domain.ages import Age, Stated
from bot.domain.ids import AskerNumber, GuildId
from bot.storage.columns import coarse, moment, seconds
from bot.storage.connection import Connection


class AgeStatements:
    """The table `age_stated`."""

    def __init__(self, sql: Connection) -> None:
        self._sql = sql

    async def get(self, number: AskerNumber) -> Stated | None:
        """What somebody said, also where they erased everything since and a day is not over."""
        row = await self._sql.fetch_one(
            "SELECT age, stated_at FROM age_stated WHERE asker_number = ?", (number,)
        )
        return None if row is None else Stated(Age(row["age"]), moment(row["stated_at"]))

    async def keep(self, number: AskerNumber, guild: GuildId, age: Age, now: datetime) -> None:
        """Keep what somebody says, in the place of what they said before; of when, the hour."""
        await self._sql.execute(
            "INSERT INTO age_stated (asker_number, guild_id, age, stated_at) VALUES (?, ?, ?, ?)"
            " ON CONFLICT (asker_number) DO UPDATE SET age = excluded.age,"
            " stated_at = excluded.stated_at, erased = 0",
            (number, guild, age, coarse(now)),
        )

    async def forget_younger(self, guild: GuildId) -> None:
        """The server takes other people from now on: whoever was too young is asked anew."""
        await self._sql.execute(
            "DELETE FROM age_stated WHERE guild_id = ? AND age = 'younger'", (guild,)
        )

    async def forget_old(self, before: datetime) -> None:
        """Erase what was said before a moment: it is asked again."""
        await self._sql.execute("DELETE FROM age_stated WHERE stated_at < ?", (coarse(before),))

    async def let_marks_go(self, before: datetime) -> None:
        """Erase what stands for a limit of a day alone, where that was before a moment."""
        await self._sql.execute(
            "DELETE FROM age_stated WHERE erased = 1 AND stated_at < ?", (seconds(before),)
        )
