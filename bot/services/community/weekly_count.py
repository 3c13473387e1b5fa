"""Counting the weeks that are over, once for each server, and erasing what was counted out."""

from datetime import date

import structlog

from bot.domain.community import WEEK, What, shown, week_of
from bot.domain.ids import GuildId
from bot.services.context import Context
from bot.storage.store import Tables


async def count(ctx: Context) -> None:
    """Count for every server whose numbers are not those of the last whole week. Called often:
    there is nothing to do until the next Monday, in UTC, also after a restart. A clock that was
    set back is followed."""
    week = week_of(ctx.clock.now())
    for guild in await ctx.store.read(lambda tables: tables.tallies.not_counted(week)):
        try:
            await _count(ctx, guild, week)
        except Exception as error:  # noqa: BLE001 - one server's fault must not stop the others
            structlog.get_logger("counting").error("counting.failed", exc_info=error)


async def _count(ctx: Context, guild: GuildId, week: date) -> None:
    least = ctx.settings.community.numbers_from_people

    async def work(tables: Tables) -> None:
        noted = [
            one
            for what in What
            for one in await tables.tallies.noted(guild, what, week - what.weeks * WEEK, week)
        ]
        await tables.tallies.show(guild, shown(week, noted, least))
        for what in What:  # no later count reaches back so far
            await tables.tallies.forget(guild, what, week - (what.weeks - 1) * WEEK)

    await ctx.store.transaction(work)
