"""What was noted of a person for the numbers about a server."""

from collections.abc import Sequence

from bot.domain.ids import GuildId
from bot.domain.personal_data import DataKind, PersonalData, Whose
from bot.storage.connection import Connection
from bot.storage.encryption.sealing import Sealer
from bot.storage.rows import Row


class PersonalTallies:
    """Of the table `happened`. Nothing in a row says whose it is: the keyed tags are made anew."""

    def __init__(self, sql: Connection, sealer: Sealer) -> None:
        self._sql = sql
        self._sealer = sealer

    async def export_of(self, who: Whose) -> Sequence[PersonalData]:
        """In which week, what, and in which step of waiting."""
        found = list[PersonalData]()
        for guild, what, detail, tag in await self._tags(who):
            rows = await self._sql.fetch_all(
                "SELECT * FROM happened WHERE guild_id = ? AND what = ? AND detail = ?"
                " AND person = ? ORDER BY week",
                (guild, what, detail, tag),
            )
            found += map(_noted, rows)
        return found

    async def erase_of(self, who: Whose) -> None:
        """All of it; what was counted already points at nobody, and stays."""
        await self._sql.execute_many(
            "DELETE FROM happened WHERE guild_id = ? AND what = ? AND detail = ? AND person = ?",
            await self._tags(who),
        )

    async def _tags(self, who: Whose) -> list[tuple[int, str, str, bytes]]:
        rows = await self._sql.fetch_all("SELECT DISTINCT guild_id, what, detail FROM happened")
        return [
            (guild, what, detail, self._sealer.tally_tag(who.listening[guild], what, detail))
            for guild, what, detail in rows
            if guild in who.listening
        ]


def _noted(row: Row) -> PersonalData:
    facts = {
        "what": row["what"],
        "week": row["week"],
        "detail": row["detail"] or None,
        "wait_step": row["wait"],
    }
    return PersonalData(DataKind.COUNTED, GuildId(row["guild_id"]), facts)
