"""In which servers somebody used the bot: a keyed hash and a day, so that a direct message can be
passed on to one of them. Nothing in two rows tells that they are one person's."""

from collections.abc import Sequence
from datetime import UTC, datetime, time

from bot.domain.ids import GuildId, UserId
from bot.storage.columns import seconds
from bot.storage.connection import Connection
from bot.storage.encryption.sealing import Sealer
from bot.storage.numbers import ServerNumbers, marks


class KnownServers:
    """The table `known_server`."""

    def __init__(self, sql: Connection, sealer: Sealer, numbers: ServerNumbers) -> None:
        self._sql = sql
        self._sealer = sealer
        self._numbers = numbers

    async def note(self, user: UserId, guild: GuildId, now: datetime) -> None:
        """Somebody used the bot there; only the day is kept."""
        await self._sql.execute(
            "INSERT INTO known_server (person, guild_id, last_used_at) VALUES (?, ?, ?)"
            " ON CONFLICT (person, guild_id) DO UPDATE SET last_used_at = excluded.last_used_at"
            " WHERE excluded.last_used_at > known_server.last_used_at",
            (self._sealer.server_tag(guild, user), guild, _day(now)),
        )

    async def is_noted(self, user: UserId, guild: GuildId, now: datetime) -> bool:
        """Whether it is noted for today already."""
        row = await self._sql.fetch_one(
            "SELECT 1 FROM known_server WHERE person = ? AND guild_id = ? AND last_used_at >= ?",
            (self._sealer.server_tag(guild, user), guild, _day(now)),
        )
        return row is not None

    async def of(self, user: UserId) -> Sequence[GuildId]:
        """Where somebody used the bot, of the servers that are set up, the latest first."""
        rows = await self._sql.fetch_plain("SELECT guild_id FROM guild")
        guilds = [GuildId(row[0]) for row in rows]
        found = list[tuple[int, GuildId]]()
        for first in range(0, len(guilds), _AT_A_TIME):
            found += await self._among(user, guilds[first : first + _AT_A_TIME])
        return [guild for _, guild in sorted(found, key=lambda one: (-one[0], one[1]))]

    async def _among(
        self, user: UserId, guilds: Sequence[GuildId]
    ) -> Sequence[tuple[int, GuildId]]:
        tags = [self._sealer.server_tag(guild, user) for guild in guilds]
        marks = ", ".join("?" * len(tags))
        return [
            (used, GuildId(guild))
            for used, guild in await self._sql.fetch_plain(
                f"SELECT last_used_at, guild_id FROM known_server WHERE person IN ({marks})",  # noqa: S608
                tuple(tags),
            )
        ]

    async def note_listening(self, user: UserId, now: datetime) -> None:
        """Wherever somebody is a listener they used the bot, however long ago that was."""
        mine = await self._numbers.of(self._sealer.person_tag(user))
        rows = await self._sql.fetch_plain(
            f"SELECT guild_id FROM listener WHERE private_number IN ({marks(mine)})",  # noqa: S608
            mine.listener,
        )
        await self._sql.execute_many(
            "INSERT INTO known_server (person, guild_id, last_used_at) VALUES (?, ?, ?)"
            " ON CONFLICT DO NOTHING",
            [(self._sealer.server_tag(guild, user), guild, _day(now)) for (guild,) in rows],
        )

    async def token(self, user: UserId, guild: GuildId, new: str) -> str:
        """What a button of this person's carries for a noted server: the new one where there was
        none."""
        mine = self._sealer.server_tag(guild, user)
        await self._sql.execute(
            "UPDATE known_server SET token = ? WHERE person = ? AND token IS NULL", (new, mine)
        )
        row = await self._sql.fetch_one("SELECT token FROM known_server WHERE person = ?", (mine,))
        return new if row is None else str(row["token"])

    async def behind(self, token: str, user: UserId) -> GuildId | None:
        """The server that a token of this person's stands for, while it is noted."""
        row = await self._sql.fetch_one(
            "SELECT guild_id, person FROM known_server WHERE token = ?", (token,)
        )
        if row is None:
            return None
        guild = GuildId(row["guild_id"])
        return guild if row["person"] == self._sealer.server_tag(guild, user) else None

    async def forget_unused(self, since: datetime) -> int:
        """Erase what was not used since a moment; how many."""
        return await self._sql.execute(
            "DELETE FROM known_server WHERE last_used_at < ?", (_day(since),)
        )


_AT_A_TIME = 500
"""Servers that are looked at together."""


def _day(now: datetime) -> int:
    return seconds(datetime.combine(now.astimezone(UTC).date(), time(), UTC))
