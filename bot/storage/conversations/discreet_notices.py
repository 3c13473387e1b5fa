"""What stands behind "You have a message", sealed, for those who chose to be discreet."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.domain.asks import OwnWords
from bot.domain.conversations import Side
from bot.domain.ids import ConversationId, PersonTag, PieceId
from bot.domain.notices import Notice, NoticeKind
from bot.storage.connection import Connection
from bot.storage.encryption.sealing import Sealer
from bot.storage.rows import Row


@dataclass(frozen=True, slots=True)
class KeptNotice:
    """What is shown on press: a kind, a button's token, words."""

    conversation_id: ConversationId
    kind: NoticeKind
    button: str | None
    text: OwnWords | None
    piece: PieceId | None = None


def who_reads(row: Row, sealer: Sealer) -> PersonTag:
    """For whom a row of `kept` is."""
    return sealer.open_tag("kept", "person", row["token"], row["person_sealed"])


class DiscreetNotices:
    """The table `kept`."""

    def __init__(self, sql: Connection, sealer: Sealer) -> None:
        self._sql = sql
        self._sealer = sealer

    async def keep(self, token: str, person: PersonTag, notice: Notice) -> None:
        """Keep what a discreet person will open with this token."""
        words, would_help = self._sealed(token, notice.text)
        # a secret of its own: that of words goes as other words take their place
        who = self._sealer.seal_tag("kept", "person", token, person)
        await self._sql.execute(
            "INSERT INTO kept (token, person_sealed, conversation_id, piece_id, notice, button,"
            " words_sealed, would_help_sealed) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            (
                token,
                who,
                notice.conversation_id,
                notice.piece_id,
                notice.kind,
                notice.token,
                words,
                would_help,
            ),
        )

    async def get(self, token: str, person: PersonTag) -> KeptNotice | None:
        """What stands behind this person's own token."""
        row = await self._sql.fetch_one("SELECT * FROM kept WHERE token = ?", (token,))
        return self.opened(row) if row and who_reads(row, self._sealer) == person else None

    def opened(self, row: Row) -> KeptNotice:
        """What stands in a row."""
        text, token = None, row["token"]
        if row["words_sealed"] is not None:
            text = OwnWords(
                self._sealer.open_text("kept", "words", token, row["words_sealed"]),
                self._sealer.open_text("kept", "would_help", token, row["would_help_sealed"]),
            )
        conversation = ConversationId(row["conversation_id"])
        kind, piece = NoticeKind(row["notice"]), row["piece_id"]
        return KeptNotice(conversation, kind, row["button"], text, piece and PieceId(piece))

    async def words_kept(self, conversation: ConversationId, person: PersonTag) -> Sequence[str]:
        """What the other side wrote that a discreet person can open."""
        rows = await self._sql.fetch_all(
            "SELECT * FROM kept WHERE conversation_id = ? AND notice = ?"
            " AND words_sealed IS NOT NULL AND NOT EXISTS (SELECT 1 FROM passed_on"
            " WHERE passed_on.piece_id = kept.piece_id AND written_in IS NOT NULL AND writer = ?)"
            " ORDER BY token",
            (conversation, NoticeKind.WORDS, Side.LISTENER),
        )
        opened = self._sealer.open_text
        return [
            opened("kept", "words", row["token"], row["words_sealed"])
            for row in rows
            if who_reads(row, self._sealer) == person
        ]

    async def change(self, piece: PieceId, text: OwnWords) -> bool:
        """Other words stand behind it now; False when this piece is not kept here."""
        row = await self._sql.fetch_one("SELECT token FROM kept WHERE piece_id = ?", (piece,))
        return row is not None and await self.reword(row["token"], text)

    async def reword(self, token: str, text: OwnWords) -> bool:
        """Other words stand behind a token now; False when nothing does."""
        sealed = self._sealed(token, text)
        return (
            await self._sql.execute(
                "UPDATE kept SET words_sealed = ?, would_help_sealed = ? WHERE token = ?",
                (*sealed, token),
            )
            == 1
        )

    async def drop(self, token: str) -> None:
        """Erase what stands behind a token."""
        await self._sql.execute("DELETE FROM kept WHERE token = ?", (token,))

    def _sealed(self, token: str, text: OwnWords | None) -> tuple[bytes | None, bytes | None]:
        if text is None:
            return None, None
        words = self._sealer.seal("kept", "words", token, text.words)
        return words, self._sealer.seal("kept", "would_help", token, text.would_help, words)
