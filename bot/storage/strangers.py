"""Who has nothing left here is forgotten: no ask, draft, conversation, duty or mail, and no words
that are kept until they say where those should go.

Rows of a server do not tell whose they are to a query (``numbers``), so it is looked up, person by
person: of those of whom something went, and of everybody once a day.
"""

from contextlib import suppress
from datetime import date

from bot.domain.ids import PersonTag
from bot.storage.connection import Connection
from bot.storage.encryption.sealing import SealBroken, Sealer
from bot.storage.numbers import ServerNumbers

_KEEP_SOMEBODY = (
    *("typed", "outbox", "held", "stray", "help_country", "schedule", "kept_text"),
    "quiet_hours",
    *("reflection", "erasing"),
)
"""Where somebody has something left that is of no server; `ServerNumbers` knows of the others."""
_NOTHING = " AND ".join(
    f"NOT EXISTS (SELECT 1 FROM {table} WHERE {table}.person_tag = person.person_tag)"  # noqa: S608
    for table in _KEEP_SOMEBODY
)
_LOOKED_AT = 50
"""People who are looked up together."""


class Strangers:
    """Of the table `person`."""

    def __init__(self, sql: Connection, sealer: Sealer, numbers: ServerNumbers) -> None:
        self._sql = sql
        self._sealer = sealer
        self._numbers = numbers

    async def may_be(self, *people: PersonTag) -> None:
        """Something of theirs goes now: at the next look they may have nothing left."""
        await self._sql.execute_many(
            "UPDATE person SET looked_on = 0 WHERE person_tag = ?", [(tag,) for tag in people]
        )

    async def may_be_without(self, asks: str, *values: int) -> None:
        """The same for everybody who asked or talked about asks that go; `asks` says which."""
        asked = f"SELECT 'ask', 'asker', ask_id, asker_sealed FROM ask WHERE {asks}"  # noqa: S608
        talked = (
            "SELECT 'conversation', 'listener', conversation_id, listener_sealed FROM conversation"  # noqa: S608
            f" WHERE ask_id IN (SELECT ask_id FROM ask WHERE {asks})"
        )
        wrote = (
            "SELECT 'thread_message', 'person', thread_message_id, person_sealed"  # noqa: S608
            f" FROM thread_message WHERE ask_id IN (SELECT ask_id FROM ask WHERE {asks})"
        )
        wondered = (
            "SELECT 'first_question', 'person', first_question_id, person_sealed"  # noqa: S608
            f" FROM first_question WHERE ask_id IN (SELECT ask_id FROM ask WHERE {asks})"
        )
        rows = await self._sql.fetch_plain(
            f"{asked} UNION ALL {talked} UNION ALL {wrote} UNION ALL {wondered}", values * 4
        )
        for table, column, key, sealed in rows:
            with suppress(SealBroken):
                if sealed is not None:
                    await self.may_be(self._sealer.open_tag(table, column, key, sealed))

    async def forget(self, today: date) -> None:
        """Erase them; some at a time."""
        rows = await self._sql.fetch_plain(
            f"SELECT person_tag FROM person WHERE looked_on < ? AND {_NOTHING}"  # noqa: S608
            " ORDER BY looked_on LIMIT ?",
            (today.toordinal(), _LOOKED_AT),
        )
        for (tag,) in rows:
            await self._sql.execute(
                "UPDATE person SET looked_on = ? WHERE person_tag = ?", (today.toordinal(), tag)
            )
            await self.forget_one(tag)

    async def forget_one(self, tag: PersonTag) -> None:
        """Erase this one if they have nothing left; a damaged row stays."""
        with suppress(SealBroken):
            if not await self._numbers.has_something(tag):
                await self._sql.execute(
                    f"DELETE FROM person WHERE person_tag = ? AND {_NOTHING}",  # noqa: S608
                    (tag,),
                )
