"""Everybody who has something open, in any table, and what still waits to be said."""

from collections.abc import Sequence

from bot.domain.ids import NOBODY, PersonTag
from bot.storage.sqlite.connection import Connection

_WITH_SOMETHING_OPEN = """
    SELECT asker_tag AS person FROM ask WHERE state = 'waiting'
    UNION SELECT asker_tag FROM conversation WHERE state = 'open'
    UNION SELECT listener_tag FROM conversation WHERE state = 'open'
    UNION SELECT person_tag FROM schedule WHERE person_tag IS NOT NULL
    UNION SELECT person_tag FROM listener
"""
_CAN_BE_REACHED = """
    SELECT count(*) FROM outbox LEFT JOIN person ON person.person_tag = outbox.person_tag
    WHERE coalesce(person.dms_closed, 0) = 0
"""


class OpenThings:
    """Looks through the tables of every subject; changes what waits to be said, and the timers."""

    def __init__(self, sql: Connection) -> None:
        self._sql = sql

    async def people(self) -> Sequence[PersonTag]:
        """Who asks, talks, listens, has a goal or gets encouragements now; each once."""
        rows = await self._sql.fetch_all(f"{_WITH_SOMETHING_OPEN} ORDER BY person")
        return [PersonTag(row["person"]) for row in rows if row["person"] != NOBODY]

    async def drop_all_that_waits(self) -> None:
        """Nothing that was decided earlier is said any more, and nothing becomes due."""
        await self._sql.execute("DELETE FROM outbox", ())
        await self._sql.execute("DELETE FROM waiting", ())

    async def unsaid(self) -> int:
        """How much waits to be said to those who can be reached."""
        row = await self._sql.fetch_one(_CAN_BE_REACHED)
        return 0 if row is None else int(row[0])

    async def all_unsaid(self) -> int:
        """How much waits to be said at all, also to closed direct messages."""
        row = await self._sql.fetch_one("SELECT count(*) FROM outbox")
        return 0 if row is None else int(row[0])
