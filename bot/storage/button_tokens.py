"""What a button's random token stands for."""

from collections.abc import Mapping
from dataclasses import dataclass

from bot.domain.ids import NO_NUMBER, NOBODY, AskId, ConversationId, GuildId, HeldId, PersonTag
from bot.storage.asks.asks import who_asked
from bot.storage.connection import Connection
from bot.storage.conversations.conversations import number_in
from bot.storage.encryption.sealing import Sealer
from bot.storage.numbers import ServerNumbers
from bot.storage.rows import Row


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a token stands for, and the one person who may press it (None: anybody)."""

    ask_id: AskId | None
    conversation_id: ConversationId | None
    person: PersonTag | None
    held_id: HeldId | None = None


class Buttons:
    """The table `button`. Rows go with the ask or conversation that they belong to, and name people
    by their numbers in its server."""

    def __init__(self, sql: Connection, sealer: Sealer, numbers: ServerNumbers) -> None:
        self._sql = sql
        self._sealer = sealer
        self._numbers = numbers

    async def for_ask(self, token: str, ask: AskId, person: PersonTag | None = None) -> str:
        """Let a token stand for an ask; gives the token back."""
        number = None if person is None else await self._number_for(ask, person)
        await self._sql.execute(
            "INSERT INTO button (token, ask_id, number, person_sealed) VALUES (?, ?, ?, ?)",
            (token, ask, number, self._sealed(token, person)),
        )
        return token

    async def for_conversation(
        self, token: str, conversation: ConversationId, person: PersonTag
    ) -> str:
        """Let a token stand for one person's side of a conversation; gives the token back."""
        await self._sql.execute(
            "INSERT INTO button (token, conversation_id, number, person_sealed)"
            " VALUES (?, ?, ?, ?)",
            (
                token,
                conversation,
                await self._number_in(conversation, person),
                self._sealed(token, person),
            ),
        )
        return token

    async def for_moderators(self, token: str, conversation: ConversationId) -> str:
        """Let a token stand for a conversation that a moderator is called about; gives it back."""
        await self._sql.execute(
            "INSERT INTO button (token, conversation_id) VALUES (?, ?)", (token, conversation)
        )
        return token

    async def for_held(
        self, token: str, held: HeldId, conversation: ConversationId, person: PersonTag
    ) -> str:
        """Let a token stand for passing a held text on there; gives the token back."""
        await self.for_conversation(token, conversation, person)
        await self._sql.execute("UPDATE button SET held_id = ? WHERE token = ?", (held, token))
        return token

    async def known_for(self, conversation: ConversationId, person: PersonTag) -> str | None:
        """A token of this person's that stands for their side of a conversation already; all of
        them mean the same."""
        return await self._known("conversation_id = ? AND held_id IS NULL", conversation, person)

    async def known_for_ask(self, ask: AskId, person: PersonTag) -> str | None:
        """A token of this person's that stands for an ask already; all of them mean the same."""
        return await self._known("ask_id = ?", ask, person)

    async def note_read(self, token: str) -> None:
        """Whoever has this button read the words of its ask."""
        await self._sql.execute("UPDATE button SET has_read = 1 WHERE token = ?", (token,))

    async def who_read(self, ask: AskId) -> Mapping[PersonTag, str]:
        """Those who read the words of an ask that others posted, each with a token for it."""
        rows = await self._sql.fetch_all(
            "SELECT * FROM button WHERE ask_id = ? AND has_read = 1 ORDER BY token", (ask,)
        )
        found = ((self._person(row), str(row["token"])) for row in rows)
        return {person: token for person, token in found if person is not None}

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
        person = self._person(row)
        return Meaning(row["ask_id"], row["conversation_id"], person, row["held_id"])

    async def _known(self, which: str, key: str, person: PersonTag) -> str | None:
        rows = await self._sql.fetch_all(
            f"SELECT * FROM button WHERE {which} ORDER BY token",  # noqa: S608 - words of this class
            (key,),
        )
        theirs = (str(row["token"]) for row in rows if self._person(row) == person)
        return next(theirs, None)

    async def _number_for(self, ask: AskId, person: PersonTag) -> bytes | None:
        if person == NOBODY:
            return NO_NUMBER
        row = await self._sql.fetch_one("SELECT * FROM ask WHERE ask_id = ?", (ask,))
        if row is None or who_asked(row, self._sealer) == person:
            return None if row is None else bytes(row["asker_number"])
        return await self._numbers.listening(person, GuildId(row["guild_id"]))

    async def _number_in(self, conversation: ConversationId, person: PersonTag) -> bytes | None:
        sql = "SELECT * FROM conversation WHERE conversation_id = ?"
        row = await self._sql.fetch_one(sql, (conversation,))
        return None if row is None else number_in(row, person, self._sealer)

    def _sealed(self, token: str, person: PersonTag | None) -> bytes | None:
        return None if person is None else self._sealer.seal_tag("button", "person", token, person)

    def _person(self, row: Row) -> PersonTag | None:
        sealed = row["person_sealed"]
        if sealed is None:
            return None
        return self._sealer.open_tag("button", "person", row["token"], sealed)
