"""Which asks a person was told of as a listener, what was asked before anybody accepted, and what
they wrote for a morning."""

from collections.abc import Sequence

from bot.domain.first_questions import FirstState
from bot.domain.ids import NO_NUMBER, GuildId
from bot.domain.offers import OfferState
from bot.domain.personal_data import DataKind, Fact, PersonalData, Whose
from bot.storage.columns import moment, moment_or_none
from bot.storage.connection import Connection
from bot.storage.encryption.sealing import Sealer
from bot.storage.offers.first_questions import question_of
from bot.storage.rows import Row

_MINE = """
    SELECT offer.*, guild_id FROM offer JOIN ask USING (ask_id)
    WHERE listener_number = ? AND erased = 0 ORDER BY offered_at, token
"""


_QUESTIONS = """
    SELECT first_question.*, guild_id, listener_number = ? AS listens FROM first_question
    JOIN ask USING (ask_id) WHERE (listener_number = ? AND person_sealed IS NOT NULL)
        OR (asker_number = ? AND asker_sealed IS NOT NULL AND first_question.state <> 'draft')
    ORDER BY first_question_id
"""
_MORNINGS = """
    SELECT morning_words.*, guild_id FROM morning_words JOIN ask USING (ask_id)
    WHERE private_number = ?
"""
_OF_NOBODY = f"""
    UPDATE first_question SET state = 'over', until = NULL, person_sealed = NULL,
        words_sealed = NULL, answer_sealed = NULL, listener_number = x'{NO_NUMBER.hex()}'
    WHERE listener_number = ?
"""  # noqa: S608 - a number of this program
_WITHOUT_ANSWER = """
    UPDATE first_question SET answer_sealed = NULL
    WHERE ask_id IN (SELECT ask_id FROM ask WHERE asker_number = ?)
"""


class PersonalOffers:
    """Of the tables `offer`, `first_question`, `morning_words`."""

    def __init__(self, sql: Connection, sealer: Sealer) -> None:
        self._sql = sql
        self._sealer = sealer

    async def export_of(self, who: Whose) -> Sequence[PersonalData]:
        """When, and what became of it as they were told: never why."""
        found = list[PersonalData]()
        for number in who.listening.values():
            found += map(_offer, await self._sql.fetch_all(_MINE, (number,)))
            found += map(self._morning, await self._sql.fetch_all(_MORNINGS, (number,)))
        for guild, number in who.listening.items():
            values = (number, number, who.asking[guild])
            found += map(self._question, await self._sql.fetch_all(_QUESTIONS, values))
        return found

    async def erase_of(self, who: Whose) -> None:
        """Whose they are; an ask keeps how many were told of it. The number stays as the mark of
        the day's limit, until `Erasing.let_limits_go`."""
        await self._sql.execute_many(
            "UPDATE offer SET erased = 1, state = CASE WHEN state = ? THEN ? ELSE state END"
            " WHERE listener_number = ?",
            [(OfferState.OPEN, OfferState.OVER, number) for number in who.listening.values()],
        )
        listening = [(number,) for number in who.listening.values()]
        await self._sql.execute_many(
            "DELETE FROM morning_words WHERE private_number = ?", listening
        )
        await self._sql.execute_many(_OF_NOBODY, listening)
        asking = [(number,) for number in who.asking.values()]
        await self._sql.execute_many(_WITHOUT_ANSWER, asking)

    def _morning(self, row: Row) -> PersonalData:
        """Never when it goes: that would tell where whoever asked is."""
        key, sealed = row["morning_words_id"], row["words_sealed"]
        words = self._sealer.open_text("morning_words", "words", key, sealed)
        return PersonalData(DataKind.MORNING_WORDS, GuildId(row["guild_id"]), {"words": words})

    def _question(self, row: Row) -> PersonalData:
        """As this side reads it: a draft is its writer's alone."""
        one, listens = question_of(row, self._sealer), bool(row["listens"])
        answer = one.answer if one.state is FirstState.ANSWERED or not listens else None
        facts: dict[str, Fact] = {
            "your_alias" if listens else "their_alias": one.alias,
            "words": one.words,
            "answer_words": answer,
            "until": one.until,
        }
        return PersonalData(DataKind.FIRST_QUESTION, GuildId(row["guild_id"]), facts)


def _offer(row: Row) -> PersonalData:
    facts = {
        "offered_at": moment(row["offered_at"]),
        "answered_at": moment_or_none(row["answered_at"]),
        "outcome": row["state"],
    }
    return PersonalData(DataKind.OFFER, GuildId(row["guild_id"]), facts)
