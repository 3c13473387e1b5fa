"""When listeners are asked whether they are still glad to do this."""

from collections.abc import Sequence
from datetime import datetime

from bot.domain.days_off import DaysOff
from bot.domain.ids import ListenerNumber
from bot.domain.listening import Listener
from bot.storage.columns import coarse, seconds
from bot.storage.connection import Connection
from bot.storage.encryption.sealing import Sealer
from bot.storage.listeners.days_off import days_off_around
from bot.storage.listeners.listener_rows import listener_of


class StillGlad:
    """Two columns of `listener`."""

    def __init__(self, sql: Connection, sealer: Sealer) -> None:
        self._sql = sql
        self._sealer = sealer

    async def due(self, now: datetime, at_most: int) -> Sequence[Listener]:
        """Some whose time it is, or of whom none is known; none who waits for moderators, or of a
        server that the bot was taken out of."""
        rows = await self._sql.fetch_all(
            "SELECT * FROM listener WHERE glad_at <= ? AND waits_as IS NULL AND NOT EXISTS"
            " (SELECT 1 FROM departed WHERE departed.guild_id = listener.guild_id)"
            " ORDER BY glad_at, private_number LIMIT ?",
            (seconds(now), at_most),
        )
        return [listener_of(row, self._sealer) for row in rows]

    async def put(self, one: Listener, after: datetime) -> bool:
        """Look at somebody after a moment; False where they have another time than they had, or are
        no listener any more. Of two who say so, one gets True."""
        before = 0 if one.glad_at is None else seconds(one.glad_at)
        return (
            await self._sql.execute(
                "UPDATE listener SET glad_at = ? WHERE private_number = ? AND glad_at = ?",
                (coarse(after), one.number, before),
            )
            == 1
        )

    async def days_off(self, one: Listener, now: datetime) -> tuple[DaysOff, ...]:
        """Those around now, with the public holidays that they chose."""
        place = {one.number: one.preferences.holidays_of}
        return (await days_off_around(self._sql, place, now)).get(one.number, ())

    async def here(self, number: ListenerNumber, *, asked: bool) -> None:
        """Whether the question stands on their page."""
        await self._sql.execute(
            "UPDATE listener SET glad_here = ? WHERE private_number = ? AND glad_here <> ?",
            (int(asked), number, int(asked)),
        )
