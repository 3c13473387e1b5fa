"""What somebody suggested."""

from collections.abc import Sequence

from bot.domain.ids import SuggestionId
from bot.domain.personal_data import DataKind, Fact, PersonalData, Whose
from bot.domain.suggestions import Suggestion
from bot.storage.connection import Connection
from bot.storage.encryption.sealing import Sealer
from bot.storage.numbers import ServerNumbers
from bot.storage.suggestions.suggestions import Suggestions


class PersonalSuggestions:
    """Of the table `suggestion`."""

    def __init__(self, sql: Connection, sealer: Sealer, numbers: ServerNumbers) -> None:
        self._sql = sql
        self._suggestions = Suggestions(sql, sealer, numbers)

    async def export_of(self, who: Whose) -> Sequence[PersonalData]:
        """Each with its words, where it stands, and what moderators wrote about it. Whether anybody
        keeps it is theirs."""
        found = [await self._suggestions.get(key) for key in await self._keys(who)]
        return [_shown(one) for one in found if one is not None and one.text.words]

    async def erase_of(self, who: Whose) -> None:
        """All of it, also from the deck and from what others keep."""
        for key in await self._keys(who):
            await self._suggestions.remove(key)

    async def _keys(self, who: Whose) -> Sequence[SuggestionId]:
        found = list[SuggestionId]()
        for number in who.asking.values():
            rows = await self._sql.fetch_all(
                "SELECT suggestion_id FROM suggestion WHERE asker_number = ? ORDER BY stored",
                (number,),
            )
            found += (SuggestionId(row["suggestion_id"]) for row in rows)
        return found


def _shown(one: Suggestion) -> PersonalData:
    facts: dict[str, Fact] = {
        "words": one.text.words,
        "themes": (one.text.theme,),
        "text_language": one.text.language,
        "state": one.state,
        "sent_on": one.written_at.date(),
        "told": one.text.tell,
        "answers_of_moderators": one.answer,
    }
    return PersonalData(DataKind.SUGGESTION, one.guild_id, facts)
