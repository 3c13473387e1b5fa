"""How much has still to be said, and for how long it has been late; no row is opened."""

from datetime import datetime, timedelta

from bot.storage.columns import seconds
from bot.storage.connection import Connection

_LATE = """
    SELECT COUNT(*) AS waiting, MIN(COALESCE(first_attempt_at, due_at)) AS since
    FROM outbox AS entry
    WHERE action <> 'sign'
        AND (due_at <= ? OR (first_attempt_at IS NOT NULL AND due_at <= ?))
        AND (channel_id IS NULL OR NOT EXISTS (
            SELECT 1 FROM departed WHERE departed.guild_id = entry.guild_id))
"""


class Backlog:
    """Of the table `outbox`. What rests is not in it: a schedule's, closed direct messages', that
    of a server that the bot was taken out of."""

    def __init__(self, sql: Connection) -> None:
        self._sql = sql

    async def late(self, now: datetime, retried_within: timedelta) -> tuple[int, int]:
        """How many notices are due, or were tried and are tried again within that time; and for how
        many seconds the first of them has been."""
        values = (seconds(now), seconds(now + retried_within))
        row = await self._sql.fetch_one(_LATE, values)
        if row is None or row["since"] is None:
            return 0, 0
        return row["waiting"], max(0, seconds(now) - row["since"])
