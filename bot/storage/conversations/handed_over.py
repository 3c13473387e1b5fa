"""What is noted once of a conversation: that its listener handed it over, and what its asker told
the next one, or moderators."""

from collections.abc import Sequence

from bot.domain.conversations import Side
from bot.domain.ids import AskId, ChannelId, ConversationId, MessageId
from bot.domain.message_copies import Place
from bot.storage.connection import Connection
from bot.storage.encryption.sealing import Sealer

_WRITTEN = """
    SELECT passed_on.* FROM passed_on JOIN conversation USING (conversation_id)
    WHERE ask_id = ? AND state = 'ended' AND handed_over = 1 AND writer = ? AND position = 0
        AND source_tag IS NOT NULL AND length(words_tag) > 0
    ORDER BY started_at, conversation_id, passed_on.stored
"""


class HandedOver:
    """What of the table `conversation` is about this."""

    def __init__(self, sql: Connection, sealer: Sealer) -> None:
        self._sql = sql
        self._sealer = sealer

    async def note(self, conversation: ConversationId) -> bool:
        """Its listener hands it over; False where it is over, or was handed over already."""
        return (
            await self._sql.execute(
                "UPDATE conversation SET handed_over = 1"
                " WHERE conversation_id = ? AND state = 'open' AND handed_over = 0",
                (conversation,),
            )
            == 1
        )

    async def was(self, ask: AskId) -> bool:
        """Whether a conversation about this ask was handed over, and is over."""
        row = await self._sql.fetch_one(
            "SELECT 1 FROM conversation WHERE ask_id = ? AND handed_over = 1 AND state = 'ended'",
            (ask,),
        )
        return row is not None

    async def note_told(self, conversation: ConversationId) -> bool:
        """Its asker tells this listener what they wrote before; False where they have."""
        return (
            await self._sql.execute(
                "UPDATE conversation SET told_before = 1"
                " WHERE conversation_id = ? AND state = 'open' AND told_before = 0",
                (conversation,),
            )
            == 1
        )

    async def note_known(self, conversation: ConversationId) -> bool:
        """Its asker lets moderators know who they are; False where they have, or it is over."""
        return (
            await self._sql.execute(
                "UPDATE conversation SET known_to_moderators = 1"
                " WHERE conversation_id = ? AND state = 'open' AND known_to_moderators = 0",
                (conversation,),
            )
            == 1
        )

    async def is_told(self, conversation: ConversationId) -> bool:
        """Whether they told this one."""
        row = await self._sql.fetch_one(
            "SELECT 1 FROM conversation WHERE conversation_id = ? AND told_before = 1",
            (conversation,),
        )
        return row is not None

    async def written(self, ask: AskId) -> Sequence[Place]:
        """Where the asker's own messages of such conversations stand, the oldest first; not those
        that they deleted."""
        rows = await self._sql.fetch_all(_WRITTEN, (ask, Side.ASKER))

        def opened(row: int, what: str) -> int:
            key, sealed = rows[row]["piece_id"], rows[row][f"source_{what}_sealed"]
            return self._sealer.open_int("passed_on", f"source_{what}", key, sealed)

        return [
            Place(ChannelId(opened(row, "channel")), MessageId(opened(row, "message")))
            for row in range(len(rows))
        ]
