"""Who is being erased, and what goes last: the person."""

from collections.abc import Sequence
from datetime import datetime

from bot.domain.ids import NO_NUMBER, GuildId, PersonTag
from bot.storage.columns import seconds
from bot.storage.connection import Connection
from bot.storage.encryption.sealing import Sealer
from bot.storage.numbers import ServerNumbers
from bot.storage.strangers import Strangers

_SERVERS = """
    SELECT guild_id FROM guild UNION SELECT guild_id FROM known_server
    UNION SELECT guild_id FROM listener UNION SELECT guild_id FROM ask
    UNION SELECT guild_id FROM draft UNION SELECT guild_id FROM again
    UNION SELECT guild_id FROM block UNION SELECT guild_id FROM age_stated
    UNION SELECT guild_id FROM suggestion
"""
_NO_TALK = "NOT EXISTS (SELECT 1 FROM conversation WHERE conversation.ask_id = ask.ask_id)"
_DAY_LIMITS = (
    ("ask", "asker_sealed IS NULL", "asker_number", "posted_at", _NO_TALK),
    ("offer", "erased = 1", "listener_number", "offered_at", "1 = 1"),
)


class Erasing:
    """The table `erasing`."""

    def __init__(self, sql: Connection, sealer: Sealer, numbers: ServerNumbers) -> None:
        self._sql = sql
        self._strangers = Strangers(sql, sealer, numbers)

    async def begin(self, person: PersonTag, again_at: datetime) -> None:
        """Let a person be erased; it is gone on with at a moment if it has not ended by then."""
        await self._sql.execute(
            "INSERT INTO erasing (person_tag, try_at) VALUES (?, ?)"
            " ON CONFLICT (person_tag) DO UPDATE SET try_at = excluded.try_at",
            (person, seconds(again_at)),
        )

    async def is_due(self, now: datetime) -> bool:
        """Whether anybody is to be gone on with by now."""
        row = await self._sql.fetch_one(
            "SELECT 1 FROM erasing WHERE try_at <= ? LIMIT 1", (seconds(now),)
        )
        return row is not None

    async def take_due(self, now: datetime, again_at: datetime) -> Sequence[PersonTag]:
        """Who is to be gone on with by now; each comes again at a moment if it has not ended."""
        rows = await self._sql.fetch_all(
            "UPDATE erasing SET try_at = ? WHERE try_at <= ? RETURNING person_tag",
            (seconds(again_at), seconds(now)),
        )
        return [PersonTag(row["person_tag"]) for row in rows]

    async def is_going_on(self, person: PersonTag) -> bool:
        """Whether something of a person is still to be erased."""
        row = await self._sql.fetch_one("SELECT 1 FROM erasing WHERE person_tag = ?", (person,))
        return row is not None

    async def end(self, person: PersonTag) -> None:
        """Every step is done. The person goes, too, unless they used the bot again meanwhile; then
        what was known beyond that does."""
        await self._sql.execute("DELETE FROM erasing WHERE person_tag = ?", (person,))
        await self._sql.execute(
            "UPDATE person SET dm_channel_id_sealed = NULL, dm_channel_tag = NULL,"
            " language_sealed = NULL, read_up_to_sealed = NULL, end_told_sealed = NULL,"
            " talking_with = NULL, discreet = 0, dms_closed = 0, reads_here = 0,"
            " closed_until = NULL"
            " WHERE person_tag = ?",
            (person,),
        )
        await self._strangers.forget_one(person)

    async def let_limits_go(self, before: datetime) -> None:
        """Erase the numbers that stand for a limit of a day alone, where that was before a
        moment. Those of conversations go with these: by them the other side can still block."""
        for table, is_erased, number, when, alone in _DAY_LIMITS:
            await self._sql.execute(
                f"UPDATE {table} SET {number} = ?"  # noqa: S608 - names of this file
                f" WHERE {is_erased} AND {number} <> ? AND {when} < ? AND {alone}",
                (NO_NUMBER, NO_NUMBER, seconds(before)),
            )

    async def servers(self) -> Sequence[GuildId]:
        """Every server in which anybody may have a number."""
        rows = await self._sql.fetch_all(_SERVERS)
        return [GuildId(row[0]) for row in rows]
