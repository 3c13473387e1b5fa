"""What belongs to one person, for the one place where they see it all."""

from collections.abc import Sequence
from datetime import date

from bot.domain.conversations import Conversation
from bot.domain.ids import AskId, ConversationId, GuildId, MorningWordsId, PersonTag
from bot.storage.button_tokens import Buttons
from bot.storage.columns import moment
from bot.storage.connection import Connection
from bot.storage.conversations.conversations import conversation_of, with_one
from bot.storage.encryption.sealing import Sealer
from bot.storage.numbers import ServerNumbers, marks


class Overview:
    """Look-ups over `ask`, `conversation`, `morning_words` and `button`; it changes nothing."""

    def __init__(self, sql: Connection, sealer: Sealer, numbers: ServerNumbers) -> None:
        self._sql = sql
        self._sealer = sealer
        self._numbers = numbers
        self._buttons = Buttons(sql, sealer, numbers)

    async def asks(self, person: PersonTag, guild: GuildId | None) -> Sequence[AskId]:
        """Asks of a person that wait, that are taken and whose thread is open, or that are over and
        whose words are still kept; newest first.

        Without a server, those of all servers.
        """
        mine = await self._numbers.of(person)
        rows = await self._sql.fetch_all(
            f"SELECT ask_id FROM ask WHERE asker_number IN ({marks(mine)})"  # noqa: S608
            " AND asker_sealed IS NOT NULL AND (CAST(? AS BIGINT) IS NULL OR guild_id = ?)"
            " AND (state = 'waiting' OR (state = 'closed' AND words_sealed IS NOT NULL)"
            " OR (state = 'taken' AND EXISTS (SELECT 1 FROM open_thread"
            " WHERE open_thread.ask_id = ask.ask_id AND open_thread.state = 'open')))"
            " ORDER BY state = 'closed', stored DESC",
            (*mine.asker, guild, guild),
        )
        return [AskId(row["ask_id"]) for row in rows]

    async def ended(
        self, person: PersonTag, guild: GuildId | None
    ) -> Sequence[tuple[Conversation, date]]:
        """Conversations of a person that are over and still kept, each with the day of its end
        (UTC), the latest first. Without a server, those of all servers."""
        mine = await self._numbers.of(person)
        rows = await self._sql.fetch_all(
            f"SELECT * FROM conversation WHERE state = 'ended' AND {with_one(mine)}"  # noqa: S608
            " AND (CAST(? AS BIGINT) IS NULL OR guild_id = ?)"
            " ORDER BY ended_at DESC, conversation_id",
            (*mine.asker, *mine.listener, guild, guild),
        )
        return [
            (conversation_of(row, self._sealer), moment(row["ended_at"]).date()) for row in rows
        ]

    async def mornings(
        self, person: PersonTag, guild: GuildId | None
    ) -> Sequence[tuple[MorningWordsId, GuildId, bool]]:
        """What a person wrote for mornings, where, and whether it may go; the oldest first. Without
        a server, in all of them."""
        mine = await self._numbers.of(person)
        rows = await self._sql.fetch_all(
            "SELECT morning_words_id, guild_id, ready"  # noqa: S608 - constants of this file
            " FROM morning_words JOIN ask USING (ask_id)"
            f" WHERE private_number IN ({marks(mine)})"
            " AND (CAST(? AS BIGINT) IS NULL OR guild_id = ?)"
            " ORDER BY written_at, morning_words_id",
            (*mine.listener, guild, guild),
        )
        return [
            (MorningWordsId(row["morning_words_id"]), GuildId(row["guild_id"]), bool(row["ready"]))
            for row in rows
        ]

    async def ask_token(self, ask: AskId, person: PersonTag) -> str | None:
        """A token of this person's that stands for an ask already; all of them mean the same."""
        return await self._buttons.known_for_ask(ask, person)

    async def conversation_token(
        self, conversation: ConversationId, person: PersonTag
    ) -> str | None:
        """A token of this person's that stands for their side of a conversation already; all of
        them mean the same."""
        return await self._buttons.known_for(conversation, person)
