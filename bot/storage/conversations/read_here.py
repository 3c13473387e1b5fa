"""What somebody read of a conversation inside a server, or wrote there, kept so that it can be read
again: a direct message would stand there, too."""

from collections.abc import Sequence

from bot.domain.ids import ConversationId, PersonTag, PieceId
from bot.domain.notices import Notice
from bot.storage.connection import Connection
from bot.storage.conversations.discreet_notices import DiscreetNotices, KeptNotice, who_reads
from bot.storage.encryption.sealing import Sealer

_SHOW = """
    UPDATE kept SET shown = (SELECT COALESCE(MAX(another.shown), 0) + 1 FROM kept AS another
        WHERE another.conversation_id = kept.conversation_id OR another.conversation_id IN (
            SELECT beside.conversation_id FROM conversation AS own JOIN conversation AS beside
            ON beside.room = own.room WHERE own.conversation_id = kept.conversation_id))
    WHERE token = ? AND shown IS NULL
"""


class ReadHere:
    """The rows of the table `kept` that were shown."""

    def __init__(self, sql: Connection, sealer: Sealer) -> None:
        self._sql = sql
        self._sealer = sealer
        self._kept = DiscreetNotices(sql, sealer)

    async def add(self, token: str, person: PersonTag, notice: Notice) -> None:
        """Keep what was shown as the last of its conversation."""
        await self._kept.keep(token, person, notice)
        await self.show(token)

    async def show(self, token: str) -> None:
        """What was kept already was shown now; done again, it stays where it stands."""
        await self._sql.execute(_SHOW, (token,))

    async def of(
        self, conversation: ConversationId, person: PersonTag, at_most: int, *beside: ConversationId
    ) -> Sequence[KeptNotice]:
        """The last of it, the oldest first, with what is `beside` it in the same room."""
        marks = ", ".join("?" * (1 + len(beside)))  # the only thing put into the text
        rows = await self._sql.fetch_all(
            f"SELECT * FROM kept WHERE conversation_id IN ({marks}) AND shown IS NOT NULL"  # noqa: S608
            " ORDER BY shown DESC",
            (conversation, *beside),
        )
        theirs = [row for row in rows if who_reads(row, self._sealer) == person]
        return [self._kept.opened(row) for row in reversed(theirs[:at_most])]

    async def words_of(self, piece: PieceId) -> str | None:
        """The words of a piece as its reader was shown them; None where they were not."""
        row = await self._sql.fetch_one(
            "SELECT * FROM kept WHERE piece_id = ? AND shown IS NOT NULL", (piece,)
        )
        text = None if row is None else self._kept.opened(row).text
        return None if text is None else text.words

    async def forget(self, conversation: ConversationId, person: PersonTag) -> None:
        """Erase what somebody read of a conversation."""
        rows = await self._sql.fetch_all(
            "SELECT * FROM kept WHERE conversation_id = ? AND shown IS NOT NULL", (conversation,)
        )
        theirs = [row["token"] for row in rows if who_reads(row, self._sealer) == person]
        await self._sql.execute_many(
            "DELETE FROM kept WHERE token = ?", [(token,) for token in theirs]
        )
