"""A person's own reports, what was kept of their words for reports, and when they moderated."""

from collections.abc import Sequence

from bot.domain.conversations import Side
from bot.domain.ids import ConversationId, GuildId
from bot.domain.personal_data import DataKind, Fact, PersonalData, Whose
from bot.domain.reports import Report, ReportState
from bot.storage.columns import moment
from bot.storage.connection import Connection
from bot.storage.encryption.sealing import Sealer
from bot.storage.moderation.evidence import ReportEvidence
from bot.storage.moderation.report_questions import ReportQuestions
from bot.storage.moderation.reports import Reports

_EVER = moment(0)


class PersonalReports:
    """Of the tables `report`, `report_evidence`, `report_question`, `words_before` and
    `moderator_seen`."""

    def __init__(self, sql: Connection, sealer: Sealer) -> None:
        self._sql = sql
        self._reports = Reports(sql, sealer)
        self._evidence = ReportEvidence(sql, sealer)
        self._questions = ReportQuestions(sql, sealer)

    async def export_of(self, who: Whose) -> Sequence[PersonalData]:
        """What they reported, what went along, and what was asked and answered. Nothing of what
        others reported about them, and nothing of what was kept in case that somebody does."""
        mine = await self._reports.of_reporter(who.user, _EVER)
        seen = [PersonalData(DataKind.MODERATED, guild) for guild in await self._moderated(who)]
        return [*[await self._one(report) for report in mine], *seen]

    async def _moderated(self, who: Whose) -> Sequence[GuildId]:
        rows = await self._sql.fetch_all(
            "SELECT guild_id, private_number FROM moderator_seen ORDER BY guild_id"
        )
        own = set(who.listening.values())
        return [GuildId(row["guild_id"]) for row in rows if row["private_number"] in own]

    async def _one(self, report: Report) -> PersonalData:
        sent = [one.words for one in await self._evidence.sent(report.id)]
        offered = [one.words for _, one in await self._evidence.offered(report.id)]
        to_be_said = await self._evidence.to_be_said(report.id)
        asked = await self._questions.of(report.id)
        facts: dict[str, Fact] = {
            "state": report.state,
            "sent_on": report.sent_at.date(),
            "words": report.words or "",
            "went_along": tuple(sent),
            "may_go_along": (*offered, *([to_be_said] if to_be_said else [])),
            "asked_back": tuple(one.words for one in asked),
            "answers": tuple(one.answer for one in asked if one.answer is not None),
        }
        return PersonalData(DataKind.REPORT, report.guild_id, facts)

    async def erase_of(self, who: Whose) -> None:
        """Who sent a report, and their own words in it, go; drafts go whole. A report about them
        stays until it is decided, with what went along, and so does what they had written before
        they changed it, where a report about that conversation is not decided."""
        for report in await self._reports.of_reporter(who.user, _EVER):
            await self._leave(report)
        for number in (*who.asking.values(), *who.listening.values()):
            await self._sql.execute(
                "DELETE FROM report WHERE state = 'decided' AND number_id IN"
                " (SELECT number_id FROM known_number WHERE private_number = ?)",
                (number,),
            )
            await self._sql.execute(
                "DELETE FROM moderator_seen WHERE private_number = ?", (number,)
            )
        await self._erase_words_before()

    async def _leave(self, report: Report) -> None:
        if report.state is ReportState.DRAFT:
            await self._reports.remove(report.id)
            return
        await self._sql.execute(
            "UPDATE report SET reporter_sealed = NULL, words_sealed = NULL WHERE report_id = ?",
            (report.id,),
        )
        await self._sql.execute(
            "DELETE FROM report_evidence WHERE report_id = ? AND chosen <> 2", (report.id,)
        )
        await self._sql.execute("DELETE FROM report_question WHERE report_id = ?", (report.id,))

    async def _erase_words_before(self) -> None:
        """Conversations were left before: whoever erases everything is NOBODY in them now. What
        only they could have attached goes, too."""
        undecided = {one.subject.conversation_id for one in await self._reports.undecided()}
        rows = await self._sql.fetch_all(
            "SELECT DISTINCT conversation_id, writer, asker_sealed, listener_sealed"
            " FROM words_before JOIN conversation USING (conversation_id)"
            " WHERE asker_sealed IS NULL OR listener_sealed IS NULL"
        )
        for row in rows:
            reader = Side.LISTENER if row["writer"] == Side.ASKER else Side.ASKER
            unread = row[f"{reader}_sealed"] is None
            if unread or ConversationId(row["conversation_id"]) not in undecided:
                await self._sql.execute(
                    "DELETE FROM words_before WHERE conversation_id = ? AND writer = ?",
                    (row["conversation_id"], row["writer"]),
                )
