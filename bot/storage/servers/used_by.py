"""In which servers somebody used the bot: a keyed tag and a day, so that a direct message can be
passed on to one of them."""

from collections.abc import Sequence
from datetime import UTC, datetime, time

from bot.domain.ids import GuildId, PersonTag
from bot.storage.columns import seconds
from bot.storage.sqlite.database import Connection


class KnownServers:
    """The table `known_server`."""

    def __init__(self, sql: Connection) -> None:
        self._sql = sql

    async def note(self, person: PersonTag, guild: GuildId, now: datetime) -> None:
        """Somebody used the bot there; only the day is kept."""
        await self._sql.execute(
            "INSERT INTO known_server (person_tag, guild_id, last_used_at) VALUES (?, ?, ?)"
            " ON CONFLICT (person_tag, guild_id) DO UPDATE SET last_used_at = excluded.last_used_at"
            " WHERE excluded.last_used_at > known_server.last_used_at",
            (person, guild, _day(now)),
        )

    async def is_noted(self, person: PersonTag, guild: GuildId, now: datetime) -> bool:
        """Whether it is noted for today already."""
        row = await self._sql.fetch_one(
            "SELECT 1 FROM known_server"
            " WHERE person_tag = ? AND guild_id = ? AND last_used_at >= ?",
            (person, guild, _day(now)),
        )
        return row is not None

    async def of(self, person: PersonTag) -> Sequence[GuildId]:
        """Where somebody used the bot, the latest first."""
        rows = await self._sql.fetch_all(
            "SELECT guild_id FROM known_server WHERE person_tag = ?"
            " ORDER BY last_used_at DESC, guild_id",
            (person,),
        )
        return [GuildId(row["guild_id"]) for row in rows]

    async def note_listening(self, person: PersonTag, now: datetime) -> None:
        """Wherever somebody is a listener they used the bot, however long ago that was."""
        await self._sql.execute(
            "INSERT INTO known_server (person_tag, guild_id, last_used_at)"
            " SELECT person_tag, guild_id, ? FROM listener WHERE person_tag = ?"
            " ON CONFLICT DO NOTHING",
            (_day(now), person),
        )

    async def token(self, person: PersonTag, guild: GuildId, new: str) -> str:
        """What a button of this person's carries for a noted server: the new one where there was
        none."""
        await self._sql.execute(
            "UPDATE known_server SET token = ?"
            " WHERE person_tag = ? AND guild_id = ? AND token IS NULL",
            (new, person, guild),
        )
        row = await self._sql.fetch_one(
            "SELECT token FROM known_server WHERE person_tag = ? AND guild_id = ?", (person, guild)
        )
        return new if row is None else str(row["token"])

    async def behind(self, token: str, person: PersonTag) -> GuildId | None:
        """The server that a token of this person's stands for, while it is noted."""
        row = await self._sql.fetch_one(
            "SELECT guild_id FROM known_server WHERE token = ? AND person_tag = ?", (token, person)
        )
        return None if row is None else GuildId(row["guild_id"])

    async def forget(self, person: PersonTag) -> int:
        """Erase all that is known of a person; how many."""
        return await self._sql.execute("DELETE FROM known_server WHERE person_tag = ?", (person,))

    async def forget_unused(self, since: datetime) -> int:
        """Erase what was not used since a moment; how many."""
        return await self._sql.execute(
            "DELETE FROM known_server WHERE last_used_at < ?", (_day(since),)
        )


def _day(now: datetime) -> int:
    return seconds(datetime.combine(now.astimezone(UTC).date(), time(), UTC))
