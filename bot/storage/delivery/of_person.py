"""What must still be said to a person, and where the bot's messages to them stand."""

from collections.abc import Sequence

from bot.domain.ids import GuildId
from bot.domain.notices import UNTIL_READ, Part
from bot.domain.personal_data import DataKind, Fact, PersonalData, Whose
from bot.storage.connection import Connection
from bot.storage.encryption.sealing import Sealer
from bot.storage.numbers import ServerNumbers, marks
from bot.storage.rows import Row

_MINE = """
    ask_id IN (SELECT ask_id FROM ask WHERE asker_number IN ({mine}) AND asker_sealed IS NOT NULL)
"""


class PersonalDeliveries:
    """Of the tables `outbox`, `bot_message`, `button`."""

    def __init__(self, sql: Connection, sealer: Sealer, numbers: ServerNumbers) -> None:
        self._sql = sql
        self._sealer = sealer
        self._numbers = numbers

    async def export_of(self, who: Whose) -> Sequence[PersonalData]:
        """Words that wait for them, and what moderators did that they could not be told of. Not
        their own words on the way to somebody: whether those have arrived is the other side's."""
        marks_of = ", ".join("?" * len(UNTIL_READ))
        rows = await self._sql.fetch_all(
            "SELECT * FROM outbox WHERE person_tag = ? AND CASE"  # noqa: S608 - marks alone
            f" WHEN notice IN ({marks_of}) THEN attempts > 0 ELSE words_sealed IS NOT NULL END"
            " ORDER BY outbox_id",
            (who.person, *UNTIL_READ),
        )
        return [self._waiting(row) for row in rows]

    async def erase_of(self, who: Whose) -> None:
        """All that waits for them, the words of their asks that are on the way to a channel, their
        messages and their buttons. What was tried already may stand there and is put right first:
        its words go with that."""
        await self._forget_offers(who)
        await self._sql.execute("DELETE FROM outbox WHERE person_tag = ?", (who.person,))
        mine = await self._numbers.of(who.person)
        await self._sql.execute(
            f"DELETE FROM button WHERE number IN ({marks(mine)}, {marks(mine)})",  # noqa: S608
            (*mine.asker, *mine.listener),
        )
        for of_asks in (
            "outbox WHERE channel_id IS NOT NULL AND words_sealed IS NOT NULL"
            " AND first_attempt_at IS NULL",
            f"bot_message WHERE part = '{Part.ASKER}'",
        ):
            await self._sql.execute(
                f"DELETE FROM {of_asks} AND {_MINE.format(mine=marks(mine))}",  # noqa: S608
                mine.asker,
            )

    async def _forget_offers(self, who: Whose) -> None:
        for number in who.listening.values():
            rows = await self._sql.fetch_all(
                "SELECT ask_id, token FROM offer WHERE listener_number = ?", (number,)
            )
            await self._sql.execute_many(
                "DELETE FROM bot_message WHERE ask_id = ? AND part = ?",
                [(row["ask_id"], f"{Part.OFFER}:{row['token']}") for row in rows],
            )

    def _waiting(self, row: Row) -> PersonalData:
        of_moderators = row["notice"] in UNTIL_READ
        kind = DataKind.NOT_READ_YET if of_moderators else DataKind.WAITING_WORDS
        facts: dict[str, Fact] = {"their_alias": row["alias"]}
        if of_moderators:
            facts["what"] = row["notice"]
        for name in ("words", "would_help"):
            sealed = row[f"{name}_sealed"]
            if sealed is not None:
                facts[name] = self._sealer.open_text("outbox", name, row["nonce"], sealed)
        guild = None if row["guild_id"] is None else GuildId(row["guild_id"])
        return PersonalData(kind, guild, facts)
