"""Reports that nobody opens: brought up again, then told to whoever runs the bot, and to whoever
waits for moderators."""

import structlog

from bot.domain.notices import Notice, NoticeKind
from bot.domain.report_errors import NobodyToTell
from bot.domain.reports import BROUGHT_UP_AT_MOST, Report
from bot.services.context import Context
from bot.services.moderation import telling
from bot.storage.store import Tables


async def bring_up_due(ctx: Context) -> None:
    """Each that has waited for a day, or for another one; where that reaches no moderator, whoever
    runs the bot and whoever sent it are told at once. Called each minute."""
    now = ctx.clock.now()
    for report in await ctx.store.read(lambda tables: tables.reports.undecided()):
        if report.is_due_to_be_brought_up(now):
            await _bring_up(ctx, report)


async def _bring_up(ctx: Context, report: Report) -> None:
    try:
        told = None if report.brought_up else await telling.how(ctx, report)
    except NobodyToTell:  # the bot was taken out of the server: nobody can open it there
        told = None
    in_vain = told is None or told.way in telling.REACHES_NOBODY

    async def work(tables: Tables) -> None:
        known = await tables.reports.get(report.id)
        if known is None or not known.is_due_to_be_brought_up(ctx.clock.now()):
            return
        times = BROUGHT_UP_AT_MOST if in_vain else known.brought_up + 1
        await tables.reports.note_brought_up(report.id, times)
        if told is not None:
            await telling.tell_moderators(ctx, tables, known, told)
        if in_vain:
            await _tell_its_sender(ctx, tables, known)

    await ctx.store.transaction(work)
    if in_vain:
        structlog.get_logger("reports").warning("report.unopened")


async def _tell_its_sender(ctx: Context, tables: Tables, report: Report) -> None:
    user = await tables.reports.reporter(report.id)
    if user is not None:
        person = await tables.people.meet(user)
        notice = Notice(NoticeKind.REPORT_UNOPENED, report.guild_id, person)
        await ctx.say(tables, notice, lane=f"report {report.id} unopened")
