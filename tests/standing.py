"""A private number that stands in something of the moderators', without anybody having done it."""

from bot.domain.ids import GuildId, NumberId, ReportId, UserId
from bot.domain.reports import Report, ReportedAs, ReportState, Subject
from bot.services.context import Context
from bot.storage.store import Tables


async def in_a_decided_report(
    ctx: Context, tables: Tables, guild: GuildId, number: NumberId
) -> NumberId:
    """Somebody reported them once, and there was nothing to do."""
    key, subject = ReportId(ctx.randomness.token()), Subject(ReportedAs.ASK)
    now = ctx.clock.now()
    report = Report(key, guild, subject, ReportState.DECIDED, now, number, opened_at=now)
    await tables.reports.begin(report, UserId(1))
    return number
