"""What a person filled into forms that were not taken."""

from collections.abc import Sequence

from bot.domain.personal_data import DataKind, Fact, PersonalData, Whose
from bot.storage.columns import moment
from bot.storage.connection import Connection
from bot.storage.encryption.sealing import Sealer
from bot.storage.rows import Row


class PersonalForms:
    """Of the tables `typed`, `typed_answer`, `typed_choice`."""

    def __init__(self, sql: Connection, sealer: Sealer) -> None:
        self._sql = sql
        self._sealer = sealer

    async def export_of(self, who: Whose) -> Sequence[PersonalData]:
        """What was typed. What was chosen from lists is left out: other people may be among it."""
        rows = await self._sql.fetch_all(
            "SELECT * FROM typed WHERE person_tag = ? ORDER BY expires_at, token", (who.person,)
        )
        return [await self._form(row) for row in rows]

    async def erase_of(self, who: Whose) -> None:
        """All of it."""
        await self._sql.execute("DELETE FROM typed WHERE person_tag = ?", (who.person,))

    async def _form(self, row: Row) -> PersonalData:
        answers = await self._sql.fetch_all(
            "SELECT * FROM typed_answer WHERE token = ? AND is_list = 0 ORDER BY field",
            (row["token"],),
        )
        typed = tuple(filter(None, map(self._answer, answers)))
        facts: dict[str, Fact] = {"answers": typed, "until": moment(row["expires_at"])}
        return PersonalData(DataKind.FORM, None, facts)

    def _answer(self, row: Row) -> str:
        place = f"{row['token']} {row['field']}"
        return self._sealer.open_text("typed_answer", "answer", place, row["answer_sealed"])
