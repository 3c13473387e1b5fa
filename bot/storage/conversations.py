"""Conversations: two keyed tags and two aliases, never a name, never the words."""

from collections.abc import Sequence
from datetime import datetime
from sqlite3 import Row

from bot.domain.conversations import Conversation, Party
from bot.domain.ids import AskId, ConversationId, GuildId, PersonTag, PrivateNumber
from bot.domain.listening import Load
from bot.storage.columns import moment, seconds
from bot.storage.database import Connection


class Conversations:
    """The table `conversation`."""

    def __init__(self, sql: Connection) -> None:
        self._sql = sql

    async def add(self, conversation: Conversation) -> None:
        """Keep a new open conversation. The database refuses a second open one for an ask."""
        await self._sql.execute(
            "INSERT INTO conversation (conversation_id, ask_id, guild_id, asker_tag, listener_tag,"
            " listener_number, asker_alias, listener_alias, state, started_at)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, 'open', ?)",
            (
                conversation.id,
                conversation.ask_id,
                conversation.guild_id,
                conversation.asker.person,
                conversation.listener.person,
                conversation.listener_number,
                conversation.asker.alias,
                conversation.listener.alias,
                seconds(conversation.started_at),
            ),
        )

    async def get(self, conversation: ConversationId) -> Conversation | None:
        """The conversation with this id, open or ended."""
        row = await self._sql.fetch_one(
            "SELECT * FROM conversation WHERE conversation_id = ?", (conversation,)
        )
        return None if row is None else _conversation(row)

    async def open_with(self, person: PersonTag) -> Sequence[Conversation]:
        """The open conversations of a person, on either side, oldest first."""
        rows = await self._sql.fetch_all(
            "SELECT * FROM conversation WHERE state = 'open'"
            " AND (asker_tag = ? OR listener_tag = ?) ORDER BY started_at, conversation_id",
            (person, person),
        )
        return [_conversation(row) for row in rows]

    async def end(self, conversation: ConversationId, now: datetime) -> bool:
        """End it if it is open; of two who try, one gets True."""
        return (
            await self._sql.execute(
                "UPDATE conversation SET state = 'ended', ended_at = ?"
                " WHERE conversation_id = ? AND state = 'open'",
                (seconds(now), conversation),
            )
            == 1
        )

    async def load(self, listener: PrivateNumber, day_ago: datetime) -> Load:
        """What a listener carries now, and began since a day ago."""
        row = await self._sql.fetch_one(
            "SELECT COALESCE(SUM(state = 'open'), 0), COALESCE(SUM(started_at > ?), 0)"
            " FROM conversation WHERE listener_number = ?",
            (seconds(day_ago), listener),
        )
        return Load(int(row[0]), int(row[1])) if row else Load(0, 0)


def _conversation(row: Row) -> Conversation:
    return Conversation(
        ConversationId(row["conversation_id"]),
        AskId(row["ask_id"]),
        GuildId(row["guild_id"]),
        Party(PersonTag(row["asker_tag"]), row["asker_alias"]),
        Party(PersonTag(row["listener_tag"]), row["listener_alias"]),
        PrivateNumber(row["listener_number"]),
        moment(row["started_at"]),
        open=row["state"] == "open",
    )
