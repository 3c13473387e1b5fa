"""Everything that waits for its time, in one table."""

from collections.abc import Collection, Sequence
from datetime import datetime

from bot.domain.ids import AskId, ConversationId, GuildId, PersonTag
from bot.domain.timers import Timer, TimerKind
from bot.storage.columns import moment, seconds
from bot.storage.connection import Connection
from bot.storage.conversations.conversations import with_one
from bot.storage.numbers import ServerNumbers
from bot.storage.rows import Row

AT_A_TIME = 100
"""Rows fired in one look, so that a long pause of the bot does not fill the memory."""

_PUT_FOR_ASK = """
    INSERT INTO waiting (what, ask_id, due_at) VALUES (?, ?, ?)
    ON CONFLICT (what, ask_id) WHERE ask_id IS NOT NULL DO UPDATE SET due_at = excluded.due_at
"""
_PUT_FOR_CONVERSATION = """
    INSERT INTO waiting (what, conversation_id, due_at) VALUES (?, ?, ?)
    ON CONFLICT (what, conversation_id) WHERE conversation_id IS NOT NULL
    DO UPDATE SET due_at = excluded.due_at
"""
_DUE = """
    SELECT * FROM waiting WHERE due_at <= ? AND {but} NOT EXISTS (
        SELECT 1 FROM ask JOIN departed USING (guild_id) WHERE ask.ask_id = waiting.ask_id)
    ORDER BY due_at, waiting_id LIMIT ?
"""


class Timers:
    """The table `waiting`. Rows go with the ask or conversation that they belong to."""

    def __init__(self, sql: Connection, numbers: ServerNumbers) -> None:
        self._sql = sql
        self._numbers = numbers

    async def put(self, due: Timer) -> None:
        """Let something wait. The same for the same subject waits once, until the newer time."""
        await self._sql.execute(
            _PUT_FOR_ASK if due.ask_id else _PUT_FOR_CONVERSATION,
            (due.what, due.ask_id or due.conversation_id, seconds(due.due_at)),
        )

    async def take(self, due: Timer) -> bool:
        """Remove it, to do it now; False when it was done, moved or called off meanwhile."""
        return (
            await self._sql.execute(
                "DELETE FROM waiting WHERE what = ? AND (ask_id = ? OR conversation_id = ?)"
                " AND due_at = ?",
                (due.what, due.ask_id, due.conversation_id, seconds(due.due_at)),
            )
            == 1
        )

    async def call_off(self, what: TimerKind, subject: AskId | ConversationId) -> bool:
        """Let it no longer wait; False when it did not."""
        return (
            await self._sql.execute(
                "DELETE FROM waiting WHERE what = ? AND (ask_id = ? OR conversation_id = ?)",
                (what, subject, subject),
            )
            >= 1
        )

    async def call_off_all(
        self, kinds: Collection[TimerKind], conversation: ConversationId
    ) -> None:
        """Let none of these wait in a conversation any longer; at least one kind."""
        marks = ", ".join("?" * len(kinds))  # the only thing put into the text
        await self._sql.execute(
            f"DELETE FROM waiting WHERE conversation_id = ? AND what IN ({marks})",  # noqa: S608
            (conversation, *sorted(kinds)),
        )

    async def listener_wrote(self, conversation: ConversationId) -> None:
        """The listener's first words were passed on: they are neither nudged nor taken out."""
        await self.call_off_all((TimerKind.NUDGE_LISTENER, TimerKind.LISTENER_SILENT), conversation)

    async def waits_for(self, what: TimerKind, person: PersonTag) -> bool:
        """Whether it waits for an open conversation of theirs, on either side."""
        mine = await self._numbers.of(person)
        row = await self._sql.fetch_one(
            f"SELECT 1 FROM conversation WHERE state = 'open' AND {with_one(mine)}"  # noqa: S608
            " AND EXISTS (SELECT 1 FROM waiting"
            " WHERE waiting.conversation_id = conversation.conversation_id AND what = ?)",
            (*mine.asker, *mine.listener, what),
        )
        return row is not None

    async def is_waiting(self, what: TimerKind, subject: AskId | ConversationId) -> bool:
        """Whether it waits."""
        return await self.until(what, subject) is not None

    async def until(self, what: TimerKind, subject: AskId | ConversationId) -> datetime | None:
        """When it is due; None when it does not wait."""
        row = await self._sql.fetch_one(
            "SELECT due_at FROM waiting WHERE what = ? AND (ask_id = ? OR conversation_id = ?)",
            (what, subject, subject),
        )
        return None if row is None else moment(row[0])

    async def look_at_posts_in(self, guild: GuildId, now: datetime) -> None:
        """Let every post of an ask in a server be looked at now."""
        await self._sql.execute(
            "UPDATE waiting SET due_at = ? WHERE what = ?"
            " AND ask_id IN (SELECT ask_id FROM ask WHERE guild_id = ?)",
            (seconds(now), TimerKind.POST_LOOKED_AT, guild),
        )

    async def due(self, now: datetime, but: Collection[TimerKind] = ()) -> Sequence[Timer]:
        """What should happen by now, oldest first, at most a hundred; what only a later version
        knows is left alone, and so are what is named in `but`, and asks of servers that the bot
        was taken out of."""
        # the only thing put into the text are question marks
        left_out = f"what NOT IN ({', '.join('?' * len(but))}) AND" if but else ""
        rows = await self._sql.fetch_all(
            _DUE.replace("{but}", left_out),
            (seconds(now), *but, AT_A_TIME),
        )
        return [_due(row) for row in rows if row["what"] in set(TimerKind)]


def _due(row: Row) -> Timer:
    return Timer(
        TimerKind(row["what"]), moment(row["due_at"]), row["ask_id"], row["conversation_id"]
    )
