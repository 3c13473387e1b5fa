"""In which servers a person used the bot."""

from collections.abc import Sequence

from bot.domain.ids import GuildId
from bot.domain.personal_data import DataKind, PersonalData, Whose
from bot.storage.columns import moment
from bot.storage.sqlite.connection import Connection


class PersonalServers:
    """Of the table `known_server`."""

    def __init__(self, sql: Connection) -> None:
        self._sql = sql

    async def export_of(self, who: Whose) -> Sequence[PersonalData]:
        """Each with the day of the last use."""
        rows = await self._sql.fetch_all(
            "SELECT * FROM known_server WHERE person_tag = ? ORDER BY guild_id", (who.person,)
        )
        return [
            PersonalData(
                DataKind.SERVER,
                GuildId(row["guild_id"]),
                {"last_used_on": moment(row["last_used_at"]).date()},
            )
            for row in rows
        ]

    async def erase_of(self, who: Whose) -> None:
        """All of it."""
        await self._sql.execute("DELETE FROM known_server WHERE person_tag = ?", (who.person,))
