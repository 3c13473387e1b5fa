"""Somebody's own goals as they stand, and which of them a button means."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.domain.form_errors import NoGoal, WhichGoal
from bot.domain.goals import CheckIn, Goal, free_place
from bot.domain.ids import PersonTag, ScheduleId, UserId
from bot.domain.schedules import Schedule, Scheduled
from bot.services.context import Context
from bot.services.goals import partners
from bot.services.schedules import planning
from bot.storage.store import Tables


@dataclass(frozen=True, slots=True)
class OwnGoal:
    """A goal of one's own, when the next check-in comes, and the last ones, the newest first."""

    goal: Goal
    next: datetime | None
    lately: Sequence[CheckIn]
    partner: str | None = None
    """The alias of whoever goes along with it."""
    looks_for_partner: bool = False
    among: int = 1
    """How many goals one has, with this one."""


async def get_goals(ctx: Context, user: UserId) -> Sequence[OwnGoal]:
    """One's own goals, by their places. Where they rest, their owner has come back to them."""
    person = ctx.store.person(user)

    async def work(tables: Tables) -> list[OwnGoal]:
        await tables.schedules.came_back(person, Scheduled.CHECK_IN, ctx.clock.now())
        mine = await all_of(tables, person)
        return [await shown(ctx, tables, one, len(mine)) for one in mine]

    return await ctx.store.transaction(work)


async def get_goal(ctx: Context, user: UserId, named: str = "") -> OwnGoal:
    """As `get_goals`, the one that a button names. Raises NoGoal, WhichGoal."""
    person = ctx.store.person(user)

    async def work(tables: Tables) -> OwnGoal:
        await tables.schedules.came_back(person, Scheduled.CHECK_IN, ctx.clock.now())
        return await shown(ctx, tables, await which(tables, person, named))

    return await ctx.store.transaction(work)


async def known(ctx: Context, user: UserId, named: str = "") -> Goal:
    """One's own goal as it stands, to change it. Raises NoGoal, WhichGoal."""
    return await ctx.store.read(lambda tables: which(tables, ctx.store.person(user), named))


async def must_have_room(ctx: Context, user: UserId) -> None:
    """Raises TooManyGoals where another one does not fit."""
    mine = await ctx.store.read(lambda tables: all_of(tables, ctx.store.person(user)))
    free_place([one.schedule.place for one in mine])


async def which(tables: Tables, person: PersonTag, named: str) -> Goal:
    """The goal that a button names: by the schedule of its check-ins. A button that was made when
    there was one goal at most, or that of a goal that has ended, means the only one there is.

    So this is for what can be taken back; nothing is erased by it. Raises NoGoal, WhichGoal.
    """
    mine = await all_of(tables, person)
    if not mine:
        raise NoGoal
    found = [one for one in mine if one.schedule.id == named]
    if not found and len(mine) > 1:
        raise WhichGoal
    return (found or mine)[0]


async def all_of(tables: Tables, person: PersonTag) -> Sequence[Goal]:
    """One's goals, by their places."""
    schedules = await tables.schedules.all_of_person(person, Scheduled.CHECK_IN)
    return [goal for one in schedules if (goal := await _goal(tables, one)) is not None]


async def exactly(tables: Tables, person: PersonTag, key: ScheduleId) -> Goal | None:
    """One's goal with this key and no other."""
    found = [one for one in await all_of(tables, person) if one.schedule.id == key]
    return found[0] if found else None


async def shown(ctx: Context, tables: Tables, goal: Goal, among: int | None = None) -> OwnGoal:
    """A goal with all that its owner sees of it."""
    key, to = goal.schedule.id, goal.schedule.to
    assert isinstance(to, bytes), "check-ins go to people"
    following = await planning.next_time(ctx, tables, goal.schedule)
    talk = await partners.conversation_about(tables, key)
    looks = talk is None and await tables.partners.open_ask(key) is not None
    alias = None if talk is None else talk.listener.alias
    lately = await tables.goals.lately(key)
    others = len(await all_of(tables, to)) if among is None else among
    return OwnGoal(goal, following, lately, alias, looks, others)


async def _goal(tables: Tables, schedule: Schedule) -> Goal | None:
    words = await tables.goals.words(schedule.id)
    if words is None:
        return None
    return Goal(schedule, words, await tables.goals.is_resting(schedule.id))
