"""What belongs to one person, for the one place where they see it all."""

from collections.abc import Sequence
from datetime import date

from bot.domain.conversations import Conversation
from bot.domain.ids import AskId, ConversationId, GuildId, PersonTag
from bot.storage.columns import moment
from bot.storage.conversations.conversations import conversation_of
from bot.storage.sqlite.database import Connection


class Overview:
    """Look-ups over `ask`, `conversation` and `button`; it changes nothing."""

    def __init__(self, sql: Connection) -> None:
        self._sql = sql

    async def asks(self, person: PersonTag, guild: GuildId | None) -> Sequence[AskId]:
        """Asks of a person that wait, or are over and whose words are still kept; newest first.

        Without a server, those of all servers.
        """
        rows = await self._sql.fetch_all(
            "SELECT ask_id FROM ask WHERE asker_tag = ?"
            " AND (CAST(? AS BIGINT) IS NULL OR guild_id = ?)"
            " AND (state = 'waiting' OR (state = 'closed' AND words_sealed IS NOT NULL))"
            " ORDER BY state = 'closed', stored DESC",
            (person, guild, guild),
        )
        return [AskId(row["ask_id"]) for row in rows]

    async def ended(
        self, person: PersonTag, guild: GuildId | None
    ) -> Sequence[tuple[Conversation, date]]:
        """Conversations of a person that are over and still kept, each with the day of its end
        (UTC), the latest first. Without a server, those of all servers."""
        rows = await self._sql.fetch_all(
            "SELECT * FROM conversation WHERE state = 'ended'"
            " AND (asker_tag = ? OR listener_tag = ?)"
            " AND (CAST(? AS BIGINT) IS NULL OR guild_id = ?)"
            " ORDER BY ended_at DESC, conversation_id",
            (person, person, guild, guild),
        )
        return [(conversation_of(row), moment(row["ended_at"]).date()) for row in rows]

    async def ask_token(self, ask: AskId, person: PersonTag) -> str | None:
        """A token of this person's that stands for an ask already; all of them mean the same."""
        row = await self._sql.fetch_one(
            "SELECT token FROM button WHERE ask_id = ? AND person_tag = ? ORDER BY token LIMIT 1",
            (ask, person),
        )
        return None if row is None else str(row["token"])

    async def conversation_token(
        self, conversation: ConversationId, person: PersonTag
    ) -> str | None:
        """A token of this person's that stands for their side of a conversation already; all of
        them mean the same."""
        row = await self._sql.fetch_one(
            "SELECT token FROM button WHERE conversation_id = ? AND person_tag = ?"
            " AND held_id IS NULL ORDER BY token LIMIT 1",
            (conversation, person),
        )
        return None if row is None else str(row["token"])
