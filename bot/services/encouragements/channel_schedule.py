"""Encouragements for a channel of a server, switched on by somebody who manages it."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from bot.domain.errors import CannotEncourageThere, OutOfDate
from bot.domain.ids import ChannelId, GuildId, ScheduleId
from bot.domain.limit_errors import TooManyChannels
from bot.domain.schedules import Rhythm, Schedule, Scheduled, Taste
from bot.domain.times import is_time
from bot.services.context import Context
from bot.services.schedules import planning
from bot.storage.store import Tables

CHANNELS_AT_MOST = 4
"""In one server: each is listed with a button of its own, beside one for a new channel."""


@dataclass(frozen=True, slots=True)
class Planned:
    """A channel's schedule, and when it comes next; None when it stopped by itself."""

    schedule: Schedule
    next: datetime | None


async def list_planned(ctx: Context, guild: GuildId) -> Sequence[Planned]:
    """What comes into the channels of a server."""
    planned = await ctx.store.read(lambda tables: _planned(ctx, tables, guild))
    return await _reachable(ctx, planned)


async def save(
    ctx: Context,
    guild: GuildId,
    channel: ChannelId,
    *,
    when: str,
    weekdays: Collection[int],
    themes: Collection[str],
    language: str,
) -> Sequence[Planned]:
    """Let encouragements come into a channel, in the place of what came there before.

    `when` is a time and a place as typed: 09:00, Europe/Lisbon; a time alone is by the clock
    that the server chose. Raises UnknownWhen, UnknownTime,
    NoPlace, UnknownZone, AskedBack, NoWeekday, TooManyChannels, CannotEncourageThere.
    """
    rhythm = _rhythm(ctx, guild, when, weekdays)
    if not await ctx.messenger.can_post(channel):
        raise CannotEncourageThere

    async def work(tables: Tables) -> Sequence[Planned]:
        known = await tables.schedules.of_guild(guild)
        there = next((one for one in known if one.to == channel), None)
        if there is None and len(known) >= CHANNELS_AT_MOST:
            raise TooManyChannels(count=CHANNELS_AT_MOST)
        key = there.id if there else ScheduleId(ctx.randomness.token())
        taste = Taste(language, frozenset(themes))
        chosen = Schedule(key, Scheduled.ENCOURAGEMENT, channel, rhythm, guild, taste)
        await planning.save_schedule(ctx, tables, chosen)
        return await _planned(ctx, tables, guild)

    return await _reachable(ctx, await ctx.store.transaction(work))


def _rhythm(ctx: Context, guild: GuildId, when: str, weekdays: Collection[int]) -> Rhythm:
    zone = ctx.guilds.zone(guild)
    typed = f"{when} {zone}" if zone and is_time(when) else when
    return planning.in_one_field(typed, "when", weekdays, ctx.places())


async def stop(ctx: Context, guild: GuildId, key: ScheduleId) -> Sequence[Planned]:
    """Let nothing come there any more. Raises OutOfDate where it is not of this server."""

    async def work(tables: Tables) -> Sequence[Planned]:
        known = await tables.schedules.get(key)
        if known is None or known.guild_id != guild:
            raise OutOfDate
        await tables.schedules.remove(key)
        return await _planned(ctx, tables, guild)

    return await _reachable(ctx, await ctx.store.transaction(work))


async def _planned(ctx: Context, tables: Tables, guild: GuildId) -> Sequence[Planned]:
    return [
        Planned(one, await planning.next_time(ctx, tables, one))
        for one in await tables.schedules.of_guild(guild)
    ]


async def _reachable(ctx: Context, planned: Sequence[Planned]) -> Sequence[Planned]:
    """The same, with no next one where the channel is gone or takes nothing now."""
    return [
        one if await ctx.messenger.can_post(_channel(one)) else replace(one, next=None)
        for one in planned
    ]


def _channel(one: Planned) -> ChannelId:
    assert isinstance(one.schedule.to, int)  # a server's schedules go to channels
    return one.schedule.to
