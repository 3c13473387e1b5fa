"""**Not okay**: one press that ends a conversation, keeps its other side away, and reports them."""

from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum

from bot.domain.errors import ConversationOver, LimitReached
from bot.domain.ids import ReportId, UserId
from bot.domain.report_errors import NobodyLeft, NobodyToTell
from bot.domain.reports import Report, ReportState
from bot.services import cool_downs
from bot.services.blocks import blocking
from bot.services.context import Context
from bot.services.conversations import ending
from bot.services.moderation import reported, reporting, telling
from bot.services.moderation.reported import Reported
from bot.services.moderation.telling import ToldHow
from bot.storage.store import Tables


class NotSent(StrEnum):
    """Why there is no report. Each has its words under `report.not_okay.<reason>`."""

    LIMITED = "limited"
    """The day's reports are used up."""
    NOBODY = "nobody"
    """Nobody is left to report."""
    GONE = "gone"
    """The bot is no longer in the server: no moderator can be told."""


@dataclass(frozen=True, slots=True)
class NotOkay:
    """It is over. `report` is what was sent, to which something can be added; None where nothing
    was, for a reason, which is `way` then."""

    report: ReportId | None
    way: ToldHow | NotSent


async def press(ctx: Context, user: UserId, token: str) -> NotOkay:
    """End it first, whatever becomes of the rest. Pressed again, it is the same. Raises OutOfDate
    for every button that is not of one's own conversation."""
    what = await ctx.store.read(
        lambda tables: reported.behind_button(ctx, tables, user, None, token)
    )
    with suppress(ConversationOver):
        await ending.part_own(ctx, user, token)
    await blocking.block(ctx, user, token)
    return await _report(ctx, user, what)


async def _report(ctx: Context, user: UserId, what: Reported) -> NotOkay:
    to_be = Report(ReportId(""), what.guild, what.subject, ReportState.OPEN, ctx.clock.now())
    try:
        told = await telling.how(ctx, to_be)
    except NobodyToTell:
        return NotOkay(None, NotSent.GONE)

    async def work(tables: Tables) -> ReportId:
        return await reporting.file_at_once(ctx, tables, user, what, told)

    try:
        async with cool_downs.noting(ctx, reporting.of_reports(user)):
            return NotOkay(await ctx.store.transaction(work), told.way)
    except NobodyLeft:
        return NotOkay(None, NotSent.NOBODY)
    except LimitReached:
        return NotOkay(None, NotSent.LIMITED)
