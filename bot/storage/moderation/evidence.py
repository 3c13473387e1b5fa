"""What goes along with reports, and what stood in messages before their writers changed them."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta

from bot.domain.conversations import Side
from bot.domain.ids import ConversationId, ReportId
from bot.domain.reports import WORDS_BEFORE_AT_MOST, Evidence, EvidenceKind
from bot.storage.columns import seconds
from bot.storage.connection import Connection
from bot.storage.encryption.sealing import Sealer
from bot.storage.rows import Row

_CHOSEN, _SENT = 1, 2
_OWN = "own"
"""The kind of what the reporter wants to say themself, until it goes."""
_BETWEEN = ":"


class ReportEvidence:
    """The table `report_evidence`: what may go along, what was chosen to, and what went; and what
    somebody wants to say to a report that moderators read already."""

    def __init__(self, sql: Connection, sealer: Sealer) -> None:
        self._sql = sql
        self._sealer = sealer

    async def offer(self, report: ReportId, found: Sequence[Evidence]) -> None:
        """Keep what may go along, in the place of what was offered before; what went stays."""
        await self._sql.execute(
            "DELETE FROM report_evidence WHERE report_id = ? AND chosen <> ? AND kind <> ?",
            (report, _SENT, _OWN),
        )
        first = await self._next(report)
        for position, one in enumerate(found, start=first):
            await self._put(report, position, one.kind, int(one.chosen), one.words)

    async def say(self, report: ReportId, words: str) -> None:
        """Put what the reporter wants to say in the place of what they wanted before; it goes with
        what is chosen. None are none."""
        await self._sql.execute(
            "DELETE FROM report_evidence WHERE report_id = ? AND kind = ?", (report, _OWN)
        )
        if words:
            await self._put(report, await self._next(report), _OWN, _CHOSEN, words)

    async def to_be_said(self, report: ReportId) -> str | None:
        """What the reporter wants to say and has not sent."""
        row = await self._sql.fetch_one(
            "SELECT * FROM report_evidence WHERE report_id = ? AND kind = ?", (report, _OWN)
        )
        return None if row is None else self._words(row)

    async def _put(
        self, report: ReportId, position: int, kind: str, chosen: int, words: str
    ) -> None:
        sealed = self._sealer.seal(
            "report_evidence", "words", f"{report}{_BETWEEN}{position}", words
        )
        await self._sql.execute(
            "INSERT INTO report_evidence (report_id, position, kind, chosen, words_sealed)"
            " VALUES (?, ?, ?, ?, ?)",
            (report, position, kind, chosen, sealed),
        )

    async def _next(self, report: ReportId) -> int:
        row = await self._sql.fetch_one(
            "SELECT COALESCE(MAX(position) + 1, 0) FROM report_evidence WHERE report_id = ?",
            (report,),
        )
        return int(row[0]) if row else 0

    async def offered(self, report: ReportId) -> Sequence[tuple[int, Evidence]]:
        """What may go along and has not gone yet, each by its place."""
        which = "report_id = ? AND chosen <> ? AND kind <> ?"
        return await self._found(which, report, _SENT, _OWN)

    async def sent(self, report: ReportId) -> Sequence[Evidence]:
        """What went along, as moderators read it."""
        found = await self._found("report_id = ? AND chosen = ?", report, _SENT)
        return [evidence for _, evidence in found]

    async def note_opened(self, report: ReportId, now: datetime) -> None:
        """A moderator reads what went along; of each part the first time counts."""
        await self._sql.execute(
            "UPDATE report_evidence SET opened_at = ?"
            " WHERE report_id = ? AND chosen = ? AND opened_at IS NULL",
            (seconds(now), report, _SENT),
        )

    async def turn(self, report: ReportId, position: int) -> bool:
        """Choose it, or no longer; False when it is not there, or went already."""
        return (
            await self._sql.execute(
                "UPDATE report_evidence SET chosen = 1 - chosen"
                " WHERE report_id = ? AND position = ? AND chosen <> ?",
                (report, position, _SENT),
            )
            == 1
        )

    async def send(self, report: ReportId) -> int:
        """What was chosen goes along; the rest is erased, as is what was to be said, which stands
        in the report from now on. How many went."""
        await self._sql.execute(
            "DELETE FROM report_evidence WHERE report_id = ? AND (chosen = 0 OR kind = ?)",
            (report, _OWN),
        )
        return await self._sql.execute(
            "UPDATE report_evidence SET chosen = ? WHERE report_id = ? AND chosen = ?",
            (_SENT, report, _CHOSEN),
        )

    async def _found(self, which: str, *values: str | int) -> Sequence[tuple[int, Evidence]]:
        rows = await self._sql.fetch_all(
            f"SELECT * FROM report_evidence WHERE {which} ORDER BY position",  # noqa: S608
            values,
        )
        return [(row["position"], self._evidence(row)) for row in rows]

    def _evidence(self, row: Row) -> Evidence:
        return Evidence(EvidenceKind(row["kind"]), self._words(row), bool(row["chosen"]))

    def _words(self, row: Row) -> str:
        name = f"{row['report_id']}{_BETWEEN}{row['position']}"
        return self._sealer.open_text("report_evidence", "words", name, row["words_sealed"])


class WordsBefore:
    """The table `words_before`. Nobody sees it; only the reader's own report can take from it."""

    def __init__(self, sql: Connection, sealer: Sealer) -> None:
        self._sql = sql
        self._sealer = sealer

    async def keep(self, key: str, conversation: ConversationId, writer: Side, words: str) -> None:
        """Keep what somebody had written; the same once more is kept once."""
        known = await self.of(conversation, writer)
        if known and known[-1] == words:
            return
        await self._sql.execute(
            "INSERT INTO words_before (copy_id, conversation_id, writer, words_sealed, stored)"
            " VALUES (?, ?, ?, ?, (SELECT COALESCE(MAX(stored), 0) + 1 FROM words_before"
            " WHERE conversation_id = ?))",
            (
                key,
                conversation,
                writer,
                self._sealer.seal("words_before", "words", key, words),
                conversation,
            ),
        )
        await self._sql.execute(
            "DELETE FROM words_before WHERE conversation_id = ? AND stored <="
            " (SELECT MAX(stored) FROM words_before WHERE conversation_id = ?) - ?",
            (conversation, conversation, WORDS_BEFORE_AT_MOST),
        )

    async def of(self, conversation: ConversationId, writer: Side) -> Sequence[str]:
        """What one side had written before they changed it, the oldest first."""
        rows = await self._sql.fetch_all(
            "SELECT * FROM words_before WHERE conversation_id = ? AND writer = ? ORDER BY stored",
            (conversation, writer),
        )
        opened = self._sealer.open_text
        return [
            opened("words_before", "words", row["copy_id"], row["words_sealed"]) for row in rows
        ]

    async def forget(
        self, now: datetime, kept: timedelta, reported: Collection[ConversationId]
    ) -> None:
        """Erase those of conversations that ended so long ago, but where a report about one is not
        decided yet."""
        rows = await self._sql.fetch_all(
            "SELECT DISTINCT conversation_id FROM words_before JOIN conversation"
            " USING (conversation_id) WHERE state = 'ended' AND ended_at <= ?",
            (seconds(now - kept),),
        )
        over = {ConversationId(row[0]) for row in rows} - set(reported)
        await self._sql.execute_many(
            "DELETE FROM words_before WHERE conversation_id = ?", [(one,) for one in over]
        )
