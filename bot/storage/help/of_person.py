"""The country whose help lines a person looked at last."""

from collections.abc import Sequence

from bot.domain.personal_data import DataKind, Fact, PersonalData, Whose
from bot.storage.columns import moment
from bot.storage.connection import Connection
from bot.storage.encryption.sealing import Sealer
from bot.storage.rows import Row


class PersonalHelp:
    """Of the table `help_country`."""

    def __init__(self, sql: Connection, sealer: Sealer) -> None:
        self._sql = sql
        self._sealer = sealer

    async def export_of(self, who: Whose) -> Sequence[PersonalData]:
        """Its code, and until when it is kept."""
        row = await self._sql.fetch_one(
            "SELECT * FROM help_country WHERE person_tag = ?", (who.person,)
        )
        return [] if row is None else [self._country(row)]

    async def erase_of(self, who: Whose) -> None:
        """All of it."""
        await self._sql.execute("DELETE FROM help_country WHERE person_tag = ?", (who.person,))

    def _country(self, row: Row) -> PersonalData:
        key, sealed = row["person_tag"].hex(), row["country_sealed"]
        country = self._sealer.open_text("help_country", "country", key, sealed)
        facts: dict[str, Fact] = {"country": country, "until": moment(row["kept_until"])}
        return PersonalData(DataKind.HELP_COUNTRY, None, facts)
