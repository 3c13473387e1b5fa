"""A person's side of their conversations, and the words in them that are still on their way."""

from collections.abc import Sequence

from bot.domain.conversations import Side
from bot.domain.ids import NO_NUMBER, AskId, ConversationId, GuildId, PersonTag
from bot.domain.message_copies import NOWHERE
from bot.domain.personal_data import DataKind, Fact, PersonalData, Whose
from bot.storage.columns import moment, moment_or_none
from bot.storage.connection import Connection
from bot.storage.conversations.conversations import who_talks, with_one
from bot.storage.conversations.discreet_notices import who_reads
from bot.storage.encryption.sealing import Sealer
from bot.storage.numbers import Mine, ServerNumbers, marks
from bot.storage.rows import Row

MODERATOR = "moderator"
"""The side of a moderator who joined, as it is shown to them."""
_SIDES = {Side.ASKER: Side.LISTENER, Side.LISTENER: Side.ASKER}
_KEPT = """
    SELECT kept.*, asker_alias, listener_alias, asker_sealed, guild_id,
        (SELECT another.listener_alias FROM passed_on JOIN conversation AS another
            ON another.conversation_id = passed_on.written_in
            WHERE passed_on.piece_id = kept.piece_id AND writer = 'listener') AS another
    FROM kept JOIN conversation USING (conversation_id) WHERE {with_one} ORDER BY token
"""
_WORDS_LEFT = """
    SELECT conversation_id FROM conversation AS talk WHERE {with_one}
        AND (state = 'open' OR EXISTS
            (SELECT 1 FROM passed_on WHERE passed_on.conversation_id = talk.conversation_id))
    ORDER BY started_at, conversation_id
"""


