"""Texts whose reader is not chosen yet: sealed, and erased when their time is up."""

from collections.abc import Sequence
from datetime import datetime

from bot.domain.conversations import Side
from bot.domain.ids import ChannelId, ConversationId, HeldId, MessageId, PersonTag, PieceId
from bot.domain.message_copies import Choice, End, Held, Place, Reference
from bot.storage.columns import seconds
from bot.storage.connection import Connection
from bot.storage.conversations.conversations import who_talks
from bot.storage.encryption.sealing import Sealer
from bot.storage.rows import Row

_CHOICES = """
    SELECT button.token, held.person_tag, conversation.*
    FROM held JOIN button USING (held_id) JOIN conversation USING (conversation_id)
    WHERE held_id = ? AND state = 'open' ORDER BY stored
"""
_MEANT = """
    SELECT held.*, button.conversation_id FROM held
    JOIN button ON button.token = held.held_id AND button.held_id = held.held_id
    WHERE source_tag = ?
"""


class HeldTexts:
    """The table `held`."""

    def __init__(self, sql: Connection, sealer: Sealer) -> None:
        self._sql = sql
        self._sealer = sealer

    async def hold(self, person: PersonTag, held: Held, until: datetime) -> None:
        """Keep a text until somebody says whom it is for."""
        source, seal = held.source, self._sealer.seal_int
        channel = seal("held", "source_channel", held.id, source.channel)
        await self._sql.execute(
            "INSERT INTO held (held_id, person_tag, source_tag, source_channel_sealed,"
            " source_message_sealed, words_sealed, stickers_sealed, expires_at, reply_piece,"
            " reply_end, images_sealed) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                held.id,
                person,
                self._sealer.message_tag(source.message),
                channel,
                seal("held", "source_message", held.id, source.message, channel),
                self._sealer.seal("held", "words", held.id, held.words),
                self._sealer.seal("held", "stickers", held.id, "\n".join(held.stickers), channel),
                seconds(until),
                held.reference.piece if held.reference else None,
                held.reference.end if held.reference else None,
                self._sealed_images(held, channel),
            ),
        )

    async def take(self, held: HeldId, person: PersonTag) -> Held | None:
        """Take one's own text, to pass it on or to erase it. Of two presses one gets it."""
        rows = await self._sql.fetch_all(
            "DELETE FROM held WHERE held_id = ? AND person_tag = ? RETURNING *", (held, person)
        )
        return self._held(rows[0]) if rows else None

    async def take_back(self, source: MessageId) -> bool:
        """Its writer deleted it."""
        tag = self._sealer.message_tag(source)
        return await self._sql.execute("DELETE FROM held WHERE source_tag = ?", (tag,)) == 1

    async def change(self, source: MessageId, words: str) -> bool:
        """Its writer edited it."""
        tag = self._sealer.message_tag(source)
        row = await self._sql.fetch_one("SELECT held_id FROM held WHERE source_tag = ?", (tag,))
        if row is None:
            return False
        sealed = self._sealer.seal("held", "words", row["held_id"], words)
        return (
            await self._sql.execute(
                "UPDATE held SET words_sealed = ? WHERE source_tag = ?", (sealed, tag)
            )
            == 1
        )

    async def get(self, held: HeldId) -> Held | None:
        """A kept text, as it is."""
        row = await self._sql.fetch_one("SELECT * FROM held WHERE held_id = ?", (held,))
        return None if row is None else self._held(row)

    async def meant_for(self, source: MessageId) -> tuple[Held, ConversationId] | None:
        """What is kept of a message whose reader is known, and for which conversation; its own id
        is then the token of its buttons."""
        row = await self._sql.fetch_one(_MEANT, (self._sealer.message_tag(source),))
        return None if row is None else (self._held(row), ConversationId(row["conversation_id"]))

    async def where(self, held: HeldId) -> Place | None:
        """Where the text was written."""
        row = await self._sql.fetch_one("SELECT * FROM held WHERE held_id = ?", (held,))
        return None if row is None else self._held(row).source

    async def messages(self, person: PersonTag) -> Sequence[MessageId]:
        """The messages whose texts are kept."""
        rows = await self._sql.fetch_all("SELECT * FROM held WHERE person_tag = ?", (person,))
        return [self._held(row).source.message for row in rows]

    async def choices(self, held: HeldId) -> Sequence[Choice]:
        """The open conversations that it may be for, by the other side's alias."""
        rows = await self._sql.fetch_all(_CHOICES, (held,))
        return [
            Choice(
                row["listener_alias"]
                if who_talks(row, Side.ASKER, self._sealer) == row["person_tag"]
                else row["asker_alias"],
                row["token"],
            )
            for row in rows
        ]

    async def erase_expired(self, now: datetime) -> int:
        """Erase what nobody chose a reader for; how many."""
        return await self._sql.execute("DELETE FROM held WHERE expires_at <= ?", (seconds(now),))

    def _sealed_images(self, held: Held, beside: bytes) -> bytes | None:
        if not held.images:
            return None
        numbers = " ".join(map(str, held.images))
        return self._sealer.seal("held", "images", held.id, numbers, beside)

    def _held(self, row: Row) -> Held:
        key, open_int, text = row["held_id"], self._sealer.open_int, self._sealer.open_text
        names = text("held", "stickers", key, row["stickers_sealed"])
        return Held(
            HeldId(key),
            Place(
                ChannelId(open_int("held", "source_channel", key, row["source_channel_sealed"])),
                MessageId(open_int("held", "source_message", key, row["source_message_sealed"])),
            ),
            text("held", "words", key, row["words_sealed"]),
            tuple(name for name in names.split("\n") if name),
            Reference(PieceId(row["reply_piece"]), End(row["reply_end"]))
            if row["reply_piece"]
            else None,
            self._images(row),
        )

    def _images(self, row: Row) -> tuple[int, ...]:
        sealed = row["images_sealed"]
        if sealed is None:
            return ()
        return tuple(
            map(int, self._sealer.open_text("held", "images", row["held_id"], sealed).split())
        )
