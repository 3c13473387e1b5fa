"""Everybody who has something open, in any table, and what still waits to be said."""

from collections.abc import Sequence
from datetime import datetime

from bot.domain.conversations import Side
from bot.domain.ids import NOBODY, PersonTag
from bot.domain.notices import NoticeKind
from bot.storage.asks.asks import who_asked
from bot.storage.columns import seconds
from bot.storage.connection import Connection
from bot.storage.conversations.conversations import who_talks
from bot.storage.encryption.sealing import Sealer
from bot.storage.listeners.listener_rows import who_listens

_WITH_A_SCHEDULE = "SELECT DISTINCT person_tag FROM schedule WHERE person_tag IS NOT NULL"
_CAN_BE_REACHED = """
    SELECT count(*) FROM outbox LEFT JOIN person ON person.person_tag = outbox.person_tag
    WHERE coalesce(person.dms_closed, 0) = 0
"""


class OpenThings:
    """Looks through the tables of every subject; changes what waits to be said, and the timers."""

    def __init__(self, sql: Connection, sealer: Sealer) -> None:
        self._sql = sql
        self._sealer = sealer

    async def people(self) -> Sequence[PersonTag]:
        """Who asks, talks, listens, has a goal or gets encouragements now; each once."""
        found = {PersonTag(row[0]) for row in await self._sql.fetch_all(_WITH_A_SCHEDULE)}
        for row in await self._sql.fetch_all("SELECT * FROM ask WHERE state = 'waiting'"):
            found.add(who_asked(row, self._sealer))
        for row in await self._sql.fetch_all("SELECT * FROM conversation WHERE state = 'open'"):
            found.update(who_talks(row, side, self._sealer) for side in Side)
        for row in await self._sql.fetch_all("SELECT * FROM listener"):
            found.add(who_listens(row, self._sealer))
        return sorted(found - {NOBODY})

    async def drop_all_that_waits(self, now: datetime) -> None:
        """Nothing that was decided earlier is said any more, and nothing becomes due. But that
        somebody's name was opened is said now: nobody can call that off."""
        opened = NoticeKind.NAME_OPENED
        await self._sql.execute("DELETE FROM outbox WHERE notice <> ?", (opened,))
        await self._sql.execute("UPDATE outbox SET due_at = ?", (seconds(now),))
        await self._sql.execute("DELETE FROM waiting", ())

    async def unsaid(self) -> int:
        """How much waits to be said to those who can be reached."""
        row = await self._sql.fetch_one(_CAN_BE_REACHED)
        return 0 if row is None else int(row[0])

    async def all_unsaid(self) -> int:
        """How much waits to be said at all, also to closed direct messages."""
        row = await self._sql.fetch_one("SELECT count(*) FROM outbox")
        return 0 if row is None else int(row[0])
