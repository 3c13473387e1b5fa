"""Conversations: two numbers of their server and two aliases, never a name, never the words; who
the two are, sealed, as they have to be written to."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta

from bot.domain.conversations import Conversation, Party, Side
from bot.domain.ids import (
    NO_NUMBER,
    NOBODY,
    AskId,
    ConversationId,
    GuildId,
    ListenerNumber,
    PersonTag,
)
from bot.domain.listening import Load
from bot.storage.columns import moment, moment_or_none, seconds
from bot.storage.connection import Connection
from bot.storage.encryption.sealing import Sealer
from bot.storage.numbers import Mine, ServerNumbers, marks
from bot.storage.rows import Row

A_DAY, A_WEEK = timedelta(days=1), timedelta(days=7)

_ADD = """
    INSERT INTO conversation (conversation_id, ask_id, guild_id, asker_number, asker_sealed,
        listener_sealed, listener_number, asker_alias, listener_alias, room, moderates, state,
        started_at, stored)
    VALUES (?, ?, ?, (SELECT asker_number FROM ask WHERE ask_id = ?), ?, ?, ?, ?, ?, ?, ?, 'open',
        ?, (SELECT COALESCE(MAX(stored), 0) + 1 FROM conversation))
"""
_LOAD = """
    SELECT COUNT(CASE WHEN conversation.state = 'open' AND NOT EXISTS
            (SELECT 1 FROM partner_ask WHERE partner_ask.ask_id = ask.ask_id) THEN 1 END),
        COUNT(CASE WHEN started_at > ? THEN 1 END),
        COUNT(CASE WHEN heavy = 1 AND started_at > ? THEN 1 END),
        COUNT(CASE WHEN heavy = 1 AND ended_at > ? THEN 1 END)
    FROM conversation JOIN ask USING (ask_id) WHERE listener_number = ? AND moderates = 0
