"""Somebody's own schedule of encouragements: when they come, what they are about, and peace."""

from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TypeAlias

from bot.domain.form_errors import NoSchedule
from bot.domain.guilds import Feature
from bot.domain.ids import GuildId, PersonTag, ScheduleId, UserId
from bot.domain.lengths import read_days
from bot.domain.notices import Notice, NoticeKind
from bot.domain.schedules import (
    EVERY_DAY,
    Rhythm,
    Schedule,
    Scheduled,
    ScheduleState,
    Taste,
    paused,
    today_in,
)
from bot.domain.times import is_time
from bot.services.context import Context
from bot.services.direct_messages import opening
from bot.services.schedules import planning
from bot.storage.store import Tables

Change: TypeAlias = Callable[[Schedule], Schedule]

PAUSED_AT_MOST = 90
"""Days."""


@dataclass(frozen=True, slots=True)
class OwnSchedule:
    """One's schedule, if there is one, and when it comes next."""

    schedule: Schedule | None
    next: datetime | None = None
    home: GuildId | None = None
    """The server whose members' suggestions come, too, while it has that switched on."""


async def get_schedule(ctx: Context, user: UserId) -> OwnSchedule:
    """One's own schedule."""
    person = ctx.store.person(user)
    return await ctx.store.read(lambda tables: _mine(ctx, tables, person))


async def save(
    ctx: Context,
    user: UserId,
    *,
    at: str,
    zone: str,
    weekdays: Collection[int],
    themes: Collection[str],
    language: str,
    guild: GuildId | None = None,
) -> OwnSchedule:
    """Choose all of it, as typed; it is on from now, from tomorrow where today's time has passed,
    or from the end of a pause. Where it is chosen in a server, what members suggest there comes,
    too.

    Raises UnknownTime, NoPlace, UnknownZone, NoWeekday, AskedBack.
    """
    rhythm = planning.parse_rhythm(at, zone, weekdays, ctx.places())
    return await _choose(ctx, user, rhythm, Taste(language, frozenset(themes)), guild)


async def move(
    ctx: Context,
    user: UserId,
    *,
    at: str,
    zone: str,
    themes: Collection[str] = (),
    guild: GuildId | None = None,
) -> OwnSchedule:
    """Choose the time, the place and the themes, each as given or, where it is empty, as before;
    the rest stays, and is every day about everything at first.

    Raises UnknownTime, NoPlace, UnknownZone, AskedBack.
    """
    known = (await get_schedule(ctx, user)).schedule
    if known is None:
        rhythm = planning.parse_rhythm(at, zone, EVERY_DAY, ctx.places())
        return await _choose(ctx, user, rhythm, Taste(ctx.language, frozenset(themes)), guild)
    before, taste = known.rhythm, known.taste
    typed = at if at.strip() else f"{before.at:%H:%M}"
    place = zone if zone.strip() or not is_time(typed) else before.zone
    rhythm = planning.parse_rhythm(typed, place, before.weekdays, ctx.places())
    chosen = frozenset(themes) or taste.themes
    return await _choose(ctx, user, rhythm, replace(taste, themes=chosen), guild)


async def pause(ctx: Context, user: UserId, days: str) -> OwnSchedule:
    """Let nothing come for so many days, today included. Raises UnknownDays, NoSchedule."""
    number = read_days(days, PAUSED_AT_MOST)

    def change(schedule: Schedule) -> Schedule:
        today = today_in(schedule.rhythm.zone, ctx.clock.now())
        return paused(schedule, today, number)

    return await _change(ctx, user, change)


async def go_on(ctx: Context, user: UserId) -> OwnSchedule:
    """End a pause, or start again what was stopped. Raises NoSchedule."""

    def change(schedule: Schedule) -> Schedule:
        return replace(schedule, state=ScheduleState.ON, paused_until=None, undelivered_days=0)

    return await _change(ctx, user, change)


async def stop(ctx: Context, user: UserId) -> OwnSchedule:
    """Let nothing come any more; what was chosen is kept for a while. Raises NoSchedule."""
    return await _change(ctx, user, lambda one: replace(one, state=ScheduleState.STOPPED))


async def _choose(
    ctx: Context, user: UserId, rhythm: Rhythm, taste: Taste, guild: GuildId | None
) -> OwnSchedule:
    async def work(tables: Tables) -> OwnSchedule:
        person = await tables.people.meet(user, ctx.language)
        known = await tables.schedules.of_person(person, Scheduled.ENCOURAGEMENT)
        key = known.id if known else ScheduleId(ctx.randomness.token())
        chosen = Schedule(key, Scheduled.ENCOURAGEMENT, person, rhythm, None, taste)
        begins = known is None or known.state is not ScheduleState.ON
        if known is not None and not begins:
            chosen = replace(chosen, paused_until=known.paused_until)
        await planning.save_schedule(ctx, tables, chosen)
        if guild is not None:
            await tables.schedule_homes.settle(key, guild)
        if begins:
            await ctx.say(tables, Notice(NoticeKind.ENCOURAGEMENTS_BEGIN, None, person, token=key))
        return await _mine(ctx, tables, person)

    mine = await ctx.store.transaction(work)
    await opening.for_what_comes(ctx, user)
    return mine


async def _change(ctx: Context, user: UserId, change: Change) -> OwnSchedule:
    person = ctx.store.person(user)

    async def work(tables: Tables) -> OwnSchedule:
        known = await tables.schedules.of_person(person, Scheduled.ENCOURAGEMENT)
        if known is None:
            raise NoSchedule
        changed = change(known)
        await planning.save_schedule(ctx, tables, changed)
        if changed.state is ScheduleState.STOPPED:
            await tables.outbox.drop_beginning(changed.id)
        return await _mine(ctx, tables, person)

    mine = await ctx.store.transaction(work)
    await opening.for_what_comes(ctx, user)
    return mine


async def _mine(ctx: Context, tables: Tables, person: PersonTag) -> OwnSchedule:
    known = await tables.schedules.of_person(person, Scheduled.ENCOURAGEMENT)
    if known is None:
        return OwnSchedule(None)
    home = await tables.schedule_homes.of(known.id)
    of_members = (Feature.SUGGESTIONS, Feature.TIPS)
    on = home if any(ctx.guilds.is_on(home, one) for one in of_members) else None
    return OwnSchedule(known, await planning.next_time(ctx, tables, known), on)
