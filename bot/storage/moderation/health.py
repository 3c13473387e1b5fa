"""How a server is doing now, for its moderators: counts of what is open, and of nobody's."""

from datetime import datetime

from bot.domain.ids import GuildId
from bot.domain.moderation import Health
from bot.storage.columns import moment_or_none, seconds
from bot.storage.sqlite.connection import Connection

_LEAVES_NOBODY_OUT = "NOT EXISTS (SELECT 1 FROM ask_excluded WHERE ask_excluded.ask_id = {}.ask_id)"


class HealthCounts:
    """Looks into `ask`, `conversation`, `listener` and `outbox`.

    An ask that leaves somebody out counts for no moderator: one who is left out would see that
    there is one more than they can find.
    """

    def __init__(self, sql: Connection) -> None:
        self._sql = sql

    async def of(self, guild: GuildId, now: datetime) -> Health:
        """All of it, as it is at this moment."""
        waiting = await self._sql.fetch_one(
            "SELECT count(*) AS number, min(posted_at) AS first FROM ask"  # noqa: S608
            " WHERE guild_id = ? AND state = 'waiting' AND " + _LEAVES_NOBODY_OUT.format("ask"),
            (guild,),
        )
        assert waiting is not None, "a count always has a row"
        return Health(
            int(waiting["number"]),
            moment_or_none(waiting["first"]),
            await self._count(
                "listener WHERE guild_id = ? AND on_duty_until > ?", guild, seconds(now)
            ),
            await self._count(
                "conversation WHERE guild_id = ? AND state = 'open' AND "
                + _LEAVES_NOBODY_OUT.format("conversation"),
                guild,
            ),
            await self._count(
                "outbox WHERE guild_id = ? AND attempts > 0 AND ask_id IS NULL"
                " AND conversation_id IS NULL",
                guild,
            ),
        )

    async def _count(self, what: str, *values: int) -> int:
        row = await self._sql.fetch_one(f"SELECT count(*) FROM {what}", values)  # noqa: S608
        return int(row[0]) if row else 0