class PersonalConversations:
    """Of the tables `conversation`, `passed_on`, `kept`, `held`."""

    def __init__(self, sql: Connection, sealer: Sealer, numbers: ServerNumbers) -> None:
        self._sql = sql
        self._sealer = sealer
        self._numbers = numbers

    async def export_of(self, who: Whose) -> Sequence[PersonalData]:
        """Conversations under both aliases, words behind a discreet notification, texts whose
        reader is not chosen. Nothing of how far one's own words came: that is the other side's."""
        mine = await self._numbers.of(who.person)
        talks = await self._sql.fetch_all(
            f"SELECT * FROM conversation WHERE {with_one(mine)}"  # noqa: S608
            " ORDER BY started_at, conversation_id",
            (*mine.asker, *mine.listener),
        )
        kept = await self._kept_for(who, mine)
        held = await self._sql.fetch_all(
            "SELECT * FROM held WHERE person_tag = ? ORDER BY expires_at, held_id", (who.person,)
        )
        return [
            *(self._conversation(row, who) for row in talks),
            *(self._kept(row, who) for row in kept if row["words_sealed"] is not None),
            *(self._held(row) for row in held),
        ]

    async def erase_of(self, who: Whose) -> None:
        """Everything of this side goes: words, messages, whose it is. The conversation stays for
        the other side as long as every one does. A listener's number stays in it as the mark of
        what they took on lately."""
        await self._sql.execute("DELETE FROM held WHERE person_tag = ?", (who.person,))
        mine = await self._numbers.of(who.person)
        await self._sql.execute_many(
            "DELETE FROM kept WHERE token = ?",
            [(row["token"],) for row in await self._kept_for(who, mine)],
        )
        for side, numbers in ((Side.ASKER, mine.asker), (Side.LISTENER, mine.listener)):
            is_mine = f"{side}_number IN ({marks(mine)}) AND {side}_sealed IS NOT NULL"
            talks = f"(SELECT conversation_id FROM conversation WHERE {is_mine})"  # noqa: S608
            await self._erase_words(talks, side, numbers)
            await self._erase_further_words(talks, side, numbers)
            await self._erase_places(talks, side, numbers)
            goes = "" if side is Side.LISTENER else f", asker_number = x'{NO_NUMBER.hex()}'"
            await self._sql.execute(
                f"UPDATE conversation SET {side}_sealed = NULL{goes} WHERE {is_mine}",  # noqa: S608
                numbers,
            )

    async def with_words_left(self, person: PersonTag) -> Sequence[ConversationId]:
        """Conversations of a person that are open, or in which copies may still be deleted."""
        mine = await self._numbers.of(person)
        sql = _WORDS_LEFT.format(with_one=with_one(mine))
        rows = await self._sql.fetch_all(sql, (*mine.asker, *mine.listener))
        return [ConversationId(row["conversation_id"]) for row in rows]

    async def of_nobody(self, ask: AskId) -> Sequence[ConversationId]:
        """Conversations about an ask in which one side has erased everything."""
        rows = await self._sql.fetch_all(
            "SELECT conversation_id FROM conversation"
            " WHERE ask_id = ? AND (asker_sealed IS NULL OR listener_sealed IS NULL)",
            (ask,),
        )
        return [ConversationId(row["conversation_id"]) for row in rows]

    async def _erase_words(self, mine: str, side: Side, numbers: Sequence[bytes]) -> None:
        """Of one's own words what the other side did not get, or did not open. What was tried may
        stand there: it is withdrawn with the rest, when the end is told."""
        theirs = f"conversation_id IN {mine} AND words_sealed IS NOT NULL"
        await self._sql.execute(f"DELETE FROM kept WHERE {theirs}", (*numbers,))  # noqa: S608
        await self._sql.execute(
            f"DELETE FROM outbox WHERE {theirs} AND first_attempt_at IS NULL",  # noqa: S608
            (*numbers,),
        )
        untold = "SELECT 1 FROM outbox WHERE outbox.piece_id = passed_on.piece_id"
        await self._sql.execute(
            f"DELETE FROM passed_on WHERE conversation_id IN {mine} AND writer = ?"  # noqa: S608
            f" AND written_in IS NULL AND copy_tag IS NULL AND NOT EXISTS ({untold})",
            (*numbers, side),
        )

    async def _erase_further_words(self, mine: str, side: Side, numbers: Sequence[bytes]) -> None:
        """The same of what was to go to further readers, in conversations of others."""
        copies = (
            f"(SELECT piece_id FROM passed_on WHERE written_in IN {mine}"  # noqa: S608
            " AND writer = ? AND copy_tag IS NULL)"
        )
        untold = "SELECT 1 FROM outbox WHERE outbox.piece_id = passed_on.piece_id"
        for sql in (
            f"DELETE FROM kept WHERE piece_id IN {copies}",  # noqa: S608
            f"DELETE FROM outbox WHERE piece_id IN {copies} AND first_attempt_at IS NULL",  # noqa: S608
            f"DELETE FROM passed_on WHERE piece_id IN {copies} AND NOT EXISTS ({untold})",  # noqa: S608
        ):
            await self._sql.execute(sql, (*numbers, side))

    async def _erase_places(self, mine: str, side: Side, numbers: Sequence[bytes]) -> None:
        """Where one's own messages stand, and the copies of the other side's."""
        await self._sql.execute(
            "UPDATE passed_on SET copy_tag = NULL, copy_channel_sealed = NULL,"  # noqa: S608
            f" copy_message_sealed = NULL WHERE conversation_id IN {mine} AND ("
            "writer = ? AND written_in IS NULL OR written_in IS NOT NULL AND ? = 'listener')",
            (*numbers, _SIDES[side], side),
        )
        rows = await self._sql.fetch_all(
            f"SELECT piece_id FROM passed_on WHERE writer = ? AND (written_in IN {mine}"  # noqa: S608
            f" OR conversation_id IN {mine} AND written_in IS NULL)",
            (side, *numbers, *numbers),
        )
        seal = self._sealer.seal_int
        for row in rows:
            piece = row["piece_id"]
            nowhere = seal("passed_on", "source_channel", piece, NOWHERE)
            await self._sql.execute(
                "UPDATE passed_on SET source_tag = NULL, further_tag = NULL,"
                " source_channel_sealed = ?, source_message_sealed = ? WHERE piece_id = ?",
                (
                    nowhere,
                    seal("passed_on", "source_message", piece, 0, nowhere),
                    piece,
                ),
            )

    async def _kept_for(self, who: Whose, mine: Mine) -> Sequence[Row]:
        sql = _KEPT.format(with_one=with_one(mine))
        rows = await self._sql.fetch_all(sql, (*mine.asker, *mine.listener))
        return [row for row in rows if who_reads(row, self._sealer) == who.person]

    def _kept(self, row: Row, who: Whose) -> PersonalData:
        text = self._sealer.open_text
        asker = who_talks(row, Side.ASKER, self._sealer)
        alias = row["listener_alias"] if asker == who.person else row["asker_alias"]
        facts: dict[str, Fact] = {"their_alias": row["another"] or alias}
        for name in ("words", "would_help"):
            facts[name] = text("kept", name, row["token"], row[f"{name}_sealed"])
        kind = DataKind.WAITING_WORDS if row["shown"] is None else DataKind.READ_HERE
        return PersonalData(kind, GuildId(row["guild_id"]), facts)

    def _conversation(self, row: Row, who: Whose) -> PersonalData:
        is_asker = who_talks(row, Side.ASKER, self._sealer) == who.person
        side = Side.ASKER if is_asker else Side.LISTENER
        facts: dict[str, Fact] = {
            "role": MODERATOR if row["moderates"] and not is_asker else side,
            "your_alias": row[f"{side}_alias"],
            "their_alias": row[f"{_SIDES[side]}_alias"],
            "started_at": moment(row["started_at"]),
            "ended_at": moment_or_none(row["ended_at"]),
        }
        if is_asker:
            facts["known_to_moderators"] = bool(row["known_to_moderators"])
        return PersonalData(DataKind.CONVERSATION, GuildId(row["guild_id"]), facts)

    def _held(self, row: Row) -> PersonalData:
        text, key = self._sealer.open_text, row["held_id"]
        stickers = text("held", "stickers", key, row["stickers_sealed"])
        facts: dict[str, Fact] = {
            "words": text("held", "words", key, row["words_sealed"]),
            "stickers": tuple(name for name in stickers.split("\n") if name),
            "until": moment(row["expires_at"]),
        }
        return PersonalData(DataKind.HELD_WORDS, None, facts)
