"""Asks that wait for a moderator's look before anybody is told of them."""

from collections.abc import Sequence

from bot.domain.ids import AskId, GuildId, PrivateNumber
from bot.domain.timers import TimerKind
from bot.storage.connection import Connection


class HeldAsks:
    """Looks into `ask`, `waiting` and `ask_excluded`."""

    def __init__(self, sql: Connection) -> None:
        self._sql = sql

    async def of(self, guild: GuildId, own: tuple[PrivateNumber, PrivateNumber]) -> Sequence[AskId]:
        """Those of a server, the first posted first; never somebody's own, nor one that leaves
        them out: `own` are the two numbers of whoever looks."""
        rows = await self._sql.fetch_all(
            "SELECT ask_id FROM ask JOIN waiting USING (ask_id)"
            " WHERE guild_id = ? AND what = ? AND state = 'waiting' AND asker_number <> ?"
            " AND NOT EXISTS (SELECT 1 FROM ask_excluded"
            " WHERE ask_excluded.ask_id = ask.ask_id AND private_number = ?)"
            " ORDER BY posted_at, ask_id",
            (guild, TimerKind.ASK_HELD, *own),
        )
        return [AskId(row[0]) for row in rows]
