"""A person's asks and drafts: what is shown to them, and how both go."""

from collections.abc import Sequence

from bot.domain.asks import AskState
from bot.domain.ids import GuildId
from bot.domain.personal_data import DataKind, Fact, PersonalData, Whose
from bot.storage.columns import moment, moment_or_none
from bot.storage.connection import Connection
from bot.storage.encryption.sealing import Sealer
from bot.storage.numbers import ServerNumbers, marks
from bot.storage.rows import Row

_ASKS = """
    SELECT ask.*, (SELECT COUNT(*) FROM ask_excluded WHERE ask_excluded.ask_id = ask.ask_id)
        AS left_out FROM ask WHERE asker_number IN ({mine}) AND asker_sealed IS NOT NULL
    ORDER BY posted_at, ask_id
"""
_DRAFTS = """
    SELECT draft.*, (SELECT COUNT(*) FROM draft_excluded
        WHERE draft_excluded.draft_id = draft.draft_id) AS left_out
    FROM draft WHERE asker_number IN ({mine}) ORDER BY expires_at, draft_id
"""


class PersonalAsks:
    """Of the tables `ask`, `ask_excluded`, `draft`, `draft_excluded`."""

    def __init__(self, sql: Connection, sealer: Sealer, numbers: ServerNumbers) -> None:
        self._sql = sql
        self._sealer = sealer
        self._numbers = numbers

    async def export_of(self, who: Whose) -> Sequence[PersonalData]:
        """Asks, with their words while those are kept, and drafts. Who must not get them is only
        counted: those are other people."""
        mine = await self._numbers.of(who.person)
        asks = await self._sql.fetch_all(_ASKS.format(mine=marks(mine)), mine.asker)
        drafts = await self._sql.fetch_all(_DRAFTS.format(mine=marks(mine)), mine.asker)
        return [*map(self._ask, asks), *map(self._draft, drafts)]

    async def erase_of(self, who: Whose) -> None:
        """Drafts go. Asks lose their words, their choices and whose they are; what is left goes as
        that of every ask does. The number stays as the mark of the day's limit, and for a listener
        who blocks, until `Erasing.let_limits_go`. A heavy ask stays one, as its listener rests
        after it."""
        mine = await self._numbers.of(who.person)
        listed = marks(mine)
        await self._sql.execute(f"DELETE FROM draft WHERE asker_number IN ({listed})", mine.asker)  # noqa: S608
        rows = await self._sql.fetch_all(
            "SELECT ask_id, words_sealed FROM ask"  # noqa: S608
            f" WHERE asker_number IN ({listed}) AND asker_sealed IS NOT NULL",
            mine.asker,
        )
        await self._sql.execute_many(
            "DELETE FROM ask_excluded WHERE ask_id = ?", [(row["ask_id"],) for row in rows]
        )
        for row in rows:
            await self._disown(row)

    async def _disown(self, row: Row) -> None:
        # no words, sealed: so that what is left becomes coarse when the words of others do
        gone = None
        if row["words_sealed"] is not None:
            gone = self._sealer.seal("ask", "words", row["ask_id"], "")
        nothing = gone and self._sealer.seal("ask", "would_help", row["ask_id"], "", beside=gone)
        await self._sql.execute(
            "UPDATE ask SET asker_sealed = NULL, words_sealed = ?, would_help_sealed = ?,"
            " topic = '', language = '', learn = '', age = '', again = NULL WHERE ask_id = ?",
            (gone, nothing, row["ask_id"]),
        )

    def _ask(self, row: Row) -> PersonalData:
        facts: dict[str, Fact] = {
            "posted_at": moment(row["posted_at"]),
            "state": row["state"],
            "closed_at": moment_or_none(row["closed_at"]),
            "age": row["age"] or None,
        }
        if row["state"] == AskState.WAITING:
            facts["until"] = moment(row["expires_at"])
        return PersonalData(
            DataKind.ASK, GuildId(row["guild_id"]), facts | self._chosen("ask", row)
        )

    def _draft(self, row: Row) -> PersonalData:
        facts: dict[str, Fact] = {"until": moment(row["expires_at"])}
        chosen = self._chosen("draft", row)
        return PersonalData(DataKind.DRAFT, GuildId(row["guild_id"]), facts | chosen)

    def _chosen(self, table: str, row: Row) -> dict[str, Fact]:
        facts: dict[str, Fact] = {
            "shown_to": row["kind"],
            "topic": row["topic"] or None,
            "ask_language": row["language"] or None,
            "learn": row["learn"] or None,
            "heavy": bool(row["heavy"]),
            "left_out": row["left_out"],
        }
        if row["words_sealed"] is not None:
            for name in ("words", "would_help"):
                sealed = row[f"{name}_sealed"]
                facts[name] = self._sealer.open_text(table, name, row[f"{table}_id"], sealed)
        return facts
