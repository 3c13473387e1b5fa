"""What was sent and is not noted yet, or not told yet: what a person's reply may refer to."""

from datetime import datetime

from bot.domain.ids import ConversationId, OutboxId, PersonTag
from bot.domain.notices import Action
from bot.storage.columns import seconds
from bot.storage.connection import Connection
from bot.storage.conversations.conversations import with_one
from bot.storage.delivery.outbox_rows import Entry, EntryRows
from bot.storage.encryption.sealing import Sealer
from bot.storage.numbers import ServerNumbers

_WITH_ABOUT = """
    SELECT entry.*, ask.kind AS about_kind, ask.topic AS about_topic,
        ask.language AS about_language, ask.heavy AS about_heavy,
        ask.learn AS about_learn, words_kept_until,
        (SELECT look_wait FROM counted WHERE counted.guild_id = entry.guild_id) AS look_wait
    FROM outbox AS entry LEFT JOIN ask USING (ask_id)
    WHERE action = 'create' AND first_attempt_at IS NOT NULL
"""


class Doubts:
    """Looks into the tables `outbox` and `conversation`."""

    def __init__(self, sql: Connection, sealer: Sealer, numbers: ServerNumbers) -> None:
        self._sql = sql
        self._numbers = numbers
        self._rows = EntryRows(sealer)

    async def with_nonce(self, nonce: str) -> Entry | None:
        """The notice that was sent with this nonce; None once it is noted, and for any other."""
        row = await self._sql.fetch_one(f"{_WITH_ABOUT} AND nonce = ?", (nonce,))
        return None if row is None else self._rows.entry(row)

    async def tried_for(self, person: PersonTag) -> list[Entry]:
        """What was sent to a person and perhaps stands there, in order."""
        rows = await self._sql.fetch_all(
            f"{_WITH_ABOUT} AND person_tag = ? ORDER BY outbox_id", (person,)
        )
        return [self._rows.entry(row) for row in rows]

    async def is_left(self, entry: OutboxId) -> bool:
        """Whether a notice is still to be said."""
        row = await self._sql.fetch_one("SELECT 1 FROM outbox WHERE outbox_id = ?", (entry,))
        return row is not None

    async def untold_end(self, person: PersonTag) -> bool:
        """Whether a conversation of theirs has ended and something of it is still to be said."""
        row = await self._sql.fetch_one(
            "SELECT 1 FROM outbox JOIN conversation USING (conversation_id)"
            " WHERE person_tag = ? AND action = ? AND state = 'ended'",
            (person, Action.CREATE),
        )
        return row is not None

    async def may_not_know_of_an_end(self, person: PersonTag, since: datetime) -> bool:
        """Whether `untold_end` or `ended_since` is so: one look for each word that is written."""
        mine = await self._numbers.of(person)
        row = await self._sql.fetch_one(
            f"SELECT 1 FROM conversation WHERE {with_one(mine)}"  # noqa: S608
            " AND state = 'ended' AND ended_at >= ?"
            " UNION ALL SELECT 1 FROM outbox JOIN conversation USING (conversation_id)"
            " WHERE person_tag = ? AND action = ? AND state = 'ended' LIMIT 1",
            (*mine.asker, *mine.listener, seconds(since), person, Action.CREATE),
        )
        return row is not None

    async def ended_since(self, person: PersonTag, when: datetime) -> bool:
        """Whether a conversation of theirs has ended after a moment."""
        mine = await self._numbers.of(person)
        row = await self._sql.fetch_one(
            f"SELECT 1 FROM conversation WHERE {with_one(mine)}"  # noqa: S608
            " AND state = 'ended' AND ended_at >= ?",
            (*mine.asker, *mine.listener, seconds(when)),
        )
        return row is not None

    async def had_another(self, person: PersonTag, than: ConversationId) -> bool:
        """Whether a person has, or had, another conversation that is still known."""
        mine = await self._numbers.of(person)
        row = await self._sql.fetch_one(
            f"SELECT 1 FROM conversation WHERE {with_one(mine)} AND conversation_id <> ?",  # noqa: S608
            (*mine.asker, *mine.listener, than),
        )
        return row is not None
