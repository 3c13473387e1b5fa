"""What moderators ask back about a report, and what the reporter answers."""

from collections.abc import Sequence
from datetime import datetime

from bot.domain.ids import QuestionId, ReportId
from bot.domain.reports import Question
from bot.storage.columns import coarse, moment
from bot.storage.connection import Connection
from bot.storage.encryption.sealing import Sealer
from bot.storage.rows import Row


class ReportQuestions:
    """The table `report_question`."""

    def __init__(self, sql: Connection, sealer: Sealer) -> None:
        self._sql = sql
        self._sealer = sealer

    async def ask(self, key: QuestionId, report: ReportId, words: str, now: datetime) -> None:
        """Keep what moderators ask."""
        await self._sql.execute(
            "INSERT INTO report_question (question_id, report_id, made_at, words_sealed, stored)"
            " VALUES (?, ?, ?, ?, (SELECT COALESCE(MAX(stored), 0) + 1 FROM report_question"
            " WHERE report_id = ?))",
            (
                key,
                report,
                coarse(now),
                self._sealer.seal("report_question", "words", key, words),
                report,
            ),
        )

    async def get(self, key: QuestionId) -> tuple[ReportId, Question] | None:
        """One, and the report that it is about."""
        row = await self._sql.fetch_one(
            "SELECT * FROM report_question WHERE question_id = ?", (key,)
        )
        return None if row is None else (ReportId(row["report_id"]), self._question(row))

    async def of(self, report: ReportId) -> Sequence[Question]:
        """All about a report, the last first."""
        rows = await self._sql.fetch_all(
            "SELECT * FROM report_question WHERE report_id = ? ORDER BY stored DESC", (report,)
        )
        return [self._question(row) for row in rows]

    async def answer(self, key: QuestionId, words: str) -> bool:
        """Keep the reporter's answer; False when there is one."""
        return (
            await self._sql.execute(
                "UPDATE report_question SET answer_sealed = ?"
                " WHERE question_id = ? AND answer_sealed IS NULL",
                (self._sealer.seal("report_question", "answer", key, words), key),
            )
            == 1
        )

    async def answers_read(self, report: ReportId) -> None:
        """A moderator has seen what was answered."""
        await self._sql.execute(
            "UPDATE report_question SET answer_read = 1"
            " WHERE report_id = ? AND answer_sealed IS NOT NULL AND answer_read = 0",
            (report,),
        )

    async def with_unread_answers(self) -> frozenset[ReportId]:
        """The reports to which an answer came that no moderator has seen."""
        rows = await self._sql.fetch_all(
            "SELECT DISTINCT report_id FROM report_question"
            " WHERE answer_sealed IS NOT NULL AND answer_read = 0"
        )
        return frozenset(ReportId(row[0]) for row in rows)

    def _question(self, row: Row) -> Question:
        key, answer = row["question_id"], row["answer_sealed"]
        opened = self._sealer.open_text
        return Question(
            QuestionId(key),
            opened("report_question", "words", key, row["words_sealed"]),
            moment(row["made_at"]),
            None if answer is None else opened("report_question", "answer", key, answer),
        )
