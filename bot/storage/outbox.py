"""What must still be said: written in the transaction that decided it, erased once it was said."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from sqlite3 import Row

from bot.domain.asks import OwnWords
from bot.domain.ids import AskId, ChannelId, ConversationId, GuildId, OutboxId, PersonTag
from bot.domain.notices import Action, Notice, NoticeKind, Priority
from bot.storage.columns import moment, moment_or_none, seconds
from bot.storage.database import Connection
from bot.storage.sealing import Sealer

_NEXT = """
    SELECT * FROM outbox AS entry
    WHERE due_at <= ? AND lane NOT IN (lanes) AND NOT EXISTS (
        SELECT 1 FROM outbox AS earlier
        WHERE earlier.lane = entry.lane AND earlier.outbox_id < entry.outbox_id)
    ORDER BY priority, outbox_id LIMIT 1
"""


@dataclass(frozen=True, slots=True)
class Entry:
    """A notice on its way. Its nonce stays the same for every attempt."""

    id: OutboxId
    lane: str
    nonce: str
    notice: Notice
    attempts: int
    created_at: datetime
    first_attempt_at: datetime | None


class Outbox:
    """The table `outbox`: first in, first out for each lane, the higher priority first of all."""

    def __init__(self, sql: Connection, sealer: Sealer) -> None:
        self._sql = sql
        self._sealer = sealer

    async def put(self, notice: Notice, nonce: str, now: datetime) -> None:
        """Add a notice at the end of its lane."""
        person = notice.to if isinstance(notice.to, bytes) else None
        channel = None if isinstance(notice.to, bytes) else notice.to
        await self._sql.execute(
            "INSERT INTO outbox (lane, priority, action, notice, guild_id, channel_id, person_tag,"
            " ask_id, conversation_id, token, nonce, alias, own_alias, words_sealed,"
            " would_help_sealed, created_at, due_at)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                str(channel) if person is None else person.hex(),
                notice.priority,
                notice.action,
                notice.kind,
                notice.guild_id,
                channel,
                person,
                notice.ask_id,
                notice.conversation_id,
                notice.token,
                nonce,
                notice.alias,
                notice.own_alias,
                *self._sealed(nonce, notice.text),
                seconds(now),
                seconds(now),
            ),
        )

    async def next(self, now: datetime, busy: Collection[str]) -> Entry | None:
        """The notice to say next, if one is due in a lane where none is on its way."""
        # the only thing put into the text are question marks
        lanes = ", ".join("?" * len(busy))
        row = await self._sql.fetch_one(
            _NEXT.replace("(lanes)", f"({lanes})"), (seconds(now), *busy)
        )
        return None if row is None else self._entry(row)

    async def begin_attempt(self, entry: OutboxId, now: datetime) -> None:
        """Note an attempt before it is made: after a kill it must be known that there was one."""
        await self._sql.execute(
            "UPDATE outbox SET attempts = attempts + 1,"
            " first_attempt_at = COALESCE(first_attempt_at, ?) WHERE outbox_id = ?",
            (seconds(now), entry),
        )

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

    async def remove(self, entry: OutboxId) -> bool:
        """Said, or given up: erase it with its words. False when it was gone already."""
        return await self._sql.execute("DELETE FROM outbox WHERE outbox_id = ?", (entry,)) == 1

    async def drop_for_conversation(self, conversation: ConversationId) -> int:
        """Erase whatever a conversation had still to say; how many."""
        return await self._sql.execute(
            "DELETE FROM outbox WHERE conversation_id = ?", (conversation,)
        )

    def _sealed(self, nonce: str, text: OwnWords | None) -> tuple[bytes | None, bytes | None]:
        if text is None:
            return None, None
        return (
            self._sealer.seal("outbox", "words", nonce, text.words),
            self._sealer.seal("outbox", "would_help", nonce, text.would_help),
        )

    def _opened(self, row: Row) -> OwnWords | None:
        if row["words_sealed"] is None:
            return None
        key = row["nonce"]
        return OwnWords(
            self._sealer.open_text("outbox", "words", key, row["words_sealed"]),
            self._sealer.open_text("outbox", "would_help", key, row["would_help_sealed"]),
        )

    def _entry(self, row: Row) -> Entry:
        return Entry(
            OutboxId(row["outbox_id"]),
            row["lane"],
            row["nonce"],
            self._notice(row),
            row["attempts"],
            moment(row["created_at"]),
            moment_or_none(row["first_attempt_at"]),
        )

    def _notice(self, row: Row) -> Notice:
        person, channel = row["person_tag"], row["channel_id"]
        return Notice(
            NoticeKind(row["notice"]),
            None if row["guild_id"] is None else GuildId(row["guild_id"]),
            ChannelId(channel) if person is None else PersonTag(person),
            Action(row["action"]),
            Priority(row["priority"]),
            None if row["ask_id"] is None else AskId(row["ask_id"]),
            None if row["conversation_id"] is None else ConversationId(row["conversation_id"]),
            row["token"],
            row["alias"],
            row["own_alias"],
            self._opened(row),
        )
