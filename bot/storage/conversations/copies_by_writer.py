"""Which copies there are of what somebody wrote: of one side, and for further readers."""

from collections.abc import Sequence

from bot.domain.conversations import Side
from bot.domain.ids import ConversationId, MessageId, PieceId
from bot.domain.message_copies import Piece, Place
from bot.storage.connection import Connection
from bot.storage.conversations.message_copies import MessageCopies
from bot.storage.encryption.sealing import Sealer
from bot.storage.rows import Row

_ALIKE = """
    WITH one AS (SELECT COALESCE(source_tag, further_tag) AS tag, position
        FROM passed_on WHERE piece_id = ?)
    SELECT passed_on.* FROM one JOIN passed_on
        ON passed_on.source_tag = one.tag AND passed_on.position = one.position
    UNION ALL SELECT passed_on.* FROM one JOIN passed_on
        ON passed_on.further_tag = one.tag AND passed_on.position = one.position
"""


class CopiesByWriter:
    """Look-ups over `passed_on`; it changes nothing."""

    def __init__(self, sql: Connection, sealer: Sealer) -> None:
        self._sql = sql
        self._sealer = sealer
        self._copies = MessageCopies(sql, sealer)

    async def written_by(self, conversation: ConversationId, writer: Side) -> Sequence[Piece]:
        """Every piece of one side, whether its source is known or not, and for whichever reader."""
        rows = await self._sql.fetch_all(
            "SELECT * FROM passed_on WHERE writer = ? AND (written_in = ?"
            " OR (conversation_id = ? AND written_in IS NULL)) ORDER BY piece_id",
            (writer, conversation, conversation),
        )
        return self._pieces(rows)

    async def last_read(
        self, conversation: ConversationId, writer: Side, count: int
    ) -> Sequence[Place]:
        """Where the newest copies stand of what one side wrote to the other, the oldest of them
        first."""
        rows = await self._sql.fetch_all(
            "SELECT * FROM passed_on WHERE conversation_id = ? AND writer = ?"
            " AND (written_in IS NULL OR writer = ?)"
            " AND copy_tag IS NOT NULL ORDER BY stored DESC LIMIT ?",
            (conversation, writer, Side.ASKER, count),
        )
        found = [piece.copy for piece in reversed(self._pieces(rows))]
        return [place for place in found if place is not None]

    async def further(self, source: MessageId) -> Sequence[Piece]:
        """The copies of a message for further readers, in the order of its parts."""
        rows = await self._sql.fetch_all(
            "SELECT * FROM passed_on WHERE further_tag = ? ORDER BY conversation_id, position",
            (self._sealer.message_tag(source),),
        )
        return self._pieces(rows)

    async def alike(self, piece: PieceId) -> Sequence[Piece]:
        """All copies of the same part of the same message, this one with them."""
        return self._pieces(await self._sql.fetch_all(_ALIKE, (piece,)))

    def _pieces(self, rows: Sequence[Row]) -> Sequence[Piece]:
        return [self._copies.piece_of(row) for row in rows]
