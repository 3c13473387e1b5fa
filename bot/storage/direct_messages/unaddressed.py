"""What somebody wrote to the bot outside a conversation: sealed, for half an hour."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.domain.ids import GuildId, MessageId, PersonTag
from bot.storage.columns import seconds
from bot.storage.connection import Connection
from bot.storage.encryption.sealing import Sealer
from bot.storage.rows import Row


@dataclass(frozen=True, slots=True)
class Stray:
    """The words, a line or more for each message, and the token of the buttons that stand for
    them."""

    token: str
    words: str


class Unaddressed:
    """The tables `stray`, `stray_part` and `stray_choice`. Without any part there is no stray."""

    def __init__(self, sql: Connection, sealer: Sealer) -> None:
        self._sql = sql
        self._sealer = sealer

    async def keep(
        self, token: str, person: PersonTag, message: MessageId, words: str, until: datetime
    ) -> None:
        """Keep the words of a message until a moment, below earlier ones with the same token."""
        await self._sql.execute(
            "INSERT INTO stray (token, person_tag, expires_at, stored) VALUES (?, ?, ?,"
            " (SELECT COALESCE(MAX(stored), 0) + 1 FROM stray WHERE person_tag = ?))"
            " ON CONFLICT (token) DO UPDATE"
            " SET expires_at = excluded.expires_at, stored = excluded.stored",
            (token, person, seconds(until), person),
        )
        tag = self._sealer.message_tag(message)
        await self._sql.execute(
            "INSERT INTO stray_part (message_tag, stray, message_sealed, words_sealed, stored)"
            " VALUES (?, ?, ?, ?,"
            " (SELECT COALESCE(MAX(stored), 0) + 1 FROM stray_part WHERE stray = ?))",
            (
                tag,
                token,
                self._sealer.seal_int("stray_part", "message", tag.hex(), message),
                self._sealer.seal("stray_part", "words", tag.hex(), words),
                token,
            ),
        )

    async def change(self, message: MessageId, words: str) -> bool:
        """Its writer edited it; False for what is not kept here."""
        tag = self._sealer.message_tag(message)
        row = await self._sql.fetch_one("SELECT 1 FROM stray_part WHERE message_tag = ?", (tag,))
        if row is None:
            return False
        sealed = self._sealer.seal("stray_part", "words", tag.hex(), words)
        await self._sql.execute(
            "UPDATE stray_part SET words_sealed = ? WHERE message_tag = ?", (sealed, tag)
        )
        return True

    async def take_back(self, message: MessageId) -> bool:
        """Its writer deleted it; with the last part its buttons go. False for what is not kept."""
        rows = await self._sql.fetch_all(
            "DELETE FROM stray_part WHERE message_tag = ? RETURNING stray",
            (self._sealer.message_tag(message),),
        )
        for row in rows:
            await self._sql.execute(
                "DELETE FROM stray WHERE token = ?"
                " AND NOT EXISTS (SELECT 1 FROM stray_part WHERE stray = token)",
                (row["stray"],),
            )
        return bool(rows)

    async def messages(self, person: PersonTag) -> Sequence[MessageId]:
        """The messages whose words are kept."""
        rows = await self._sql.fetch_all(
            "SELECT stray_part.* FROM stray_part JOIN stray ON token = stray WHERE person_tag = ?",
            (person,),
        )
        return [
            MessageId(
                self._sealer.open_int(
                    "stray_part", "message", row["message_tag"].hex(), row["message_sealed"]
                )
            )
            for row in rows
        ]

    async def newest(self, person: PersonTag, now: datetime) -> Stray | None:
        """The words that this person wrote last, while they are kept."""
        row = await self._sql.fetch_one(
            "SELECT * FROM stray WHERE person_tag = ? AND expires_at > ?"
            " ORDER BY stored DESC LIMIT 1",
            (person, seconds(now)),
        )
        return None if row is None else await self._stray(row)

    async def get(self, token: str, person: PersonTag, now: datetime) -> Stray | None:
        """This person's own words behind a button, while they are kept."""
        row = await self._sql.fetch_one(
            "SELECT * FROM stray WHERE token = ? AND person_tag = ? AND expires_at > ?",
            (token, person, seconds(now)),
        )
        return None if row is None else await self._stray(row)

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

    async def _stray(self, row: Row) -> Stray:
        parts = await self._sql.fetch_all(
            "SELECT * FROM stray_part WHERE stray = ? ORDER BY stored", (row["token"],)
        )
        open_text = self._sealer.open_text
        words = [
            open_text("stray_part", "words", part["message_tag"].hex(), part["words_sealed"])
            for part in parts
        ]
        return Stray(row["token"], "\n".join(words))
