"""Conversations that belong together, as somebody joined the first; and every name in them."""

from collections.abc import Sequence
from datetime import datetime

from bot.domain.conversations import Conversation, Side
from bot.domain.ids import NO_NUMBER, AskId, ConversationId, PersonTag
from bot.domain.notices import MODERATOR_JOINED
from bot.storage.columns import seconds
from bot.storage.connection import Connection
from bot.storage.conversations.conversations import conversation_of, with_one
from bot.storage.encryption.sealing import Sealer
from bot.storage.numbers import ServerNumbers

_NAMES = """
    WITH mine AS (SELECT conversation_id, room FROM conversation WHERE {with_one})
    SELECT state, asker_alias, listener_alias FROM conversation
    WHERE (conversation_id IN (SELECT conversation_id FROM mine)
        OR room IN (SELECT room FROM mine WHERE room IS NOT NULL))
        AND (state = 'open' OR ended_at > ?) AND (room IS NULL OR room <> ?)
"""
_MET = """
    SELECT another.* FROM conversation AS own JOIN conversation AS another
        ON another.room = own.room AND another.conversation_id <> own.conversation_id
    WHERE own.conversation_id = ? AND another.moderates = 0 AND another.listener_number <> ?
        AND (another.ended_at IS NULL OR another.ended_at >= own.started_at)
        AND (own.ended_at IS NULL OR another.started_at <= own.ended_at)
    ORDER BY another.started_at, another.conversation_id
"""


class RoomRows:
    """What of the table `conversation` is about this."""

    def __init__(self, sql: Connection, sealer: Sealer, numbers: ServerNumbers) -> None:
        self._sql = sql
        self._sealer = sealer
        self._numbers = numbers

    async def others(self, conversation: Conversation) -> Sequence[Conversation]:
        """The other open conversations in its room, oldest first, and last those of moderators.
        Where nobody ever joined, nothing is looked up."""
        if conversation.room is None:
            return ()
        rows = await self._sql.fetch_all(
            "SELECT * FROM conversation WHERE room = ? AND state = 'open'"
            " AND conversation_id <> ? ORDER BY moderates, stored",
            (conversation.room, conversation.id),
        )
        return [conversation_of(row, self._sealer) for row in rows]

    async def met(self, listener: Conversation) -> Sequence[Conversation]:
        """Those of the other listeners who were in its room at the same time, whether they are open
        or over, as long as something leads to them; a moderator met nobody so."""
        if listener.room is None or listener.moderates:
            return ()
        rows = await self._sql.fetch_all(_MET, (listener.id, NO_NUMBER))
        return [conversation_of(row, self._sealer) for row in rows]

    async def about(self, ask: AskId) -> Sequence[Conversation]:
        """All open conversations about an ask, oldest first, and last those of moderators."""
        rows = await self._sql.fetch_all(
            "SELECT * FROM conversation WHERE ask_id = ? AND state = 'open'"
            " ORDER BY moderates, stored",
            (ask,),
        )
        return [conversation_of(row, self._sealer) for row in rows]

    async def open(self, conversation: ConversationId) -> None:
        """From now on others can join; done again it changes nothing."""
        await self._sql.execute(
            "UPDATE conversation SET room = conversation_id"
            " WHERE conversation_id = ? AND room IS NULL",
            (conversation,),
        )

    async def is_told(self, moderator: Conversation, own: Conversation, side: Side) -> bool:
        """Whether somebody in the room has read that this moderator joined; `own` is the
        conversation in which they write, on a side. Until then it waits to be said, or to be
        opened where they are discreet."""
        to_asker, to_listener = MODERATOR_JOINED
        asks = side is Side.ASKER
        said = (moderator.id, to_asker) if asks else (own.id, to_listener)
        row = await self._sql.fetch_one(
            "SELECT 1 FROM outbox WHERE conversation_id = ? AND notice = ? UNION ALL SELECT 1"
            " FROM kept WHERE conversation_id = ? AND notice = ? AND shown IS NULL LIMIT 1",
            (*said, *said),
        )
        return row is None

    async def names_around(
        self, person: PersonTag, since: datetime, but_in: ConversationId | None = None
    ) -> tuple[frozenset[str], frozenset[str]]:
        """The aliases that a person wears or sees, on either side and of all in a room: in
        conversations that are open, and in those that ended since a moment, as long as that is
        kept; not those in the room `but_in`."""
        mine = await self._numbers.of(person)
        rows = await self._sql.fetch_all(
            _NAMES.format(with_one=with_one(mine)),
            (*mine.asker, *mine.listener, seconds(since), but_in or ""),
        )
        now, lately = (
            frozenset(
                name
                for row in rows
                if row["state"] == state
                for name in (row["asker_alias"], row["listener_alias"])
            )
            for state in ("open", "ended")
        )
        return now, lately
