"""What a person said of their age: how it is shown to them, and how it goes."""

from collections.abc import Sequence

from bot.domain.ages import Age
from bot.domain.personal_data import DataKind, PersonalData, Whose
from bot.storage.columns import moment
from bot.storage.connection import Connection


class PersonalAges:
    """Of the table `age_stated`."""

    def __init__(self, sql: Connection) -> None:
        self._sql = sql

    async def export_of(self, who: Whose) -> Sequence[PersonalData]:
        """The group in each server, and the day on which they said it."""
        found = list[PersonalData]()
        for guild, number in sorted(who.asking.items()):
            row = await self._sql.fetch_one(
                "SELECT age, stated_at FROM age_stated WHERE asker_number = ? AND erased = 0",
                (number,),
            )
            if row is not None:
                facts = {"age": row["age"], "stated_on": moment(row["stated_at"]).date()}
                found.append(PersonalData(DataKind.AGE, guild, facts))
        return found

    async def erase_of(self, who: Whose) -> None:
        """All of it. But who said that they are under 18 cannot say something else in the same
        hour: of that a mark stays for the rest of the day, until `let_marks_go`."""
        numbers = [(number,) for number in who.asking.values()]
        await self._sql.execute_many(
            f"DELETE FROM age_stated WHERE asker_number = ? AND age = '{Age.ADULT}'",  # noqa: S608
            numbers,
        )
        await self._sql.execute_many(
            "UPDATE age_stated SET erased = 1 WHERE asker_number = ?", numbers
        )
