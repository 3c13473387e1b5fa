"""Whom a person blocked; nothing of who blocked them."""

from collections.abc import Sequence

from bot.domain.personal_data import DataKind, Fact, PersonalData, Whose
from bot.storage.blocks.blocks import Blocks
from bot.storage.connection import Connection
from bot.storage.encryption.sealing import Sealer


class PersonalBlocks:
    """Of the table `block`."""

    def __init__(self, sql: Connection, sealer: Sealer) -> None:
        self._sql = sql
        self._sealer = sealer

    async def export_of(self, who: Whose) -> Sequence[PersonalData]:
        """The list that they can undo."""
        found = list[PersonalData]()
        for guild in sorted(who.asking):
            for block in await Blocks(self._sql, self._sealer).of(who.asking[guild]):
                facts: dict[str, Fact] = {"their_alias": block.alias, "day": block.day}
                found.append(PersonalData(DataKind.BLOCK, guild, facts))
        return found

    async def erase_of(self, who: Whose) -> None:
        """Their own. What others blocked of them stays: it is those others' protection, and leads
        to nobody without the key."""
        await self._sql.execute_many(
            "DELETE FROM block WHERE owner_tag = ?",
            [(self._sealer.blocker_tag(number),) for number in who.asking.values()],
        )
