"""What a notice in the outbox says, while that may still change, and which pieces it is about."""

from bot.domain.asks import OwnWords
from bot.domain.ids import OutboxId, PieceId
from bot.domain.notices import Notice, NoticeKind
from bot.storage.connection import Connection
from bot.storage.delivery.outbox import ONE
from bot.storage.delivery.outbox_rows import Entry, EntryRows
from bot.storage.encryption.sealing import Sealer


class Corrections:
    """The words in the table `outbox`; whose turn it is stays with `Outbox`."""

    def __init__(self, sql: Connection, sealer: Sealer) -> None:
        self._sql = sql
        self._rows = EntryRows(sealer)

    async def as_it_stands(self, entry: OutboxId) -> Notice | None:
        """What a notice says now; None for one that is gone."""
        row = await self._sql.fetch_one(f"{ONE} outbox_id = ?", (entry,))
        return None if row is None else self._rows.entry(row).notice

    async def reword(self, piece: PieceId, kind: NoticeKind, text: OwnWords) -> bool:
        """Put other words into what was not tried yet; False when there is nothing of the kind."""
        row = await self._sql.fetch_one(
            "SELECT outbox_id, nonce FROM outbox WHERE piece_id = ? AND first_attempt_at IS NULL"
            " AND action IN ('create', 'edit')",
            (piece,),
        )
        if row is None:
            return False
        await self._sql.execute(
            "UPDATE outbox SET notice = ?, words_sealed = ?, would_help_sealed = ?"
            " WHERE outbox_id = ?",
            (kind, *self._rows.sealed(row["nonce"], text), row["outbox_id"]),
        )
        return True

    async def hide(self, entry: OutboxId, kind: NoticeKind, token: str) -> None:
        """Let a notice say less: its words are kept elsewhere, behind this token."""
        await self._sql.execute(
            "UPDATE outbox SET notice = ?, token = ?, words_sealed = NULL,"
            " would_help_sealed = NULL WHERE outbox_id = ?",
            (kind, token, entry),
        )

    async def choose_text(
        self, entry: Entry, text_id: str, language: str, words: OwnWords | None = None
    ) -> None:
        """Note which text a notice of a schedule shows, so that every attempt shows the same; of
        one that a member suggested its words, too."""
        await self._sql.execute(
            "UPDATE outbox SET text_id = ?, language = ?, words_sealed = ?, would_help_sealed = ?"
            " WHERE outbox_id = ?",
            (text_id, language, *self._rows.sealed(entry.nonce, words), entry.id),
        )

    async def fill(self, entry: Entry, kind: NoticeKind, token: str, text: OwnWords | None) -> None:
        """Note what a notice says, so that every attempt says the same."""
        await self._sql.execute(
            "UPDATE outbox SET notice = ?, token = ?, words_sealed = ?, would_help_sealed = ?"
            " WHERE outbox_id = ?",
            (kind, token, *self._rows.sealed(entry.nonce, text), entry.id),
        )

    async def put_in_place(self, entry: Entry, kind: NoticeKind, text: OwnWords) -> None:
        """Let a notice of which nothing was sent say something else, at its own turn."""
        await self._sql.execute(
            "UPDATE outbox SET notice = ?, words_sealed = ?, would_help_sealed = ?"
            " WHERE outbox_id = ?",
            (kind, *self._rows.sealed(entry.nonce, text), entry.id),
        )

    async def untried(self, piece: PieceId) -> bool:
        """Whether a piece is surely not delivered yet."""
        row = await self._sql.fetch_one(
            "SELECT 1 FROM outbox WHERE piece_id = ? AND action = 'create'"
            " AND first_attempt_at IS NULL",
            (piece,),
        )
        return row is not None

    async def mentions(self, piece: PieceId) -> bool:
        """Whether anything about a piece is still on its way, signs aside."""
        row = await self._sql.fetch_one(
            "SELECT 1 FROM outbox WHERE piece_id = ? AND action <> 'sign'", (piece,)
        )
        return row is not None
