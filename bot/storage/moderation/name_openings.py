"""Names that moderators want opened: gone a day after they were asked for."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.domain.ids import GuildId, NumberId, OpeningId, OutboxId, PersonTag, UserId
from bot.domain.name_openings import NameOpening
from bot.domain.notices import NoticeKind
from bot.storage.columns import moment, moment_or_none, seconds
from bot.storage.connection import Connection
from bot.storage.encryption.sealing import Sealer
from bot.storage.rows import Row

_TABLE = "name_opening"


@dataclass(frozen=True, slots=True)
class Untold:
    """That a name was opened, which its person has not been told: where it waits to be said, of
    which server, under which nonce, and whether it was tried."""

    entry: OutboxId
    guild: GuildId
    nonce: str
    first_attempt_at: datetime | None


class NameOpenings:
    """The table `name_opening`; and in `outbox`, what of it is still to be told."""

    def __init__(self, sql: Connection, sealer: Sealer) -> None:
        self._sql = sql
        self._sealer = sealer

    async def add(self, opening: NameOpening) -> bool:
        """Keep one; False where one for this number waits already."""
        seal, key = self._sealer, opening.id
        first = seal.seal_int(_TABLE, "first", key, opening.first)
        return (
            await self._sql.execute(
                "INSERT INTO name_opening (opening_id, number_id, expires_at, first_sealed,"
                " reason_sealed) VALUES (?, ?, ?, ?, ?) ON CONFLICT (number_id) DO NOTHING",
                (
                    key,
                    opening.number,
                    seconds(opening.expires_at),
                    first,
                    seal.seal(_TABLE, "reason", key, opening.reason, first),
                ),
            )
            == 1
        )

    async def agree(self, key: OpeningId, second: UserId, reason: str, now: datetime) -> bool:
        """A second moderator agrees; of two who do, one gets True."""
        sealed = self._sealer.seal_int(_TABLE, "second", key, second)
        return (
            await self._sql.execute(
                "UPDATE name_opening SET second_sealed = ?, second_reason_sealed = ?"
                " WHERE opening_id = ? AND second_sealed IS NULL AND expires_at > ?",
                (
                    sealed,
                    self._sealer.seal(_TABLE, "second_reason", key, reason, sealed),
                    key,
                    seconds(now),
                ),
            )
            == 1
        )

    async def look(self, key: OpeningId, *, first: bool) -> bool:
        """One of the two looks; True the one time that they may."""
        column = "seen_by_first" if first else "seen_by_second"
        return (
            await self._sql.execute(
                f"UPDATE name_opening SET {column} = 1"  # noqa: S608 - one of two names
                f" WHERE opening_id = ? AND {column} = 0",
                (key,),
            )
            == 1
        )

    async def get(self, key: OpeningId, guild: GuildId, now: datetime) -> NameOpening | None:
        """One of a server's, as long as it is there."""
        found = await self.of(guild, now)
        return next((one for one in found if one.id == key), None)

    async def of(self, guild: GuildId, now: datetime) -> Sequence[NameOpening]:
        """All of a server's, the first that goes first."""
        rows = await self._sql.fetch_all(
            "SELECT name_opening.* FROM name_opening JOIN known_number USING (number_id)"
            " WHERE guild_id = ? AND expires_at > ? ORDER BY expires_at, opening_id",
            (guild, seconds(now)),
        )
        return [self._opening(row) for row in rows]

    async def all(self) -> Sequence[NameOpening]:
        """Of every server."""
        return [
            self._opening(row) for row in await self._sql.fetch_all("SELECT * FROM name_opening")
        ]

    async def untold(self, person: PersonTag) -> Sequence[Untold]:
        """What somebody is to be told some days from now, or cannot be: of every server."""
        rows = await self._sql.fetch_all(
            "SELECT outbox_id, guild_id, nonce, first_attempt_at FROM outbox"
            " WHERE person_tag = ? AND notice = ? ORDER BY outbox_id",
            (person, NoticeKind.NAME_OPENED),
        )
        return [
            Untold(
                OutboxId(row["outbox_id"]),
                GuildId(row["guild_id"]),
                row["nonce"],
                moment_or_none(row["first_attempt_at"]),
            )
            for row in rows
        ]

    async def remove(self, key: OpeningId) -> None:
        """Let one go."""
        await self._sql.execute("DELETE FROM name_opening WHERE opening_id = ?", (key,))

    async def erase_expired(self, now: datetime) -> None:
        """What a day passed over."""
        await self._sql.execute("DELETE FROM name_opening WHERE expires_at <= ?", (seconds(now),))

    def _opening(self, row: Row) -> NameOpening:
        key = row["opening_id"]

        def user(column: str) -> UserId | None:
            sealed = row[f"{column}_sealed"]
            return sealed and UserId(self._sealer.open_int(_TABLE, column, key, sealed))

        def words(column: str) -> str:
            sealed = row[f"{column}_sealed"]
            return "" if sealed is None else self._sealer.open_text(_TABLE, column, key, sealed)

        first = user("first")
        assert first is not None, "it is there from the beginning"
        return NameOpening(
            OpeningId(key),
            NumberId(row["number_id"]),
            moment(row["expires_at"]),
            first,
            words("reason"),
            user("second"),
            words("second_reason"),
            bool(row["seen_by_first"]),
            bool(row["seen_by_second"]),
        )
