"""Which encouragements a person keeps, and which they have seen."""

from collections.abc import Sequence

from bot.domain.goals import Answer
from bot.domain.personal_data import DataKind, PersonalData, Whose
from bot.storage.columns import moment
from bot.storage.connection import Connection
from bot.storage.encryption.sealing import Sealer
from bot.storage.suggestions.deck import SuggestedDeck


class PersonalTexts:
    """Of the tables `kept_text`, `shown_text`. A reader is named by the person's tag in
    hexadecimal, and beside an answer about a goal by both."""

    def __init__(self, sql: Connection, sealer: Sealer) -> None:
        self._sql = sql
        self._suggested = SuggestedDeck(sql, sealer)

    async def export_of(self, who: Whose) -> Sequence[PersonalData]:
        """Kept ones by their ids, which the texts in prompts have, those that members suggested in
        their words; seen ones as a number."""
        kept = await self._sql.fetch_all(
            "SELECT * FROM kept_text WHERE person_tag = ? ORDER BY kept_at, text_id",
            (who.person,),
        )
        seen = 0
        for reader in _readers(who):
            rows = await self._sql.fetch_all("SELECT 1 FROM shown_text WHERE reader = ?", (reader,))
            seen += len(rows)
        found = [
            PersonalData(
                DataKind.KEPT_TEXT,
                None,
                {"text": await self._text(row["text_id"]), "kept_at": moment(row["kept_at"])},
            )
            for row in kept
        ]
        return (
            [*found, PersonalData(DataKind.SEEN_TEXTS, None, {"number": seen})] if seen else found
        )

    async def _text(self, text_id: str) -> str:
        suggested = await self._suggested.with_text(text_id)
        return text_id if suggested is None else suggested.text.words

    async def erase_of(self, who: Whose) -> None:
        """All of it."""
        await self._sql.execute("DELETE FROM kept_text WHERE person_tag = ?", (who.person,))
        for reader in _readers(who):
            await self._sql.execute("DELETE FROM shown_text WHERE reader = ?", (reader,))


def _readers(who: Whose) -> list[str]:
    name = who.person.hex()
    return [name, *(f"{name}:{answer}" for answer in Answer)]
