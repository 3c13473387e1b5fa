"""Which message was passed on as which: sealed ids, looked up by keyed tags, no words."""

from collections.abc import Collection, Sequence
from datetime import datetime

from bot.domain.conversations import Side
from bot.domain.ids import AskId, ChannelId, ConversationId, MessageId, PieceId
from bot.domain.message_copies import End, MessagePart, Piece, Place, Reference
from bot.domain.notices import NoticeKind
from bot.storage.columns import seconds
from bot.storage.connection import Connection
from bot.storage.encryption.sealing import Sealer
from bot.storage.rows import Row

KEPT_LONGER = (
    NoticeKind.CONVERSATION_ENDED_ASKER,
    NoticeKind.CONVERSATION_ENDED_LISTENER,
    NoticeKind.CONVERSATION_ENDED_MODERATOR,
    NoticeKind.COMPANY_ENDED,
    NoticeKind.THANKS,
)
"""What a discreet reader may still open for as long as the conversation is known."""

_FIRST = """position = (SELECT MIN(own.position) FROM passed_on AS own
    WHERE own.source_tag = passed_on.source_tag)"""
"""What stands for a whole message of somebody: its words, or an image that came alone."""


class MessageCopies:
    """The tables `passed_on`, `said_in` and `said_about`."""

    def __init__(self, sql: Connection, sealer: Sealer) -> None:
        self._sql = sql
        self._sealer = sealer

    async def add(self, piece: Piece) -> None:
        """Keep a piece that is on its way."""
        tag = "source_tag" if piece.written_in is None else "further_tag"
        await self._sql.execute(
            f"INSERT INTO passed_on (piece_id, conversation_id, writer, {tag}, position,"  # noqa: S608
            " words_tag, source_channel_sealed, source_message_sealed, written_in, stored)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?,"
            " (SELECT COALESCE(MAX(stored), 0) + 1 FROM passed_on WHERE conversation_id = ?))",
            (
                piece.id,
                piece.conversation_id,
                piece.writer,
                self._sealer.message_tag(piece.source.message),
                piece.position,
                piece.words_tag,
                *self._sealed("source", piece.id, piece.source),
                piece.written_in,
                piece.conversation_id,
            ),
        )

    async def get(self, piece: PieceId) -> Piece | None:
        """One piece."""
        row = await self._sql.fetch_one("SELECT * FROM passed_on WHERE piece_id = ?", (piece,))
        return None if row is None else self.piece_of(row)

    async def of_source(self, source: MessageId) -> Sequence[Piece]:
        """The pieces of a message that a person wrote, in order; none once it was deleted. Copies
        for further readers are none of them."""
        rows = await self._sql.fetch_all(
            "SELECT * FROM passed_on WHERE source_tag = ? ORDER BY position",
            (self._sealer.message_tag(source),),
        )
        return [self.piece_of(row) for row in rows]

    async def recent_sources(
        self, conversation: ConversationId, writer: Side, count: int
    ) -> Sequence[Place]:
        """The newest messages of one side that were passed on and not deleted."""
        rows = await self._sql.fetch_all(
            f"SELECT * FROM passed_on WHERE conversation_id = ? AND writer = ? AND {_FIRST}"  # noqa: S608
            " AND source_tag IS NOT NULL ORDER BY stored DESC LIMIT ?",
            (conversation, writer, count),
        )
        return [self.piece_of(row).source for row in rows]

    async def last_writer(self, conversation: ConversationId) -> Side | None:
        """Whose words were the last in a conversation; None while nobody wrote."""
        row = await self._sql.fetch_one(
            "SELECT writer FROM passed_on WHERE conversation_id = ? AND length(words_tag) > 0"
            " ORDER BY stored DESC LIMIT 1",
            (conversation,),
        )
        return None if row is None else Side(row["writer"])

    async def referred(self, message: MessageId) -> tuple[ConversationId, Reference] | None:
        """The piece that a message of either side belongs to, as the other side refers to it."""
        tag = self._sealer.message_tag(message)
        row = await self._sql.fetch_one(
            f"SELECT * FROM passed_on WHERE copy_tag = ? OR (source_tag = ? AND {_FIRST})",  # noqa: S608
            (tag, tag),
        )
        if row is None:
            return None
        end = End.SOURCE if row["copy_tag"] == tag else End.COPY
        return ConversationId(row["conversation_id"]), Reference(PieceId(row["piece_id"]), end)

    async def change(self, piece: PieceId, words_tag: bytes) -> None:
        """Note that it carries other words now, which nobody refused yet."""
        await self._sql.execute(
            "UPDATE passed_on SET words_tag = ?, refused = 0 WHERE piece_id = ?", (words_tag, piece)
        )

    async def refuse(self, piece: PieceId) -> None:
        """Note that Discord did not take its words."""
        await self._sql.execute("UPDATE passed_on SET refused = 1 WHERE piece_id = ?", (piece,))

    async def delivered(self, piece: PieceId, copy: Place) -> None:
        """Note where its copy stands."""
        await self._sql.execute(
            "UPDATE passed_on SET copy_tag = ?, copy_channel_sealed = ?, copy_message_sealed = ?"
            " WHERE piece_id = ?",
            (self._sealer.message_tag(copy.message), *self._sealed("copy", piece, copy), piece),
        )

    async def disown(self, piece: PieceId) -> None:
        """Its source is gone: nothing may change it any more but the deletion of its copy."""
        await self._sql.execute(
            "UPDATE passed_on SET source_tag = NULL, further_tag = NULL WHERE piece_id = ?",
            (piece,),
        )

    async def remove(self, piece: PieceId) -> None:
        """Erase it, with what is kept for it and what still had to be said of it."""
        await self._sql.execute("DELETE FROM passed_on WHERE piece_id = ?", (piece,))

    async def said_in(self, message: MessageId, conversation: ConversationId) -> None:
        """Note that the bot said something in a conversation."""
        await self._sql.execute(
            "INSERT INTO said_in (message_tag, conversation_id) VALUES (?, ?)"
            " ON CONFLICT DO NOTHING",
            (self._sealer.message_tag(message), conversation),
        )

    async def said_about(self, message: MessageId, ask: AskId, question: str | None = None) -> None:
        """Note that the bot wrote to somebody about an ask, outside of a conversation; `question`:
        what it brought them is a listener's, before they accept."""
        await self._sql.execute(
            "INSERT INTO said_about (message_tag, ask_id, first_question_id) VALUES (?, ?, ?)"
            " ON CONFLICT DO NOTHING",
            (self._sealer.message_tag(message), ask, question),
        )

    async def where_said(self, message: MessageId) -> ConversationId | None:
        """The conversation in which the bot said this."""
        row = await self._sql.fetch_one(
            "SELECT conversation_id FROM said_in WHERE message_tag = ?",
            (self._sealer.message_tag(message),),
        )
        return None if row is None else ConversationId(row[0])

    async def about_ask(self, message: MessageId) -> AskId | None:
        """The ask that the bot wrote this about."""
        row = await self._sql.fetch_one(
            "SELECT ask_id FROM said_about WHERE message_tag = ?",
            (self._sealer.message_tag(message),),
        )
        return None if row is None else AskId(row[0])

    async def asked_as(self, message: MessageId) -> str | None:
        """The question of a listener that this message brought."""
        row = await self._sql.fetch_one(
            "SELECT first_question_id FROM said_about WHERE message_tag = ?",
            (self._sealer.message_tag(message),),
        )
        return None if row is None else row[0]

    async def forget(self, ended_before: datetime) -> int:
        """Erase which message became which in conversations that ended before a moment; how many.

        That the copies are of this conversation stays known by a keyed tag, for as long as the
        conversation is: whoever read them may clear their chat.
        """
        over = (
            "conversation_id IN (SELECT conversation_id FROM conversation"
            " WHERE state = 'ended' AND ended_at <= ?)"
        )
        await self._sql.execute(
            "INSERT INTO said_in (message_tag, conversation_id) SELECT copy_tag, conversation_id"  # noqa: S608
            f" FROM passed_on WHERE copy_tag IS NOT NULL AND {over} ON CONFLICT DO NOTHING",
            (seconds(ended_before),),
        )
        kinds = ", ".join("?" * len(KEPT_LONGER))
        erased = await self._sql.execute(
            f"DELETE FROM kept WHERE notice NOT IN ({kinds}) AND {over}",  # noqa: S608
            (*KEPT_LONGER, seconds(ended_before)),
        )
        return erased + await self._sql.execute(
            f"DELETE FROM passed_on WHERE {over}",  # noqa: S608
            (seconds(ended_before),),
        )

    async def said_of(self, ask: AskId, messages: Collection[MessageId]) -> Sequence[MessageId]:
        """Those of the bot's messages that are about an ask, or belong to a conversation that came
        of it, in the order given; at most some hundred."""
        if not messages:
            return []
        tags = {self._sealer.message_tag(message): message for message in messages}
        # the only thing put into the text are question marks
        marks = ", ".join("?" * len(tags))
        rows = await self._sql.fetch_all(
            f"SELECT message_tag FROM said_about WHERE ask_id = ? AND message_tag IN ({marks})"  # noqa: S608
            " UNION SELECT message_tag FROM said_in JOIN conversation USING (conversation_id)"
            f" WHERE ask_id = ? AND message_tag IN ({marks})"
            " UNION SELECT copy_tag FROM passed_on JOIN conversation USING (conversation_id)"
            f" WHERE ask_id = ? AND copy_tag IN ({marks})",
            (ask, *tags, ask, *tags, ask, *tags),
        )
        found = {row[0] for row in rows}
        return [message for tag, message in tags.items() if tag in found]

    def words_tag(self, piece: PieceId, part: MessagePart) -> bytes:
        """Tells, without the words, whether a piece still carries these."""
        return self._sealer.words_tag(piece, f"{part.kind}:{part.words}")

    def _sealed(self, end: str, piece: PieceId, place: Place) -> tuple[bytes, bytes]:
        seal = self._sealer.seal_int
        channel = seal("passed_on", f"{end}_channel", piece, place.channel)
        return channel, seal("passed_on", f"{end}_message", piece, place.message, channel)

    def _opened(self, end: str, row: Row) -> Place:
        def opened(what: str) -> int:
            column = f"{end}_{what}"
            key, sealed = row["piece_id"], row[f"{column}_sealed"]
            return self._sealer.open_int("passed_on", column, key, sealed)

        return Place(ChannelId(opened("channel")), MessageId(opened("message")))

    def piece_of(self, row: Row) -> Piece:
        """A row of `passed_on` as what it is."""
        return Piece(
            PieceId(row["piece_id"]),
            ConversationId(row["conversation_id"]),
            Side(row["writer"]),
            row["position"],
            row["words_tag"],
            self._opened("source", row),
            None if row["copy_tag"] is None else self._opened("copy", row),
            bool(row["refused"]),
            row["written_in"] and ConversationId(row["written_in"]),
        )