"""


class Conversations:
    """The table `conversation`."""

    def __init__(self, sql: Connection, sealer: Sealer, numbers: ServerNumbers) -> None:
        self._sql = sql
        self._sealer = sealer
        self._numbers = numbers

    async def add(self, conversation: Conversation) -> None:
        """Keep a new open conversation. The database refuses a second open one for an ask."""
        people, seal = (conversation.asker.person, conversation.listener.person), self._sealer
        who = zip(Side, people, strict=True)
        await self._sql.execute(
            _ADD,
            (
                conversation.id,
                conversation.ask_id,
                conversation.guild_id,
                conversation.ask_id,
                *(seal.seal_tag("conversation", side, conversation.id, one) for side, one in who),
                conversation.listener_number,
                conversation.asker.alias,
                conversation.listener.alias,
                conversation.room,
                int(conversation.moderates),
                seconds(conversation.started_at),
            ),
        )
        await self._numbers.has_one_in(conversation.guild_id, *people)

    async def get(self, conversation: ConversationId) -> Conversation | None:
        """The conversation with this id, open or ended."""
        row = await self._sql.fetch_one(
            "SELECT * FROM conversation WHERE conversation_id = ?", (conversation,)
        )
        return None if row is None else conversation_of(row, self._sealer)

    async def open_with(self, person: PersonTag) -> Sequence[Conversation]:
        """The open conversations of a person, on either side, oldest first; last those in which a
        moderator joined."""
        mine = await self._numbers.of(person)
        rows = await self._sql.fetch_all(
            f"SELECT * FROM conversation WHERE state = 'open' AND {with_one(mine)}"  # noqa: S608
            " ORDER BY moderates, stored",
            (*mine.asker, *mine.listener),
        )
        return [conversation_of(row, self._sealer) for row in rows]

    async def end(self, conversation: ConversationId, now: datetime) -> bool:
        """End it if it is open; of two who try, one gets True. Nothing waits for it any more."""
        ended = await self._sql.execute(
            "UPDATE conversation SET state = 'ended', ended_at = ?, silent_since = NULL,"
            " stored = NULL, asker_gone = 0, listener_gone = 0, frozen = 0"
            " WHERE conversation_id = ? AND state = 'open'",
            (seconds(now), conversation),
        )
        if ended:
            await self._sql.execute(
                "UPDATE person SET talking_with = NULL WHERE talking_with = ?", (conversation,)
            )
            await self._sql.execute(
                "DELETE FROM waiting WHERE conversation_id = ?", (conversation,)
            )
        return ended == 1

    async def stop(self, conversation: ConversationId, gone: Collection[Side]) -> None:
        """Note who went. Nothing is passed on any more; it stays open until that is told."""
        await self._sql.execute(
            "UPDATE conversation SET asker_gone = asker_gone | ?,"
            " listener_gone = listener_gone | ? WHERE conversation_id = ? AND state = 'open'",
            (int(Side.ASKER in gone), int(Side.LISTENER in gone), conversation),
        )

    async def freeze(self, conversation: ConversationId, *, frozen: bool) -> bool:
        """Hold it, or let it go on; False where it is over, or was so already."""
        return (
            await self._sql.execute(
                "UPDATE conversation SET frozen = ?"
                " WHERE conversation_id = ? AND state = 'open' AND frozen <> ?",
                (int(frozen), conversation, int(frozen)),
            )
            == 1
        )

    async def words_passed(self, conversation: ConversationId, now: datetime) -> None:
        """Note that somebody wrote just now."""
        await self._sql.execute(
            "UPDATE conversation SET silent_since = ? WHERE conversation_id = ? AND state = 'open'",
            (seconds(now), conversation),
        )

    async def silent_since(self, conversation: ConversationId) -> datetime | None:
        """When words were last passed on; None once it ended."""
        row = await self._sql.fetch_one(
            "SELECT silent_since FROM conversation WHERE conversation_id = ?", (conversation,)
        )
        return None if row is None else moment_or_none(row[0])

    async def open_in(self, guild: GuildId) -> Sequence[Conversation]:
        """The open conversations of a server."""
        rows = await self._sql.fetch_all(
            "SELECT * FROM conversation WHERE state = 'open' AND guild_id = ?", (guild,)
        )
        return [conversation_of(row, self._sealer) for row in rows]

    async def who_talk(self) -> frozenset[PersonTag]:
        """Everybody who is in an open conversation."""
        rows = await self._sql.fetch_all("SELECT * FROM conversation WHERE state = 'open'")
        return frozenset(who_talks(row, side, self._sealer) for row in rows for side in Side)

    async def cut_off(self, reader: PersonTag) -> Sequence[Conversation]:
        """The open conversations of which something waits for a person, on either side. Not those
        of their own asks where they chose to look by themselves, without direct messages."""
        rows = await self._sql.fetch_all(
            "SELECT conversation.*, without_dm FROM conversation JOIN ask USING (ask_id)"
            " WHERE conversation.state = 'open' AND conversation_id IN"
            " (SELECT conversation_id FROM outbox WHERE person_tag = ? AND action = 'create')",
            (reader,),
        )
        with_them = [
            (row["without_dm"], talk)
            for row in rows
            if (talk := conversation_of(row, self._sealer)).side_of(reader) is not None
        ]
        return [
            talk for looks, talk in with_them if not looks or talk.side_of(reader) is Side.LISTENER
        ]

    async def load(self, listener: ListenerNumber, now: datetime, rest: timedelta) -> Load:
        """What a listener carries now and carried lately; `rest` follows a heavy conversation. What
        they did as a moderator does not count.
        Going along with a goal counts on the day that it began, and not as one at a time."""
        row = await self._sql.fetch_one(
            _LOAD,
            (seconds(now - A_DAY), seconds(now - A_WEEK), seconds(now - rest), listener),
        )
        assert row is not None, "counts always give a row"
        return Load(row[0], row[1], row[2], bool(row[3]))

    async def had(self, ask: AskId, listener: ListenerNumber) -> bool:
        """Whether this listener once had a conversation about this ask."""
        row = await self._sql.fetch_one(
            "SELECT 1 FROM conversation WHERE ask_id = ? AND listener_number = ?", (ask, listener)
        )
        return row is not None


def conversation_of(row: Row, sealer: Sealer) -> Conversation:
    """A row of the table as what it is."""
    asker, listener = (Party(who_talks(row, side, sealer), row[f"{side}_alias"]) for side in Side)
    return Conversation(
        ConversationId(row["conversation_id"]),
        AskId(row["ask_id"]),
        GuildId(row["guild_id"]),
        asker,
        listener,
        ListenerNumber(row["listener_number"]),
        moment(row["started_at"]),
        open=row["state"] == "open",
        gone=frozenset(side for side in Side if row[f"{side}_gone"]),
        frozen=bool(row["frozen"]),
        handed_over=bool(row["handed_over"]),
        known_to_moderators=bool(row["known_to_moderators"]),
        room=row["room"] and ConversationId(row["room"]),
        moderates=bool(row["moderates"]),
    )


def who_talks(row: Row, side: Side, sealer: Sealer) -> PersonTag:
    """Whose a side of a row of `conversation` is; NOBODY's once they erased it."""
    sealed = row[f"{side}_sealed"]
    if sealed is None:
        return NOBODY
    return sealer.open_tag("conversation", side, row["conversation_id"], sealed)


def number_in(row: Row, person: PersonTag, sealer: Sealer) -> bytes | None:
    """By which number a row of `conversation` names a person; None for neither of the two. What is
    left of somebody who erased everything is nobody's number here."""
    if person == NOBODY:
        return NO_NUMBER
    sides = [side for side in Side if who_talks(row, side, sealer) == person]
    return bytes(row[f"{sides[0]}_number"]) if sides else None


def with_one(mine: Mine) -> str:
    """What is so of a conversation with somebody, on either side: for their numbers as an asker,
    then those as a listener."""
    listed = marks(mine)
    return (
        f"(asker_number IN ({listed}) AND asker_sealed IS NOT NULL"
        f" OR listener_number IN ({listed}) AND listener_sealed IS NOT NULL)"
    )
