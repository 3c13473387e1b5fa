"""After a conversation: what was done once, and whether it helped, as numbers without people."""

from datetime import date

from bot.domain.aftercare import Helped, Once
from bot.domain.ids import ConversationId, GuildId
from bot.storage.connection import Connection


class Feedback:
    """The tables `done_after` and `helped`."""

    def __init__(self, sql: Connection) -> None:
        self._sql = sql

    async def once(self, conversation: ConversationId, what: Once) -> bool:
        """Note that it is done; False when it was. The note goes with the conversation."""
        return (
            await self._sql.execute(
                "INSERT INTO done_after (conversation_id, what) VALUES (?, ?)"
                " ON CONFLICT DO NOTHING",
                (conversation, what),
            )
            == 1
        )

    async def is_done(self, conversation: ConversationId, what: Once) -> bool:
        """Whether it was done."""
        row = await self._sql.fetch_one(
            "SELECT 1 FROM done_after WHERE conversation_id = ? AND what = ?", (conversation, what)
        )
        return row is not None

    async def count(self, guild: GuildId, day: date, answer: Helped) -> None:
        """One more such answer on a day, in UTC. Nothing for a server that is not set up."""
        await self._sql.execute(
            "INSERT INTO helped (guild_id, day, answer, number)"
            " SELECT guild_id, ?, ?, 1 FROM guild WHERE guild_id = ?"
            " ON CONFLICT (guild_id, day, answer) DO UPDATE SET number = helped.number + 1",
            (day.isoformat(), answer, guild),
        )

    async def forget(self, before: date) -> int:
        """Erase the numbers of earlier days; how many."""
        return await self._sql.execute("DELETE FROM helped WHERE day < ?", (before.isoformat(),))
