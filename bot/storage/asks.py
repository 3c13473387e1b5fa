"""Asks: their words sealed, their state changed by compare-and-set only."""

from datetime import datetime
from sqlite3 import Row

from bot.domain.asks import Ask, AskKind, AskState, OwnWords
from bot.domain.ids import AskId, GuildId, PersonTag, PrivateNumber
from bot.storage.columns import moment, seconds
from bot.storage.database import Connection
from bot.storage.sealing import Sealer


class Asks:
    """The table `ask`."""

    def __init__(self, sql: Connection, sealer: Sealer) -> None:
        self._sql = sql
        self._sealer = sealer

    async def add(self, ask: Ask, text: OwnWords) -> None:
        """Keep a new ask."""
        await self._sql.execute(
            "INSERT INTO ask (ask_id, guild_id, asker_number, asker_tag, kind, state,"
            " words_sealed, would_help_sealed, posted_at, expires_at)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                ask.id,
                ask.guild_id,
                ask.asker_number,
                ask.asker,
                ask.kind,
                ask.state,
                self._sealer.seal("ask", "words", ask.id, text.words),
                self._sealer.seal("ask", "would_help", ask.id, text.would_help),
                seconds(ask.posted_at),
                seconds(ask.expires_at),
            ),
        )

    async def get(self, ask: AskId) -> Ask | None:
        """The ask with this id."""
        row = await self._sql.fetch_one("SELECT * FROM ask WHERE ask_id = ?", (ask,))
        return None if row is None else self._ask(row)

    async def move(self, ask: AskId, before: AskState, after: AskState, now: datetime) -> bool:
        """Change the state if it still is `before`; of two who try, one gets True."""
        closed_at = seconds(now) if after is AskState.CLOSED else None
        return (
            await self._sql.execute(
                "UPDATE ask SET state = ?, closed_at = ? WHERE ask_id = ? AND state = ?",
                (after, closed_at, ask, before),
            )
            == 1
        )

    async def count_open(self, asker: PrivateNumber) -> int:
        """How many asks of this person are not closed."""
        row = await self._sql.fetch_one(
            "SELECT COUNT(*) FROM ask WHERE asker_number = ? AND state <> 'closed'", (asker,)
        )
        return int(row[0]) if row else 0

    async def count_since(self, asker: PrivateNumber, since: datetime) -> int:
        """How many asks this person posted since a moment."""
        row = await self._sql.fetch_one(
            "SELECT COUNT(*) FROM ask WHERE asker_number = ? AND posted_at > ?",
            (asker, seconds(since)),
        )
        return int(row[0]) if row else 0

    async def erase_words(self, closed_before: datetime) -> int:
        """Erase the words of asks that closed before a moment; how many."""
        return await self._sql.execute(
            "UPDATE ask SET words_sealed = NULL, would_help_sealed = NULL"
            " WHERE state = 'closed' AND closed_at <= ? AND words_sealed IS NOT NULL",
            (seconds(closed_before),),
        )

    async def erase(self, closed_before: datetime) -> int:
        """Erase asks that closed before a moment, with all that hangs on them; how many."""
        return await self._sql.execute(
            "DELETE FROM ask WHERE state = 'closed' AND closed_at <= ?", (seconds(closed_before),)
        )

    def _ask(self, row: Row) -> Ask:
        return Ask(
            AskId(row["ask_id"]),
            GuildId(row["guild_id"]),
            PersonTag(row["asker_tag"]),
            PrivateNumber(row["asker_number"]),
            AskKind(row["kind"]),
            AskState(row["state"]),
            moment(row["posted_at"]),
            moment(row["expires_at"]),
            self._text(row),
        )

    def _text(self, row: Row) -> OwnWords | None:
        if row["words_sealed"] is None:
            return None
        key = row["ask_id"]
        return OwnWords(
            self._sealer.open_text("ask", "words", key, row["words_sealed"]),
            self._sealer.open_text("ask", "would_help", key, row["would_help_sealed"]),
        )
