"""Reports that nobody opens: brought up again, then told to whoever runs the bot, and to whoever
waits for moderators."""

import structlog

from bot.domain.errors import NotSetUp
from bot.domain.notices import Notice, NoticeKind
from bot.domain.reports import Report
from bot.services.context import Context
from bot.services.moderation import telling
from bot.services.moderation.telling import Told
from bot.storage.store import Tables


async def bring_up_due(ctx: Context) -> None:
    """Each that has waited for a day, or for another one. Called each minute."""
    now = ctx.clock.now()
    for report in await ctx.store.read(lambda tables: tables.reports.undecided()):
        if report.is_due_to_be_brought_up(now):
            await _bring_up(ctx, report)


async def _bring_up(ctx: Context, report: Report) -> None:
    try:
        told = None if report.brought_up else await telling.how(ctx, report)
    except NotSetUp:  # the bot was taken out of the server: nobody can open it there
        told = None

    async def work(tables: Tables) -> None:
        known = await tables.reports.get(report.id)
        if known is None or not known.is_due_to_be_brought_up(ctx.clock.now()):
            return
        await tables.reports.note_brought_up(report.id, known.brought_up + 1)
        await _tell(ctx, tables, known, told)

    await ctx.store.transaction(work)
    if report.brought_up:
        structlog.get_logger("reports").warning("report.unopened")


async def _tell(ctx: Context, tables: Tables, report: Report, told: Told | None) -> None:
    if told is not None:
        await telling.tell_moderators(ctx, tables, report, told)
    user = await tables.reports.reporter(report.id) if report.brought_up else None
    if user is not None:
        person = await tables.people.meet(user)
        notice = Notice(NoticeKind.REPORT_UNOPENED, report.guild_id, person)
        await ctx.say(tables, notice, lane=f"report {report.id} unopened")
