"""When a listener began conversations lately; not those in which they moderate."""

from collections.abc import Sequence
from datetime import datetime

from bot.domain.ids import ListenerNumber
from bot.storage.columns import moment, seconds
from bot.storage.connection import Connection


class BegunLately:
    """Looks into `conversation`."""

    def __init__(self, sql: Connection) -> None:
        self._sql = sql

    async def since(self, number: ListenerNumber, since: datetime) -> Sequence[datetime]:
        """Those after a moment, the last first."""
        rows = await self._sql.fetch_all(
            "SELECT started_at FROM conversation WHERE listener_number = ? AND moderates = 0"
            " AND started_at > ?"
            " ORDER BY started_at DESC",
            (number, seconds(since)),
        )
        return [moment(row["started_at"]) for row in rows]
