"""When listeners are likely to be there, counted once a day for each server, and told to whoever
asks while nobody is on duty."""

import asyncio
from collections.abc import Mapping
from datetime import UTC, datetime, time

import structlog

from bot.domain.ages import Age
from bot.domain.asks import Here
from bot.domain.ids import GuildId, PersonTag
from bot.domain.likely_here import AHEAD, parts_with_many
from bot.services.context import Context
from bot.services.offers import rules
from bot.storage.store import Tables

GROUPS = (Age.ADULT, Age.YOUNG)


async def count_hours(ctx: Context) -> None:
    """Count for every server where it was not done today, in UTC. Called often."""
    today = ctx.clock.now().date()
    for guild in await ctx.store.read(lambda tables: tables.likely_here.not_counted(today)):
        try:
            await _count(ctx, guild, datetime.combine(today, time(), UTC))
        except Exception as error:  # noqa: BLE001 - one server's fault must not stop the others
            structlog.get_logger("counting").error("hours.failed", exc_info=error)


async def _count(ctx: Context, guild: GuildId, midnight: datetime) -> None:
    found = {group: await _parts(ctx, guild, group, midnight) for group in GROUPS}
    await ctx.store.transaction(
        lambda tables: tables.likely_here.keep(guild, midnight.date(), found)
    )


async def _parts(
    ctx: Context, guild: GuildId, group: Age, midnight: datetime
) -> Mapping[datetime, int]:
    quiet, until = rules.of_offers(ctx.settings).quiet, midnight + AHEAD
    hours = await ctx.store.read(
        lambda tables: tables.likely_here.hours(guild, group, quiet, midnight, until)
    )
    # of five hundred people that is a second: nobody who writes waits for it
    return await asyncio.to_thread(parts_with_many, hours, midnight)


async def next_here(
    ctx: Context, tables: Tables, guild: GuildId, asker: PersonTag, age: Age, here: Here
) -> datetime | None:
    """When listeners are likely to be there next, if that may be said: for several of them, at the
    full hours of a part of the day, and as it was counted for today."""
    if here is not Here.LATER:
        return None
    return await tables.likely_here.next(guild, asker, age, ctx.clock.now())
