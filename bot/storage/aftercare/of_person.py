"""A person's notes, whom they may ask for again, and a chat that is being cleared for them."""

from collections.abc import Sequence

from bot.domain.ids import GuildId
from bot.domain.personal_data import DataKind, PersonalData, Whose
from bot.storage.columns import moment
from bot.storage.connection import Connection
from bot.storage.encryption.sealing import SealBroken, Sealer
from bot.storage.rows import Row


class PersonalAftercare:
    """Of the tables `reflection`, `again`, `clearing`, `to_clear`."""

    def __init__(self, sql: Connection, sealer: Sealer) -> None:
        self._sql = sql
        self._sealer = sealer

    async def export_of(self, who: Whose) -> Sequence[PersonalData]:
        """Notes, and the aliases of listeners; not whether those still listen, which is theirs."""
        notes = await self._sql.fetch_all(
            "SELECT * FROM reflection WHERE person_tag = ? ORDER BY reflection_id", (who.person,)
        )
        again = await self._asked_again(who)
        return [*map(self._note, notes), *map(_same_listener, again)]

    async def erase_of(self, who: Whose) -> None:
        """All of it."""
        await self._sql.execute("DELETE FROM reflection WHERE person_tag = ?", (who.person,))
        numbers = (*who.asking.values(), *who.listening.values())
        await self._sql.execute_many(
            "DELETE FROM clearing WHERE number = ?", [(number,) for number in numbers]
        )
        for row in await self._asked_again(who):
            await self._sql.execute("DELETE FROM again WHERE token = ?", (row["token"],))

    async def _asked_again(self, who: Whose) -> list[Row]:
        """Every row is opened: whose it is shows nowhere else. A damaged one is nobody's."""
        rows = await self._sql.fetch_all("SELECT * FROM again ORDER BY expires_at, token")
        return [row for row in rows if self._is_of(row, who)]

    def _is_of(self, row: Row, who: Whose) -> bool:
        try:
            asker = self._sealer.open("again", "asker", row["token"], row["asker_sealed"])
        except SealBroken:
            return False
        return asker == who.person

    def _note(self, row: Row) -> PersonalData:
        key, sealed = row["reflection_id"], row["words_sealed"]
        words = self._sealer.open_text("reflection", "words", key, sealed)
        return PersonalData(DataKind.NOTE, None, {"words": words})


def _same_listener(row: Row) -> PersonalData:
    facts = {"their_alias": row["alias"], "until": moment(row["expires_at"])}
    return PersonalData(DataKind.SAME_LISTENER, GuildId(row["guild_id"]), facts)
