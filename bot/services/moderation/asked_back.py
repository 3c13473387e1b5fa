"""What moderators ask whoever sent a report, as that person reads it, and their answer to each."""

from dataclasses import dataclass

from bot.domain.asks import written
from bot.domain.errors import OutOfDate
from bot.domain.ids import GuildId, QuestionId, UserId
from bot.domain.moderation import WORDS_AT_MOST
from bot.domain.moderation_errors import AnsweredAlready
from bot.domain.report_errors import ReportOver
from bot.domain.reports import Question, Report, ReportState
from bot.services.context import Context
from bot.services.moderation import telling
from bot.storage.store import Tables


@dataclass(frozen=True, slots=True)
class QuestionToReporter:
    """A question about a report of one's own, and in which server."""

    question: Question
    guild: GuildId
    can_answer: bool


async def read_question(ctx: Context, user: UserId, key: QuestionId) -> QuestionToReporter:
    """What moderators ask. Raises OutOfDate, also for everybody else."""

    async def work(tables: Tables) -> QuestionToReporter:
        report, question = await _own(tables, user, key)
        open_still = report.state is ReportState.OPEN
        return QuestionToReporter(question, report.guild_id, open_still and question.answer is None)

    return await ctx.store.read(work)


async def answer_question(ctx: Context, user: UserId, key: QuestionId, words: str) -> None:
    """Answer once; moderators read it beside the report. Raises OutOfDate, ReportOver,
    AnsweredAlready, NoWords, TooManyWords."""
    text = written(words, "", WORDS_AT_MOST, 0).words
    report, _ = await ctx.store.read(lambda tables: _own(tables, user, key))
    told = await telling.how(ctx, report)

    async def work(tables: Tables) -> None:
        report, _ = await _own(tables, user, key)
        if report.state is not ReportState.OPEN:
            raise ReportOver
        if not await tables.report_questions.answer(key, text):
            raise AnsweredAlready
        await telling.tell_moderators(ctx, tables, report, told)

    await ctx.store.transaction(work)


async def _own(tables: Tables, user: UserId, key: QuestionId) -> tuple[Report, Question]:
    found = await tables.report_questions.get(key)
    report = None if found is None else await tables.reports.get(found[0])
    if found is None or report is None or await tables.reports.reporter(report.id) != user:
        raise OutOfDate
    return report, found[1]
