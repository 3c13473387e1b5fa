"""What a button's random token stands for."""

from dataclasses import dataclass

from bot.domain.ids import AskId, ConversationId, HeldId, PersonTag
from bot.storage.sqlite.database import Connection


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a token stands for, and the one person who may press it (None: anybody)."""

    ask_id: AskId | None
    conversation_id: ConversationId | None
    person: PersonTag | None
    held_id: HeldId | None = None


class Buttons:
    """The table `button`. Rows go with the ask or conversation that they belong to."""

    def __init__(self, sql: Connection) -> None:
        self._sql = sql

    async def for_ask(self, token: str, ask: AskId, person: PersonTag | None = None) -> str:
        """Let a token stand for an ask; gives the token back."""
        await self._sql.execute(
            "INSERT INTO button (token, ask_id, person_tag) VALUES (?, ?, ?)", (token, ask, person)
        )
        return token

    async def for_conversation(
        self, token: str, conversation: ConversationId, person: PersonTag
    ) -> str:
        """Let a token stand for one person's side of a conversation; gives the token back."""
        await self._sql.execute(
            "INSERT INTO button (token, conversation_id, person_tag) VALUES (?, ?, ?)",
            (token, conversation, person),
        )
        return token

    async def for_held(
        self, token: str, held: HeldId, conversation: ConversationId, person: PersonTag
    ) -> str:
        """Let a token stand for passing a held text on there; gives the token back."""
        await self._sql.execute(
            "INSERT INTO button (token, held_id, conversation_id, person_tag) VALUES (?, ?, ?, ?)",
            (token, held, conversation, person),
        )
        return token

    async def given(self, held: HeldId, conversation: ConversationId) -> None:
        """A held text is for this conversation: all buttons that offered it stand for that now."""
        await self._sql.execute(
            "UPDATE button SET held_id = NULL, conversation_id = ? WHERE held_id = ?",
            (conversation, held),
        )

    async def meaning(self, token: str) -> Meaning | None:
        """What a token stands for; None for one that is unknown or over."""
        row = await self._sql.fetch_one("SELECT * FROM button WHERE token = ?", (token,))
        if row is None:
            return None
        return Meaning(row["ask_id"], row["conversation_id"], row["person_tag"], row["held_id"])
