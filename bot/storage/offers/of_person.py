"""Which asks a person was told of as a listener."""

from collections.abc import Sequence

from bot.domain.ids import NOBODY, GuildId
from bot.domain.offers import OfferState
from bot.domain.personal_data import DataKind, PersonalData, Whose
from bot.storage.columns import moment, moment_or_none
from bot.storage.rows import Row
from bot.storage.sqlite.connection import Connection

_MINE = "SELECT offer.*, guild_id FROM offer JOIN ask USING (ask_id) WHERE person_tag = ?"


class PersonalOffers:
    """Of the table `offer`."""

    def __init__(self, sql: Connection) -> None:
        self._sql = sql

    async def export_of(self, who: Whose) -> Sequence[PersonalData]:
        """When, and what became of it as they were told: never why."""
        rows = await self._sql.fetch_all(f"{_MINE} ORDER BY offered_at, token", (who.person,))
        return [_offer(row) for row in rows]

    async def erase_of(self, who: Whose) -> None:
        """Whose they are; an ask keeps how many were told of it. The number stays as the mark of
        the day's limit, until `Erasing.let_limits_go`."""
        await self._sql.execute(
            "UPDATE offer SET person_tag = ?, state = CASE WHEN state = ? THEN ? ELSE state END"
            " WHERE person_tag = ?",
            (NOBODY, OfferState.OPEN, OfferState.OVER, who.person),
        )


def _offer(row: Row) -> PersonalData:
    facts = {
        "offered_at": moment(row["offered_at"]),
        "answered_at": moment_or_none(row["answered_at"]),
        "outcome": row["state"],
    }
    return PersonalData(DataKind.OFFER, GuildId(row["guild_id"]), facts)
