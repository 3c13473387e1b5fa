"""Reports as moderators see them. Whom one is about sees neither it nor that there is one: for them
it reads like one that another moderator has decided."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.domain.asks import written
from bot.domain.ids import QuestionId, ReportId
from bot.domain.moderation import WORDS_AT_MOST
from bot.domain.moderation_record import RecordedAct
from bot.domain.notices import Notice, NoticeKind
from bot.domain.report_errors import ReportOver
from bot.domain.reports import Evidence, Question, Report, ReportState
from bot.services import restrictions
from bot.services.context import Context, Member
from bot.services.moderation import numbers, record, telling
from bot.services.moderation.numbers import NumberShown
from bot.services.moderation.telling import ToldHow
from bot.storage.store import Tables

PAGE = 5
"""How many reports are listed at once."""


@dataclass(frozen=True, slots=True)
class ReportShown:
    """A report with all that moderators read of it; never who sent it."""

    report: Report
    number: NumberShown
    evidence: Sequence[Evidence]
    questions: Sequence[Question]
    """The last first."""
    answerable: bool
    """Whether somebody is there whom moderators can ask back."""


@dataclass(frozen=True, slots=True)
class ReportsPage:
    """A page of those that wait, counted from 0; whether an answer came to one that nobody has
    read; whether more follow."""

    reports: Sequence[Report]
    answered: frozenset[ReportId]
    page: int
    more: bool


async def count_reports(ctx: Context, moderator: Member) -> int:
    """How many wait for this moderator."""
    own = restrictions.numbers_of(ctx, moderator)
    return await ctx.store.read(lambda tables: tables.reports.count(moderator.guild, own))


async def list_reports(ctx: Context, moderator: Member, page: int) -> ReportsPage:
    """A page of those that wait for this moderator, the one that waits longest first."""
    own = restrictions.numbers_of(ctx, moderator)

    async def work(tables: Tables) -> ReportsPage:
        found = await tables.reports.page(moderator.guild, own, page * PAGE, PAGE + 1)
        answered = await tables.report_questions.with_unread_answers()
        return ReportsPage(found[:PAGE], answered, page, len(found) > PAGE)

    return await ctx.store.read(work)


async def open_report(ctx: Context, moderator: Member, key: ReportId) -> ReportShown:
    """Read one; from the first time on the days of what went along are counted. Raises ReportOver
    for what is decided, gone, of another server, or about this moderator."""

    async def work(tables: Tables) -> ReportShown:
        report = await _require(ctx, tables, moderator, key)
        if report.opened_at is None:
            await tables.reports.note_opened(key, ctx.clock.now())
        await tables.report_evidence.note_opened(key, ctx.clock.now())
        await tables.report_questions.answers_read(key)
        assert report.number is not None, "what was sent has a number"
        return ReportShown(
            report,
            await numbers.shown_in(tables, report.guild_id, report.number),
            await tables.report_evidence.sent(key),
            await tables.report_questions.of(key),
            await tables.reports.reporter(key) is not None,
        )

    return await ctx.store.transaction(work)


async def decide_nothing(ctx: Context, moderator: Member, key: ReportId) -> None:
    """There is nothing to do about it. Raises ReportOver."""
    hidden = await _is_hidden(ctx, moderator, key)

    async def work(tables: Tables) -> None:
        await _require(ctx, tables, moderator, key)
        await tables.reports.decide(key)
        if not hidden:
            await record.note(ctx, tables, moderator, RecordedAct.LEFT_REPORT, key)

    await ctx.store.transaction(work)


async def ask_back(ctx: Context, moderator: Member, key: ReportId, words: str) -> None:
    """Write to whoever sent it, who answers once without a name. Raises ReportOver, also where they
    erased everything, NoWords, TooManyWords."""
    text = written(words, "", WORDS_AT_MOST, 0).words
    hidden = await _is_hidden(ctx, moderator, key)

    async def work(tables: Tables) -> None:
        report = await _require(ctx, tables, moderator, key)
        user = await tables.reports.reporter(key)
        if user is None:
            raise ReportOver
        question = QuestionId(ctx.randomness.token())
        await tables.report_questions.ask(question, key, text, ctx.clock.now())
        if not hidden:
            await record.note(ctx, tables, moderator, RecordedAct.ASKED_BACK, key, text)
        person = await tables.people.meet(user)
        kind = NoticeKind.REPORT_QUESTION
        notice = Notice(kind, report.guild_id, person, token=question)
        await ctx.say(tables, notice, lane=f"report {question}")

    await ctx.store.transaction(work)


async def _is_hidden(ctx: Context, moderator: Member, key: ReportId) -> bool:
    """Whether whom it is about reads what moderators read: then it is not in the record either."""
    report = await ctx.store.read(lambda tables: _require(ctx, tables, moderator, key))
    return (await telling.how(ctx, report)).way in (ToldHow.OTHERS, ToldHow.NO_OTHERS)


async def _require(ctx: Context, tables: Tables, moderator: Member, key: ReportId) -> Report:
    report = await tables.reports.get(key)
    if report is None or report.guild_id != moderator.guild or report.number is None:
        raise ReportOver
    if report.state is not ReportState.OPEN:
        raise ReportOver
    known = await tables.known_numbers.get(report.number, moderator.guild)
    if known is None or known.number in restrictions.numbers_of(ctx, moderator):
        raise ReportOver
    return report
