"""Somebody's own goal: setting and changing it, when they are asked how it goes, and its end."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from bot.domain.errors import OutOfDate
from bot.domain.form_errors import NoGoal
from bot.domain.goals import DAYS_AT_MOST, Answer, CheckIn, Goal, first_day, goal_words
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
from bot.services.goals import partners
from bot.services.goals.check_ins import reader_of
from bot.services.schedules import planning
from bot.storage.store import Tables


@dataclass(frozen=True, slots=True)
class OwnGoal:
    """One's goal, when the next check-in comes, and the last ones, the newest first."""

    goal: Goal
    next: datetime | None
    lately: Sequence[CheckIn]
    partner: str | None = None
    """The alias of whoever goes along with it."""
    looks_for_partner: bool = False


async def get_goal(ctx: Context, user: UserId) -> OwnGoal | None:
    """One's own goal, if there is one. Where it rests, its owner has come back to it."""
    person = ctx.store.person(user)

    async def work(tables: Tables) -> OwnGoal | None:
        await tables.schedules.came_back(person, Scheduled.CHECK_IN, ctx.clock.now())
        return await _mine(ctx, tables, person)

    return await ctx.store.transaction(work)


async def known(ctx: Context, user: UserId) -> Goal | None:
    """One's own goal as it stands, to change it."""
    return await ctx.store.read(lambda tables: _goal(tables, ctx.store.person(user)))


async def save(
    ctx: Context, user: UserId, *, words: str, every: str, at: str, zone: str
) -> OwnGoal:
    """Set one's goal or change it, as typed; its check-ins are on from now.

    Raises NoGoalWords, GoalTooLong, UnknownDays, UnknownTime, NoPlace, UnknownZone, AskedBack.
    """
    text, days = goal_words(words), read_days(every, DAYS_AT_MOST)
    typed = replace(planning.parse_rhythm(at, zone, EVERY_DAY, ctx.places()), every_days=days)

    async def work(tables: Tables) -> OwnGoal:
        person = await tables.people.meet(user, ctx.language)
        before = await tables.schedules.of_person(person, Scheduled.CHECK_IN)
        key = before.id if before else ScheduleId(ctx.randomness.token())
        rhythm = _begun(ctx, typed, before.rhythm if before else None)
        await planning.save_schedule(
            ctx,
            tables,
            Schedule(key, Scheduled.CHECK_IN, person, rhythm, None, Taste("")),
        )
        await tables.goals.save(key, text, resting=False)
        await tables.goals.excuse(key)
        return await _there(ctx, tables, person)

    return await ctx.store.transaction(work)


async def pause(ctx: Context, user: UserId) -> OwnGoal:
    """Ask no more until its owner goes on. Raises NoGoal."""
    return await _turn(ctx, user, ScheduleState.STOPPED)


async def go_on(ctx: Context, user: UserId) -> OwnGoal:
    """Ask again, whyever it was not asked. Raises NoGoal."""
    return await _turn(ctx, user, ScheduleState.ON)


async def stop_by(ctx: Context, user: UserId) -> None:
    """Stop was pressed on a check-in, perhaps of a goal that has ended: one's goal is asked about
    no more. Raises OutOfDate where there is none."""
    if await known(ctx, user) is None:
        raise OutOfDate
    await pause(ctx, user)


async def end(ctx: Context, user: UserId) -> None:
    """Erase one's goal, its check-ins and all answers, and part from its partner.

    Raises OutOfDate when there is none.
    """
    person = ctx.store.person(user)

    async def work(tables: Tables) -> None:
        goal = await _goal(tables, person)
        if goal is None:
            raise OutOfDate
        await partners.end_partnership(ctx, tables, goal.schedule.id)
        await tables.schedules.remove(goal.schedule.id)
        for answer in Answer:
            await tables.texts.forget(reader_of(person, answer))

    await ctx.store.transaction(work)


def _begun(ctx: Context, typed: Rhythm, before: Rhythm | None) -> Rhythm:
    """The rhythm with the day that it counts from: as before, unless the number of days changed."""
    if before is not None and before.every_days == typed.every_days:
        return replace(typed, first_day=before.first_day)
    today = today_in(typed.zone, ctx.clock.now())
    return replace(typed, first_day=first_day(today, typed.every_days))


async def _turn(ctx: Context, user: UserId, state: ScheduleState) -> OwnGoal:
    person = ctx.store.person(user)

    async def work(tables: Tables) -> OwnGoal:
        goal = await _goal(tables, person)
        if goal is None:
            raise NoGoal
        changed = replace(goal.schedule, state=state, undelivered_days=0)
        await planning.save_schedule(ctx, tables, changed)
        await tables.goals.save(changed.id, goal.words, resting=False)
        await tables.goals.excuse(changed.id)
        return await _there(ctx, tables, person)

    return await ctx.store.transaction(work)


async def _there(ctx: Context, tables: Tables, person: PersonTag) -> OwnGoal:
    mine = await _mine(ctx, tables, person)
    assert mine is not None, "it was just kept"
    return mine


async def _mine(ctx: Context, tables: Tables, person: PersonTag) -> OwnGoal | None:
    goal = await _goal(tables, person)
    if goal is None:
        return None
    following = await planning.next_time(ctx, tables, goal.schedule)
    key = goal.schedule.id
    talk = await partners.conversation_about(tables, key)
    looks = talk is None and await tables.partners.open_ask(key) is not None
    alias = None if talk is None else talk.listener.alias
    return OwnGoal(goal, following, await tables.goals.lately(key), alias, looks)


async def _goal(tables: Tables, person: PersonTag) -> Goal | None:
    schedule = await tables.schedules.of_person(person, Scheduled.CHECK_IN)
    words = None if schedule is None else await tables.goals.words(schedule.id)
    if schedule is None or words is None:
        return None
    return Goal(schedule, words, await tables.goals.is_resting(schedule.id))
