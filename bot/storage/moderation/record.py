"""The record of what moderators did in each server: entries are only ever added."""

from collections.abc import Sequence
from datetime import date, datetime

from bot.domain.ids import GuildId, UserId
from bot.domain.moderation_record import BEGINNING, Head, RecordedAct, RecordEntry
from bot.storage.columns import moment, seconds
from bot.storage.connection import Connection
from bot.storage.encryption.sealing import Sealer
from bot.storage.rows import Row

_BETWEEN = ":"


class Record:
    """The table `moderation_record`."""

    def __init__(self, sql: Connection, sealer: Sealer) -> None:
        self._sql = sql
        self._sealer = sealer

    async def head(self, guild: GuildId) -> Head:
        """The place and the hash of the last entry; 0 where there is none yet."""
        row = await self._sql.fetch_one(
            "SELECT position, entry_hash FROM moderation_record WHERE guild_id = ?"
            " ORDER BY position DESC LIMIT 1",
            (guild,),
        )
        if row is None:
            return Head(0, BEGINNING)
        return Head(int(row["position"]), bytes(row["entry_hash"]))

    async def add(self, entry: RecordEntry) -> None:
        """Put an entry at the end: its place and the hash before it are those of `head`."""
        sealed = None
        if entry.moderator is not None:
            row = f"{entry.guild_id}{_BETWEEN}{entry.position}"
            sealed = self._sealer.seal_int("moderation_record", "moderator", row, entry.moderator)
        await self._sql.execute(
            "INSERT INTO moderation_record (guild_id, position, made_at, what, moderator_hash,"
            " number_hash, words_hash, before_hash, entry_hash, moderator_sealed)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                entry.guild_id,
                entry.position,
                seconds(entry.made_at),
                entry.what,
                entry.moderator_hash,
                entry.number_hash,
                entry.words_hash,
                entry.before_hash,
                entry.entry_hash,
                sealed,
            ),
        )

    async def page(self, guild: GuildId, first: int, at_most: int) -> Sequence[RecordEntry]:
        """Some entries of a server, the last first; `first` is how many are passed over."""
        rows = await self._sql.fetch_all(
            "SELECT * FROM moderation_record WHERE guild_id = ? ORDER BY position DESC"
            " LIMIT ? OFFSET ?",
            (guild, at_most, first),
        )
        return [self._entry(row) for row in rows]

    async def guilds(self) -> Sequence[GuildId]:
        """Every server that has a record."""
        rows = await self._sql.fetch_all(
            "SELECT guild_id FROM moderation_record UNION SELECT guild_id FROM record_posted"
            " ORDER BY guild_id"
        )
        return [GuildId(row[0]) for row in rows]

    async def whole(self, guild: GuildId) -> Sequence[tuple[RecordEntry, bytes]]:
        """All entries of a server in their order, each with the hash that is stored with it."""
        rows = await self._sql.fetch_all(
            "SELECT * FROM moderation_record WHERE guild_id = ? ORDER BY position", (guild,)
        )
        return [(self._entry(row), bytes(row["entry_hash"])) for row in rows]

    async def posted(self, guild: GuildId) -> int | None:
        """Up to which entry the head was posted; None before the first time."""
        row = await self._sql.fetch_one(
            "SELECT position FROM record_posted WHERE guild_id = ?", (guild,)
        )
        return None if row is None else int(row[0])

    async def post_today(self, guild: GuildId, head: Head, today: date) -> bool:
        """Note that the head is posted; False where it was already, or another one today."""
        return (
            await self._sql.execute(
                "INSERT INTO record_posted (guild_id, position, day) VALUES (?, ?, ?)"
                " ON CONFLICT (guild_id) DO UPDATE SET position = excluded.position,"
                " day = excluded.day WHERE record_posted.position < excluded.position"
                " AND record_posted.day < excluded.day",
                (guild, head.position, today.toordinal()),
            )
            == 1
        )

    async def count(self, guild: GuildId) -> int:
        """How many entries a server has."""
        row = await self._sql.fetch_one(
            "SELECT count(*) FROM moderation_record WHERE guild_id = ?", (guild,)
        )
        return int(row[0]) if row else 0

    async def erase_old(self, before: datetime, guild: GuildId | None = None) -> None:
        """Entries of so long ago, but the last of each server: what follows hangs on it. Those of
        one server, or of all."""
        here = "" if guild is None else " AND guild_id = ?"
        await self._sql.execute(
            "DELETE FROM moderation_record WHERE made_at < ? AND position < (SELECT max(position)"  # noqa: S608
            " FROM moderation_record AS other WHERE other.guild_id = moderation_record.guild_id)"
            f"{here}",
            (seconds(before), *(() if guild is None else (guild,))),
        )

    def _entry(self, row: Row) -> RecordEntry:
        guild, position, sealed = row["guild_id"], row["position"], row["moderator_sealed"]
        name = f"{guild}{_BETWEEN}{position}"
        moderator = sealed and UserId(
            self._sealer.open_int("moderation_record", "moderator", name, sealed)
        )
        return RecordEntry(
            GuildId(guild),
            int(position),
            moment(row["made_at"]),
            RecordedAct(row["what"]),
            bytes(row["moderator_hash"]),
            bytes(row["number_hash"]),
            bytes(row["words_hash"]),
            bytes(row["before_hash"]),
            moderator or None,
        )
