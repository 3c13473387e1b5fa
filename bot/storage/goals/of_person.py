"""A person's goals, and how they said that these went."""

from collections.abc import Sequence
from datetime import date

from bot.domain.personal_data import DataKind, PersonalData, Whose
from bot.storage.connection import Connection
from bot.storage.encryption.sealing import Sealer
from bot.storage.rows import Row

_GOALS = """
    SELECT goal.*, place FROM goal JOIN schedule USING (schedule_id) WHERE person_tag = ?
    ORDER BY place
"""
_CHECK_INS = """
    SELECT check_in.*, place FROM check_in JOIN schedule USING (schedule_id) WHERE person_tag = ?
    ORDER BY place, check_in_id
"""
_DRAFTS = """
    DELETE FROM draft WHERE draft_id IN (SELECT draft_id FROM partner_draft
        JOIN schedule USING (schedule_id) WHERE schedule.person_tag = ?)
"""


class PersonalGoals:
    """Of the tables `goal`, `check_in`, `partner_draft`, `partner_ask`."""

    def __init__(self, sql: Connection, sealer: Sealer) -> None:
        self._sql = sql
        self._sealer = sealer

    async def export_of(self, who: Whose) -> Sequence[PersonalData]:
        """The goals in their words, and the check-ins that are kept; each says which goal it is."""
        goals = await self._sql.fetch_all(_GOALS, (who.person,))
        check_ins = await self._sql.fetch_all(_CHECK_INS, (who.person,))
        return [*map(self._goal, goals), *map(_check_in, check_ins)]

    async def erase_of(self, who: Whose) -> None:
        """All of it, with the schedule of its check-ins."""
        await self._sql.execute(_DRAFTS, (who.person,))
        await self._sql.execute(
            "DELETE FROM schedule WHERE person_tag = ? AND what = 'check_in'", (who.person,)
        )

    def _goal(self, row: Row) -> PersonalData:
        words = self._sealer.open_text("goal", "words", row["schedule_id"], row["words_sealed"])
        facts = {"goal": row["place"] + 1, "words": words, "resting": bool(row["resting"])}
        return PersonalData(DataKind.GOAL, None, facts)


def _check_in(row: Row) -> PersonalData:
    facts = {"goal": row["place"] + 1, "day": date.fromordinal(row["day"]), "answer": row["answer"]}
    return PersonalData(DataKind.CHECK_IN, None, facts)
