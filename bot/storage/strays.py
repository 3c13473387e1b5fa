"""What somebody wrote to the bot outside a conversation: sealed, for half an hour."""

from dataclasses import dataclass
from datetime import datetime
from sqlite3 import Row

from bot.domain.ids import GuildId, PersonTag
from bot.storage.columns import seconds
from bot.storage.database import Connection
from bot.storage.sealing import Sealer


@dataclass(frozen=True, slots=True)
class Stray:
    """The words, and the token of the buttons that stand for them."""

    token: str
    words: str


class Strays:
    """The table `stray`."""

    def __init__(self, sql: Connection, sealer: Sealer) -> None:
        self._sql = sql
        self._sealer = sealer

    async def keep(self, stray: Stray, person: PersonTag, until: datetime) -> None:
        """Keep words until a moment, in the place of earlier ones with the same token."""
        await self._sql.execute(
            "INSERT INTO stray (token, person_tag, words_sealed, expires_at) VALUES (?, ?, ?, ?)"
            " ON CONFLICT (token) DO UPDATE SET words_sealed = excluded.words_sealed,"
            " expires_at = excluded.expires_at",
            (
                stray.token,
                person,
                self._sealer.seal("stray", "words", stray.token, stray.words),
                seconds(until),
            ),
        )

    async def newest(self, person: PersonTag, now: datetime) -> Stray | None:
        """The words that this person wrote last, while they are kept."""
        row = await self._sql.fetch_one(
            "SELECT * FROM stray WHERE person_tag = ? AND expires_at > ?"
            " ORDER BY expires_at DESC, rowid DESC",
            (person, seconds(now)),
        )
        return None if row is None else self._stray(row)

    async def get(self, token: str, person: PersonTag, now: datetime) -> Stray | None:
        """This person's own words behind a button, while they are kept."""
        row = await self._sql.fetch_one(
            "SELECT * FROM stray WHERE token = ? AND person_tag = ? AND expires_at > ?",
            (token, person, seconds(now)),
        )
        return None if row is None else self._stray(row)

    async def remove(self, token: str, person: PersonTag) -> bool:
        """Erase one's own words; False when they were gone."""
        return (
            await self._sql.execute(
                "DELETE FROM stray WHERE token = ? AND person_tag = ?", (token, person)
            )
            == 1
        )

    async def offer(self, token: str, stray: str, guild: GuildId) -> None:
        """Let a token stand for passing these words on to a server."""
        await self._sql.execute(
            "INSERT INTO stray_choice (token, stray, guild_id) VALUES (?, ?, ?)",
            (token, stray, guild),
        )

    async def offered(self, token: str) -> tuple[str, GuildId] | None:
        """The words (by their token) and the server that a token stands for."""
        row = await self._sql.fetch_one("SELECT * FROM stray_choice WHERE token = ?", (token,))
        return None if row is None else (row["stray"], GuildId(row["guild_id"]))

    async def erase_expired(self, now: datetime) -> int:
        """Erase what nobody came back to; how many."""
        return await self._sql.execute("DELETE FROM stray WHERE expires_at <= ?", (seconds(now),))

    def _stray(self, row: Row) -> Stray:
        key = row["token"]
        return Stray(key, self._sealer.open_text("stray", "words", key, row["words_sealed"]))
