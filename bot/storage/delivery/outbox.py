"""What must still be said: written in the transaction that decided it, erased once it was said."""

from collections.abc import Collection, Sequence
from datetime import datetime

from bot.domain.asks import OwnWords
from bot.domain.ids import (
    ChannelId,
    ConversationId,
    OutboxId,
    PersonTag,
    PieceId,
    ScheduleId,
)
from bot.domain.notices import Action, Notice, NoticeKind, Priority
from bot.storage.columns import seconds
from bot.storage.delivery.outbox_rows import Entry, EntryRows, Unreadable
from bot.storage.encryption.sealing import SealBroken, Sealer
from bot.storage.sqlite.connection import Connection, SqlValue

_PUT = """
    INSERT INTO outbox (lane, priority, action, notice, guild_id, channel_id, person_tag, ask_id,
        conversation_id, token, nonce, alias, own_alias, words_sealed, would_help_sealed,
        created_at, due_at, piece_id, reply_piece, reply_end, schedule_id, day, text_id, language)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
"""
_NEXT = """
    SELECT entry.*, ask.kind AS about_kind, ask.topic AS about_topic,
        ask.language AS about_language, ask.heavy AS about_heavy, words_kept_until
    FROM outbox AS entry LEFT JOIN ask USING (ask_id)
    WHERE due_at <= ? AND priority <= ? AND lane NOT IN (lanes) AND NOT EXISTS (
        SELECT 1 FROM outbox AS earlier
        WHERE earlier.lane = entry.lane AND earlier.outbox_id < entry.outbox_id)
    AND (channel_id IS NULL OR NOT EXISTS (
        SELECT 1 FROM departed WHERE departed.guild_id = entry.guild_id))
    ORDER BY priority, outbox_id LIMIT 1
"""
_ONE = """
    SELECT entry.*, ask.kind AS about_kind, ask.topic AS about_topic,
        ask.language AS about_language, ask.heavy AS about_heavy, words_kept_until
    FROM outbox AS entry LEFT JOIN ask USING (ask_id) WHERE outbox_id = ?
"""


