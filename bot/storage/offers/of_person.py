"""Which asks a person was told of as a listener."""

from collections.abc import Sequence

from bot.domain.ids import GuildId
from bot.domain.offers import OfferState
from bot.domain.personal_data import DataKind, PersonalData, Whose
from bot.storage.columns import moment, moment_or_none
from bot.storage.rows import Row
from bot.storage.sqlite.connection import Connection

_MINE = """
    SELECT offer.*, guild_id FROM offer JOIN ask USING (ask_id)
    WHERE listener_number = ? AND erased = 0 ORDER BY offered_at, token
"""


class PersonalOffers:
    """Of the table `offer`."""

    def __init__(self, sql: Connection) -> None:
        self._sql = sql

    async def export_of(self, who: Whose) -> Sequence[PersonalData]:
        """When, and what became of it as they were told: never why."""
        found = list[PersonalData]()
        for number in who.listening.values():
            found += map(_offer, await self._sql.fetch_all(_MINE, (number,)))
        return found

    async def erase_of(self, who: Whose) -> None:
        """Whose they are; an ask keeps how many were told of it. The number stays as the mark of
        the day's limit, until `Erasing.let_limits_go`."""
        await self._sql.execute_many(
            "UPDATE offer SET erased = 1, state = CASE WHEN state = ? THEN ? ELSE state END"
            " WHERE listener_number = ?",
            [(OfferState.OPEN, OfferState.OVER, number) for number in who.listening.values()],
        )


def _offer(row: Row) -> PersonalData:
    facts = {
        "offered_at": moment(row["offered_at"]),
        "answered_at": moment_or_none(row["answered_at"]),
        "outcome": row["state"],
    }
    return PersonalData(DataKind.OFFER, GuildId(row["guild_id"]), facts)
