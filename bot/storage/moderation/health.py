"""How a server is doing now, for its moderators: counts of what is open, and of nobody's."""

from collections.abc import Sequence
from datetime import datetime

from bot.domain.asks import AskKind
from bot.domain.ids import AskerNumber, GuildId
from bot.domain.moderation import Health
from bot.domain.notices import UNTIL_READ
from bot.storage.blocks.blocks import Blocks
from bot.storage.columns import moment, seconds
from bot.storage.connection import Connection
from bot.storage.encryption.sealing import Sealer
from bot.storage.rows import Row

_WAITING = """
    SELECT asker_number, kind, posted_at FROM ask WHERE guild_id = ? AND state = 'waiting'
    AND NOT EXISTS (SELECT 1 FROM ask_excluded WHERE ask_excluded.ask_id = ask.ask_id)
"""
_TALKING = """
    SELECT DISTINCT ask.ask_id, ask.asker_number, kind
    FROM conversation JOIN ask ON ask.ask_id = conversation.ask_id
    WHERE conversation.guild_id = ? AND conversation.state = 'open'
    AND NOT EXISTS (SELECT 1 FROM ask_excluded WHERE ask_excluded.ask_id = ask.ask_id)
"""


_MARKS = ", ".join("?" * len(UNTIL_READ))


class HealthCounts:
    """Looks into `ask`, `conversation`, `listener` and `outbox`.

    An ask that leaves somebody out counts for no moderator, nor does a private one of somebody who
    blocked anybody: one who is left out would see that there is one more than they can find. Nor
    does what moderators did or asked and that could not be told: whoever did it would see by it
    that this person takes no direct messages.
    """

    def __init__(self, sql: Connection, sealer: Sealer) -> None:
        self._sql = sql
        self._blocks = Blocks(sql, sealer)

    async def of(self, guild: GuildId, now: datetime) -> Health:
        """All of it, as it is at this moment."""
        waiting = await self._that_count(guild, _WAITING)
        return Health(
            len(waiting),
            min((moment(row["posted_at"]) for row in waiting), default=None),
            await self._count(
                "listener WHERE guild_id = ? AND on_duty_until > ?", guild, seconds(now)
            ),
            len(await self._that_count(guild, _TALKING)),
            await self._count(
                "outbox WHERE guild_id = ? AND attempts > 0 AND ask_id IS NULL"
                f" AND conversation_id IS NULL AND notice NOT IN ({_MARKS})",
                guild,
                *UNTIL_READ,
            ),
        )

    async def _that_count(self, guild: GuildId, sql: str) -> Sequence[Row]:
        rows = await self._sql.fetch_all(sql, (guild,))
        asking = {
            AskerNumber(row["asker_number"]) for row in rows if row["kind"] == AskKind.PRIVATE
        }
        hidden = await self._blocks.blockers(guild, asking)
        return [
            row
            for row in rows
            if row["kind"] != AskKind.PRIVATE or row["asker_number"] not in hidden
        ]

    async def _count(self, what: str, *values: int | str) -> int:
        row = await self._sql.fetch_one(f"SELECT count(*) FROM {what}", values)  # noqa: S608
        return int(row[0]) if row else 0
