"""Chats that are being cleared: how far they were read, and which messages still have to go."""

from collections.abc import Sequence

from bot.domain.aftercare import Clearing
from bot.domain.conversations import Side
from bot.domain.ids import NOBODY, ClearingId, ConversationId, MessageId, PersonTag
from bot.storage.connection import Connection
from bot.storage.conversations.conversations import number_in, who_talks
from bot.storage.encryption.sealing import Sealer
from bot.storage.rows import Row


class Clearings:
    """The tables `clearing` and `to_clear`. Rows go with the conversation that they belong to."""

    def __init__(self, sql: Connection, sealer: Sealer) -> None:
        self._sql = sql
        self._sealer = sealer

    async def begin(self, key: ClearingId, conversation: ConversationId, person: PersonTag) -> None:
        """Begin from the first message; one that is under way for the same chat ends."""
        sql = "SELECT * FROM conversation WHERE conversation_id = ?"
        row = await self._sql.fetch_one(sql, (conversation,))
        number = None if row is None else number_in(row, person, self._sealer)
        await self._sql.execute(
            "DELETE FROM clearing WHERE conversation_id = ? AND number = ?", (conversation, number)
        )
        await self._sql.execute(
            "INSERT INTO clearing (clearing_id, conversation_id, number) VALUES (?, ?, ?)",
            (key, conversation, number),
        )

    async def get(self, key: ClearingId) -> Clearing | None:
        """One that is under way; None once it is done."""
        row = await self._sql.fetch_one(
            "SELECT * FROM clearing JOIN conversation USING (conversation_id)"
            " WHERE clearing_id = ?",
            (key,),
        )
        if row is None:
            return None
        sealed = row["read_up_to_sealed"]
        read_up_to = sealed and self._sealer.open_int("clearing", "read_up_to", key, sealed)
        return Clearing(
            key,
            ConversationId(row["conversation_id"]),
            self._who(row),
            None if read_up_to is None else MessageId(read_up_to),
            all_read=bool(row["all_read"]),
        )

    def _who(self, row: Row) -> PersonTag:
        mine = (side for side in Side if row[f"{side}_number"] == row["number"])
        return next((who_talks(row, side, self._sealer) for side in mine), NOBODY)

    async def add_page(
        self, key: ClearingId, messages: Sequence[MessageId], read_up_to: MessageId | None
    ) -> None:
        """Note which messages of a page have to go, and how far it went; None: to the end."""
        sealed = read_up_to and self._sealer.seal_int("clearing", "read_up_to", key, read_up_to)
        changed = await self._sql.execute(
            "UPDATE clearing SET read_up_to_sealed = ?, all_read = ? WHERE clearing_id = ?",
            (sealed, int(read_up_to is None), key),
        )
        for message in messages if changed else ():
            tag = self._sealer.message_tag(message)
            await self._sql.execute(
                "INSERT INTO to_clear (message_tag, clearing_id, message_sealed, stored)"
                " VALUES (?, ?, ?,"
                " (SELECT COALESCE(MAX(stored), 0) + 1 FROM to_clear WHERE clearing_id = ?))"
                " ON CONFLICT (message_tag) DO NOTHING",
                (tag, key, self._sealer.seal_int("to_clear", "message", tag.hex(), message), key),
            )

    async def next(self, key: ClearingId) -> MessageId | None:
        """A message that has to go, the oldest first."""
        row = await self._sql.fetch_one(
            "SELECT * FROM to_clear WHERE clearing_id = ? ORDER BY stored LIMIT 1", (key,)
        )
        if row is None:
            return None
        place = row["message_tag"].hex()
        return MessageId(self._sealer.open_int("to_clear", "message", place, row["message_sealed"]))

    async def gone(self, message: MessageId) -> None:
        """A message is gone."""
        await self._sql.execute(
            "DELETE FROM to_clear WHERE message_tag = ?", (self._sealer.message_tag(message),)
        )

    async def end(self, key: ClearingId) -> None:
        """It is done, or given up."""
        await self._sql.execute("DELETE FROM clearing WHERE clearing_id = ?", (key,))
