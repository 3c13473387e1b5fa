"""Somebody's own goals: setting and changing one, when they are asked about it, and its end.

A goal is named by the schedule of its check-ins, which its buttons carry.
"""

from dataclasses import replace

from bot.domain.errors import OutOfDate
from bot.domain.form_errors import NoGoal
from bot.domain.goals import DAYS_AT_MOST, Answer, first_day, free_place, goal_words
from bot.domain.ids import PersonTag, ScheduleId, UserId
from bot.domain.lengths import read_days
from bot.domain.schedules import (
    EVERY_DAY,
    Rhythm,
    Schedule,
    Scheduled,
    ScheduleState,
    Taste,
    today_in,
)
from bot.services.context import Context
from bot.services.direct_messages import opening
from bot.services.goals import own, partners
from bot.services.goals.check_ins import reader_of
from bot.services.goals.own import OwnGoal
from bot.services.schedules import planning
from bot.storage.store import Tables


async def save(
    ctx: Context,
    user: UserId,
    key: ScheduleId,
    *,
    words: str,
    every: str,
    at: str,
    zone: str,
) -> OwnGoal:
    """Set a goal or, where there is one with this key, change it, as typed; its check-ins are on
    from now. However often a form is sent, it sets one.

    Raises NoGoalWords, GoalTooLong, UnknownDays, UnknownTime, NoPlace, UnknownZone, AskedBack,
    TooManyGoals; OutOfDate for another person's.
    """
    text, days = goal_words(words), read_days(every, DAYS_AT_MOST)
    typed = replace(planning.parse_rhythm(at, zone, EVERY_DAY, ctx.places()), every_days=days)

    async def work(tables: Tables) -> OwnGoal:
        person = await tables.people.meet(user, ctx.language)
        schedule = await _changed(ctx, tables, person, key, typed)
        await planning.save_schedule(ctx, tables, schedule)
        await tables.goals.save(key, text, resting=False)
        await tables.goals.excuse(key)
        return await own.shown(ctx, tables, await own.which(tables, person, key))

    saved = await ctx.store.transaction(work)
    await opening.for_what_comes(ctx, user)
    return saved


async def pause(ctx: Context, user: UserId, named: str = "") -> OwnGoal:
    """Ask about a goal no more until its owner goes on. Raises NoGoal, WhichGoal."""
    return await _turn(ctx, user, named, ScheduleState.STOPPED)


async def go_on(ctx: Context, user: UserId, named: str = "") -> OwnGoal:
    """Ask again, whyever it was not asked. Raises NoGoal, WhichGoal."""
    return await _turn(ctx, user, named, ScheduleState.ON)


async def stop_by(ctx: Context, user: UserId, named: str = "") -> OwnGoal:
    """Stop was pressed on a check-in, perhaps of a goal that has ended: then the only one there is
    is asked about no more. Raises OutOfDate where there is none, WhichGoal."""
    try:
        return await pause(ctx, user, named)
    except NoGoal:
        raise OutOfDate from None


async def end(ctx: Context, user: UserId, key: ScheduleId) -> int:
    """Erase a goal, its check-ins and all answers, and part from its partner; how many are left.

    Raises OutOfDate when it is not there: another one is never erased instead.
    """
    person = ctx.store.person(user)

    async def work(tables: Tables) -> int:
        if await own.exactly(tables, person, key) is None:
            raise OutOfDate
        await partners.end_partnership(ctx, tables, key)
        await tables.schedules.remove(key)
        left = len(await own.all_of(tables, person))
        if not left:
            for answer in Answer:
                await tables.texts.forget(reader_of(person, answer))
        return left

    return await ctx.store.transaction(work)


async def _changed(
    ctx: Context, tables: Tables, person: PersonTag, key: ScheduleId, typed: Rhythm
) -> Schedule:
    """The schedule as typed, at its place. Raises OutOfDate, TooManyGoals."""
    before = await tables.schedules.get(key)
    if before is not None and (before.to != person or before.what is not Scheduled.CHECK_IN):
        raise OutOfDate
    others = await tables.schedules.all_of_person(person, Scheduled.CHECK_IN)
    place = before.place if before else free_place([one.place for one in others])
    rhythm = _begun(ctx, typed, before.rhythm if before else None)
    return Schedule(key, Scheduled.CHECK_IN, person, rhythm, None, Taste(""), place=place)


def _begun(ctx: Context, typed: Rhythm, before: Rhythm | None) -> Rhythm:
    """The rhythm with the day that it counts from: as before, unless the number of days changed."""
    if before is not None and before.every_days == typed.every_days:
        return replace(typed, first_day=before.first_day)
    today = today_in(typed.zone, ctx.clock.now())
    return replace(typed, first_day=first_day(today, typed.every_days))


async def _turn(ctx: Context, user: UserId, named: str, state: ScheduleState) -> OwnGoal:
    person = ctx.store.person(user)

    async def work(tables: Tables) -> OwnGoal:
        goal = await own.which(tables, person, named)
        changed = replace(goal.schedule, state=state, undelivered_days=0)
        await planning.save_schedule(ctx, tables, changed)
        await tables.goals.save(changed.id, goal.words, resting=False)
        await tables.goals.excuse(changed.id)
        return await own.shown(ctx, tables, await own.which(tables, person, changed.id))

    turned = await ctx.store.transaction(work)
    await opening.for_what_comes(ctx, user)
    return turned
