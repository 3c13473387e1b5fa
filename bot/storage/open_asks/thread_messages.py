"""What was written in the threads of open asks, and drafts of it."""

from collections.abc import Sequence
from datetime import datetime

from bot.domain.ids import AskerNumber, AskId, MessageId, PersonTag, ThreadMessageId
from bot.domain.open_asks import ThreadMessage, ThreadWriter
from bot.storage.columns import moment_or_none, seconds
from bot.storage.connection import Connection, SqlValue
from bot.storage.encryption.sealing import Sealer
from bot.storage.rows import Row

_TABLE = "thread_message"
_ADD = """
    INSERT INTO thread_message (thread_message_id, ask_id, writer, draft_until, alias, asker_number,
        person_sealed, words_sealed, message_tag, message_sealed, stored)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?,
        (SELECT COALESCE(MAX(stored), 0) + 1 FROM thread_message WHERE ask_id = ?))
    ON CONFLICT DO NOTHING
"""


class ThreadMessages:
    """The table `thread_message`. Rows go with their thread."""

    def __init__(self, sql: Connection, sealer: Sealer) -> None:
        self._sql = sql
        self._sealer = sealer

    async def add(self, one: ThreadMessage) -> bool:
        """Keep it; False where it was kept already."""
        seal, key = self._sealer, one.id
        person = one.person and seal.seal_tag(_TABLE, "person", key, one.person)
        words = seal.seal(_TABLE, "words", key, one.words) if one.words else None
        until = None if one.draft_until is None else seconds(one.draft_until)
        done = await self._sql.execute(
            _ADD,
            (
                *(key, one.ask_id, one.writer, until, one.alias, one.number, person, words),
                *self._placed(key, one.message),
                one.ask_id,
            ),
        )
        return done == 1

    async def rewrite(self, key: ThreadMessageId, words: str) -> bool:
        """Put other words into a draft; False when it is none any more."""
        sealed = self._sealer.seal(_TABLE, "words", key, words)
        return await self._change("words_sealed = ?", key, sealed)

    async def let_go(self, key: ThreadMessageId) -> bool:
        """A draft is said from now on; of two who let it go at once, one gets True."""
        return await self._change("draft_until = NULL", key)

    async def drop(self, key: ThreadMessageId) -> bool:
        """Erase a draft; False when it is none any more."""
        sql = f"DELETE FROM {_TABLE} WHERE thread_message_id = ? AND draft_until IS NOT NULL"  # noqa: S608
        return await self._sql.execute(sql, (key,)) == 1

    async def drop_drafts(self, before: datetime) -> int:
        """Erase drafts to which nobody came back; how many."""
        sql = f"DELETE FROM {_TABLE} WHERE draft_until <= ?"  # noqa: S608 - a name of this file
        return await self._sql.execute(sql, (seconds(before),))

    async def stands(self, key: ThreadMessageId, message: MessageId) -> None:
        """Note where it stands."""
        tag, sealed = self._placed(key, message)
        await self._sql.execute(
            "UPDATE thread_message SET message_tag = ?, message_sealed = ?"
            " WHERE thread_message_id = ?",
            (tag, sealed, key),
        )

    async def helped(self, key: ThreadMessageId) -> bool:
        """Mark that it helped; False where it was marked, or is gone."""
        done = await self._sql.execute(
            "UPDATE thread_message SET helped = 1 WHERE thread_message_id = ? AND helped = 0",
            (key,),
        )
        return done == 1

    async def get(self, key: ThreadMessageId) -> ThreadMessage | None:
        """One of them, or a draft."""
        sql = "SELECT * FROM thread_message WHERE thread_message_id = ?"
        row = await self._sql.fetch_one(sql, (key,))
        return None if row is None else self._message(row)

    async def at(self, message: MessageId) -> ThreadMessage | None:
        """The one that stands as this message of Discord's."""
        row = await self._sql.fetch_one(
            "SELECT * FROM thread_message WHERE message_tag = ?",
            (self._sealer.message_tag(message),),
        )
        return None if row is None else self._message(row)

    async def of(self, ask: AskId) -> Sequence[ThreadMessage]:
        """All that was said in the thread of an ask, in the order in which it was kept."""
        rows = await self._sql.fetch_all(
            "SELECT * FROM thread_message WHERE ask_id = ? AND draft_until IS NULL ORDER BY stored",
            (ask,),
        )
        return [self._message(row) for row in rows]

    async def name_of(self, ask: AskId, number: AskerNumber) -> str | None:
        """The name that somebody wears as a helper in this thread already."""
        row = await self._sql.fetch_one(
            "SELECT alias FROM thread_message WHERE ask_id = ? AND asker_number = ? LIMIT 1",
            (ask, number),
        )
        return None if row is None else str(row["alias"])

    async def count_named(self, ask: AskId) -> int:
        """How many are known that stand there under somebody's own name."""
        row = await self._sql.fetch_one(
            "SELECT COUNT(*) FROM thread_message WHERE ask_id = ? AND writer = ?",
            (ask, ThreadWriter.NAMED),
        )
        return 0 if row is None else int(row[0])

    async def taken_away(self, message: MessageId) -> None:
        """Somebody deleted it: nothing of it is kept but for reports, which have their own."""
        await self._sql.execute(
            "DELETE FROM thread_message WHERE message_tag = ?",
            (self._sealer.message_tag(message),),
        )

    async def remove(self, key: ThreadMessageId) -> None:
        """Erase one, whatever became of it."""
        await self._sql.execute("DELETE FROM thread_message WHERE thread_message_id = ?", (key,))

    async def _change(self, change: str, key: ThreadMessageId, *values: SqlValue) -> bool:
        sql = (
            f"UPDATE thread_message SET {change}"  # noqa: S608 - texts of this class
            " WHERE thread_message_id = ? AND draft_until IS NOT NULL"
        )
        return await self._sql.execute(sql, (*values, key)) == 1

    def _placed(
        self, key: ThreadMessageId, message: MessageId | None
    ) -> tuple[bytes | None, bytes | None]:
        if message is None:
            return None, None
        sealed = self._sealer.seal_int(_TABLE, "message", key, message)
        return self._sealer.message_tag(message), sealed

    def _message(self, row: Row) -> ThreadMessage:
        key, seal = row["thread_message_id"], self._sealer
        person, words, place = row["person_sealed"], row["words_sealed"], row["message_sealed"]
        return ThreadMessage(
            ThreadMessageId(key),
            AskId(row["ask_id"]),
            ThreadWriter(row["writer"]),
            row["alias"],
            "" if words is None else seal.open_text(_TABLE, "words", key, words),
            None if row["asker_number"] is None else AskerNumber(row["asker_number"]),
            None if person is None else PersonTag(seal.open_tag(_TABLE, "person", key, person)),
            None if place is None else MessageId(seal.open_int(_TABLE, "message", key, place)),
            bool(row["helped"]),
            moment_or_none(row["draft_until"]),
        )