class Outbox:
    """The table `outbox`: first in, first out for each lane, the higher priority first of all."""

    def __init__(self, sql: Connection, sealer: Sealer) -> None:
        self._sql = sql
        self._rows = EntryRows(sealer)

    async def put(self, notice: Notice, nonce: str, now: datetime, lane: str | None = None) -> None:
        """Add a notice at the end of its lane: its reader's own, if no other is named."""
        await self._sql.execute(_PUT, self._values(notice, nonce, now, lane))

    async def put_all(self, notices: Collection[tuple[Notice, str]], now: datetime) -> None:
        """Add notices, each with its nonce, to their readers' lanes: many in one step."""
        await self._sql.execute_many(
            _PUT, [self._values(notice, nonce, now, None) for notice, nonce in notices]
        )

    def _values(
        self, notice: Notice, nonce: str, now: datetime, lane: str | None
    ) -> tuple[SqlValue, ...]:
        person = notice.to if isinstance(notice.to, bytes) else None
        scheduled = notice.on_schedule
        return (
            lane or _lane(notice),
            notice.priority,
            notice.action,
            notice.kind,
            notice.guild_id,
            None if isinstance(notice.to, bytes) else notice.to,
            person,
            notice.ask_id,
            notice.conversation_id,
            notice.token,
            nonce,
            notice.alias,
            notice.own_alias,
            *self._rows.sealed(nonce, notice.text),
            seconds(now),
            seconds(now),
            notice.piece_id,
            notice.reference.piece if notice.reference else None,
            notice.reference.end if notice.reference else None,
            scheduled.schedule if scheduled else None,
            scheduled.day.toordinal() if scheduled else None,
            scheduled.text_id if scheduled else None,
            scheduled.language if scheduled else None,
        )

    async def next(
        self, now: datetime, busy: Collection[str], least: Priority = Priority.SCHEDULED
    ) -> Entry | None:
        """The notice to say next, if one is due in a lane where none is on its way; none for a
        channel of a server that the bot was taken out of.

        `least` is the lowest priority looked at. Raises Unreadable.
        """
        # the only thing put into the text are question marks
        lanes = ", ".join("?" * len(busy))
        row = await self._sql.fetch_one(
            _NEXT.replace("(lanes)", f"({lanes})"), (seconds(now), least, *busy)
        )
        if row is None:
            return None
        try:
            return self._rows.entry(row)
        except (SealBroken, ValueError) as error:
            raise Unreadable(OutboxId(row["outbox_id"])) from error

    async def begin_attempt(self, entry: OutboxId, now: datetime) -> Entry | None:
        """Note an attempt before it is made: after a kill it must be known that there was one.

        The entry as it stood before, as its words may have changed since it was chosen; None when
        it is no longer to be said, or not now: its reader is being shown it.
        """
        row = await self._sql.fetch_one(f"{_ONE} AND due_at <= ?", (entry, seconds(now)))
        await self._sql.execute(
            "UPDATE outbox SET attempts = attempts + 1,"
            " first_attempt_at = COALESCE(first_attempt_at, ?) WHERE outbox_id = ? AND due_at <= ?",
            (seconds(now), entry, seconds(now)),
        )
        return None if row is None else self._rows.entry(row)

    async def refused(self, entry: OutboxId) -> None:
        """The first attempt surely left no message: its words may still change."""
        await self._sql.execute(
            "UPDATE outbox SET first_attempt_at = NULL WHERE outbox_id = ?", (entry,)
        )

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

    async def choose_text(self, entry: OutboxId, text_id: str, language: str) -> None:
        """Note which text a notice of a schedule shows, so that every attempt shows the same."""
        await self._sql.execute(
            "UPDATE outbox SET text_id = ?, language = ? WHERE outbox_id = ?",
            (text_id, language, entry),
        )

    async def fill(self, entry: Entry, kind: NoticeKind, token: str, text: OwnWords | None) -> None:
        """Note what a notice says, so that every attempt says the same."""
        await self._sql.execute(
            "UPDATE outbox SET notice = ?, token = ?, words_sealed = ?, would_help_sealed = ?"
            " WHERE outbox_id = ?",
            (kind, token, *self._rows.sealed(entry.nonce, text), entry.id),
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

    async def postpone(self, entry: OutboxId, until: datetime) -> None:
        """Try again at a moment; the rest of the lane waits behind it."""
        await self._sql.execute(
            "UPDATE outbox SET due_at = ? WHERE outbox_id = ?", (seconds(until), entry)
        )

    async def hurry(self, person: PersonTag, now: datetime) -> None:
        """Try at once what waits for a person: they just showed that they can be reached."""
        await self._sql.execute(
            "UPDATE outbox SET due_at = ? WHERE person_tag = ? AND due_at > ?",
            (seconds(now), person, seconds(now)),
        )

    async def stuck(self, person: PersonTag, now: datetime) -> Sequence[Entry]:
        """What waits for a person because the first of it was tried in vain, in order.

        Nothing of it is on its way: a lane says one thing after another.
        """
        rows = await self._sql.fetch_all(
            "SELECT entry.*, ask.kind AS about_kind, ask.topic AS about_topic,"
            " ask.language AS about_language, ask.heavy AS about_heavy, words_kept_until"
            " FROM outbox AS entry LEFT JOIN ask USING (ask_id)"
            " WHERE lane = ? AND person_tag = ? ORDER BY outbox_id",
            (lane_of(person), person),
        )
        if not rows:
            return []
        first, is_due = rows[0], rows[0]["due_at"] <= seconds(now)
        if is_due and (not first["attempts"] or first["first_attempt_at"] is not None):
            return []  # not tried yet, or being tried right now
        return [self._rows.entry(row) for row in rows if row["action"] == Action.CREATE]

    async def hold_all(self, person: PersonTag, until: datetime) -> None:
        """Let everything that waits for a person wait until a moment."""
        await self._sql.execute(
            "UPDATE outbox SET due_at = ? WHERE lane = ?", (seconds(until), person.hex())
        )

    async def remove(self, entry: OutboxId) -> bool:
        """Said, or given up: erase it with its words. False when it was gone already."""
        return await self._sql.execute("DELETE FROM outbox WHERE outbox_id = ?", (entry,)) == 1

    async def drop_beginning(self, schedule: ScheduleId) -> int:
        """Erase that a schedule begins, where it was not said yet; how many."""
        return await self._sql.execute(
            "DELETE FROM outbox WHERE notice = ? AND token = ?",
            (NoticeKind.ENCOURAGEMENTS_BEGIN, schedule),
        )

    async def drop_for_conversation(self, conversation: ConversationId) -> int:
        """Erase whatever a conversation had still to say; how many."""
        return await self._sql.execute(
            "DELETE FROM outbox WHERE conversation_id = ?", (conversation,)
        )

    async def drop_for_reader(self, conversation: ConversationId, reader: PersonTag) -> int:
        """Erase whatever it had still to say to one of the two; how many."""
        return await self._sql.execute(
            "DELETE FROM outbox WHERE conversation_id = ? AND person_tag = ?"
            " AND action IN ('create', 'edit')",
            (conversation, reader),
        )


def lane_of(reader: PersonTag | ChannelId) -> str:
    """The name of a reader's own lane."""
    return reader.hex() if isinstance(reader, bytes) else str(reader)


def _lane(notice: Notice) -> str:
    """What comes on a schedule has a lane of its own: it must never hold up somebody's words."""
    own = lane_of(notice.to)
    return own if notice.on_schedule is None else f"{own}:schedule"
