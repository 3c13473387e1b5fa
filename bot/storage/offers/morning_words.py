"""What listeners wrote for an asker's morning."""

from collections.abc import Sequence

from bot.domain.ids import AskId, ListenerNumber, MorningWordsId
from bot.domain.mornings import MorningWords
from bot.storage.columns import moment, seconds
from bot.storage.connection import Connection, SqlValue
from bot.storage.encryption.sealing import Sealer
from bot.storage.rows import Row

_TABLE = "morning_words"
_PUT = """
    INSERT INTO morning_words
        (morning_words_id, ask_id, private_number, words_sealed, ready, written_at)
    VALUES (?, ?, ?, ?, ?, ?)
    ON CONFLICT (morning_words_id) DO UPDATE SET words_sealed = excluded.words_sealed,
        ready = excluded.ready
"""


class MorningWordsTable:
    """The table `morning_words`. Rows go with their ask, and with their listener."""

    def __init__(self, sql: Connection, sealer: Sealer) -> None:
        self._sql = sql
        self._sealer = sealer

    async def put(self, one: MorningWords) -> None:
        """Keep it; what was written anew stands in the place of what was."""
        sealed = self._sealer.seal(_TABLE, "words", one.id, one.words)
        who = one.id, one.ask_id, one.listener
        values = (*who, sealed, int(one.ready), seconds(one.written_at))
        await self._sql.execute(_PUT, values)

    async def get(self, key: str) -> MorningWords | None:
        """One of them."""
        return next(iter(await self._some("morning_words_id = ?", key)), None)

    async def of_listener(self, number: ListenerNumber) -> MorningWords | None:
        """The one that a listener keeps."""
        return next(iter(await self._some("private_number = ?", number)), None)

    async def of_ask(self, ask: AskId) -> Sequence[MorningWords]:
        """All for one asker's morning; whoever wrote first is the first."""
        return await self._some("ask_id = ?", ask)

    async def drop(self, key: MorningWordsId) -> bool:
        """Erase it; False where it is gone."""
        sql = "DELETE FROM morning_words WHERE morning_words_id = ?"
        return await self._sql.execute(sql, (key,)) == 1

    async def _some(self, which: str, *values: SqlValue) -> Sequence[MorningWords]:
        rows = await self._sql.fetch_all(
            f"SELECT * FROM morning_words WHERE {which}"  # noqa: S608 - constants of this file
            " ORDER BY written_at, morning_words_id",
            values,
        )
        return [self._one(row) for row in rows]

    def _one(self, row: Row) -> MorningWords:
        key = row["morning_words_id"]
        return MorningWords(
            MorningWordsId(key),
            AskId(row["ask_id"]),
            ListenerNumber(row["private_number"]),
            self._sealer.open_text(_TABLE, "words", key, row["words_sealed"]),
            bool(row["ready"]),
            moment(row["written_at"]),
        )
