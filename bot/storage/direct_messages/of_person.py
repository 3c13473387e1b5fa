"""What a person wrote outside a conversation."""

from collections.abc import Sequence

from bot.domain.personal_data import DataKind, Fact, PersonalData, Whose
from bot.storage.columns import moment
from bot.storage.connection import Connection
from bot.storage.encryption.sealing import Sealer
from bot.storage.rows import Row

_PARTS = """
    SELECT stray_part.*, expires_at FROM stray_part JOIN stray ON stray.token = stray_part.stray
    WHERE person_tag = ? ORDER BY expires_at, stray, message_tag
"""


class PersonalMessages:
    """Of the tables `stray`, `stray_part`, `stray_choice`."""

    def __init__(self, sql: Connection, sealer: Sealer) -> None:
        self._sql = sql
        self._sealer = sealer

    async def export_of(self, who: Whose) -> Sequence[PersonalData]:
        """The words of each message, while they are kept."""
        return [self._part(row) for row in await self._sql.fetch_all(_PARTS, (who.person,))]

    async def erase_of(self, who: Whose) -> None:
        """All of it, with its buttons. How much they wrote in this minute stays until it is over:
        that is a limit."""
        await self._sql.execute("DELETE FROM stray WHERE person_tag = ?", (who.person,))

    def _part(self, row: Row) -> PersonalData:
        key, sealed = row["message_tag"].hex(), row["words_sealed"]
        words = self._sealer.open_text("stray_part", "words", key, sealed)
        facts: dict[str, Fact] = {"words": words, "until": moment(row["expires_at"])}
        return PersonalData(DataKind.HELD_WORDS, None, facts)
