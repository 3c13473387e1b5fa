"""What came in: messages without words."""

from datetime import date

from bot.domain.ids import MessageId
from bot.storage.connection import Connection
from bot.storage.encryption.sealing import Sealer


class Incoming:
    """The table `wordless`: days only."""

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

    async def forget(self, before: date) -> None:
        """Erase what was noted before a day."""
        await self._sql.execute("DELETE FROM wordless WHERE noted_on < ?", (before.toordinal(),))
