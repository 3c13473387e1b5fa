"""The country whose help lines somebody looked at last."""

from datetime import datetime

from bot.domain.ids import PersonTag
from bot.storage.columns import coarse_end, seconds
from bot.storage.connection import Connection
from bot.storage.encryption.sealing import Sealer


class HelpCountries:
    """The table `help_country`: one row for a person."""

    def __init__(self, sql: Connection, sealer: Sealer) -> None:
        self._sql = sql
        self._sealer = sealer

    async def remember(self, person: PersonTag, country: str, until: datetime) -> None:
        """Keep it, by its code, in the place of an earlier one."""
        sealed = self._sealer.seal("help_country", "country", person.hex(), country)
        await self._sql.execute(
            "INSERT INTO help_country (person_tag, country_sealed, kept_until) VALUES (?, ?, ?)"
            " ON CONFLICT (person_tag) DO UPDATE SET country_sealed = excluded.country_sealed,"
            " kept_until = excluded.kept_until",
            (person, sealed, coarse_end(until)),
        )

    async def get(self, person: PersonTag) -> str | None:
        """The code of that country."""
        row = await self._sql.fetch_one(
            "SELECT country_sealed FROM help_country WHERE person_tag = ?", (person,)
        )
        if row is None:
            return None
        return self._sealer.open_text("help_country", "country", person.hex(), row[0])

    async def erase_expired(self, now: datetime) -> None:
        """Erase what was not looked at for long."""
        await self._sql.execute("DELETE FROM help_country WHERE kept_until <= ?", (seconds(now),))
