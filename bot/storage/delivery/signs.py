"""The signs that are still to be put on what people wrote, or taken away: rows of the outbox."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.domain.ids import ChannelId, MessageId, OutboxId
from bot.domain.message_copies import NOTHING, Place
from bot.domain.notices import NoticeKind, Priority
from bot.storage.columns import seconds
from bot.storage.connection import Connection
from bot.storage.delivery.outbox_rows import Unreadable
from bot.storage.encryption.sealing import SealBroken, Sealer
from bot.storage.rows import Row

SIGNS = "signs"
"""The one lane of all signs that were not tried yet, so that they never take the place of words."""

_DUE = """
    SELECT outbox_id, notice, attempts, state, piece.piece_id, words_tag, source_channel_sealed,
        source_message_sealed, EXISTS (SELECT 1 FROM passed_on AS part
            WHERE part.source_tag = piece.source_tag AND part.refused <> 0) AS refused
    FROM outbox JOIN passed_on AS piece ON piece.piece_id = outbox.piece_id
    JOIN conversation ON conversation.conversation_id = piece.conversation_id
    WHERE priority = ? AND due_at <= ? ORDER BY due_at, outbox_id LIMIT ?
"""


@dataclass(frozen=True, slots=True)
class Sign:
    """A sign as it should stand now. `shown` is False where nothing can be read any more, and where
    Discord refused some of the words; `open`: its conversation goes on."""

    id: OutboxId
    kind: NoticeKind
    place: Place
    shown: bool
    attempts: int
    open: bool


class SignRows:
    """The rows of the table `outbox` that are signs. Each fails for itself: one that is tried again
    has a lane of its own."""

    def __init__(self, sql: Connection, sealer: Sealer) -> None:
        self._sql = sql
        self._sealer = sealer

    async def due(self, now: datetime, at_most: int) -> Sequence[Sign]:
        """What is due, the oldest first. Raises Unreadable."""
        rows = await self._sql.fetch_all(_DUE, (Priority.SIGN, seconds(now), at_most))
        return [self._sign(row) for row in rows]

    async def settle(self, signs: Collection[OutboxId]) -> None:
        """These stand as they should, or never will: erase them."""
        await self._sql.execute_many(
            "DELETE FROM outbox WHERE outbox_id = ?", [(sign,) for sign in signs]
        )

    async def try_later(self, sign: OutboxId, until: datetime) -> None:
        """Try it again at a moment, apart from all the others."""
        await self._sql.execute(
            "UPDATE outbox SET lane = ?, due_at = ?, attempts = attempts + 1 WHERE outbox_id = ?",
            (f"{SIGNS}:{sign}", seconds(until), sign),
        )

    def _sign(self, row: Row) -> Sign:
        try:
            place = Place(
                ChannelId(self._opened("source_channel", row)),
                MessageId(self._opened("source_message", row)),
            )
            shown = row["words_tag"] != NOTHING and not row["refused"]
            kind, is_open = NoticeKind(row["notice"]), row["state"] == "open"
            return Sign(OutboxId(row["outbox_id"]), kind, place, shown, row["attempts"], is_open)
        except (SealBroken, ValueError) as error:
            raise Unreadable(OutboxId(row["outbox_id"])) from error

    def _opened(self, column: str, row: Row) -> int:
        sealed = row[f"{column}_sealed"]
        return self._sealer.open_int("passed_on", column, row["piece_id"], sealed)
