"""What came in: messages without words, and how much one person writes in a minute."""

from datetime import date, datetime

from bot.domain.ids import MessageId, PersonTag
from bot.storage.columns import seconds
from bot.storage.encryption.sealing import Sealer
from bot.storage.sqlite.connection import Connection

A_MINUTE = 60


class Incoming:
    """The tables `wordless` and `pace`: days only, and a minute that lasts."""

    def __init__(self, sql: Connection, sealer: Sealer) -> None:
        self._sql = sql
        self._sealer = sealer

    async def note_wordless(self, message: MessageId, today: date) -> None:
        """Nothing of a message can be read: if words come by an edit, they are new."""
        await self._sql.execute(
            "INSERT INTO wordless (message_tag, noted_on) VALUES (?, ?) ON CONFLICT DO NOTHING",
            (self._sealer.message_tag(message), today.toordinal()),
        )

    async def no_longer_wordless(self, message: MessageId) -> bool:
        """Words came, or the message went; False for one that was not wordless. Of two, one gets
        True."""
        tag = self._sealer.message_tag(message)
        return await self._sql.execute("DELETE FROM wordless WHERE message_tag = ?", (tag,)) == 1

    async def count(self, person: PersonTag, written: datetime) -> int:
        """Count one more message of a person; how many that makes in the minute of its writing."""
        minute = seconds(written) // A_MINUTE
        row = await self._sql.fetch_one(
            "INSERT INTO pace (person_tag, minute, messages) VALUES (?, ?, 1)"
            " ON CONFLICT (person_tag) DO UPDATE SET minute = excluded.minute, messages ="
            " CASE WHEN pace.minute = excluded.minute THEN pace.messages + 1 ELSE 1 END"
            " RETURNING messages",
            (person, minute),
        )
        assert row is not None, "an insertion or a change gives its row"
        return int(row["messages"])

    async def forget(self, before: date, now: datetime) -> None:
        """Erase what was noted before a day, and whose minute is over."""
        await self._sql.execute("DELETE FROM wordless WHERE noted_on < ?", (before.toordinal(),))
        await self._sql.execute(
            "DELETE FROM pace WHERE minute < ?", (seconds(now) // A_MINUTE - 1,)
        )
