"""What comes by the calendar: encouragements, goals with their check-ins, and partners for them."""

from collections.abc import Awaitable, Callable
from typing import Final

from bot.domain.ages import Age
from bot.domain.goals import Answer
from bot.domain.ids import ScheduleId, UserId
from bot.domain.notices import CHECK_INS
from bot.domain.schedules import Schedule, Scheduled
from bot.services.ages import statements
from bot.services.asks import drafts, posting
from bot.services.context import Context, Member
from bot.services.encouragements import personal_schedule
from bot.services.goals import check_in_answers, goal
from bot.services.goals.own import OwnGoal
from tests.simulation.begun import ASKERS, HARBOUR, LISTENERS
from tests.simulation.ledger import Chosen
from tests.simulation.life import Life
from tests.simulation.seen import own, token_of
from tests.simulation.town import Town

PEOPLE: Final = (*ASKERS, LISTENERS[0])
"""To whom something comes."""
_TIMES: Final = ("07:00", "12:30", "21:00", "02:30")
_ZONES: Final = ("UTC", "Europe/Lisbon", "America/New_York", "Asia/Kolkata", "Pacific/Auckland")
"""All some half hours from UTC; in one of them the clock is changed in the week that is played."""
_EVERY_DAY: Final = tuple(range(7))


def choose_encouragements(town: Town) -> None:
    """Somebody chooses when encouragements come, or changes it."""
    who, at, zone = _when(town)

    async def work(life: Life) -> Schedule | None:
        mine = await personal_schedule.save(
            *(life.ctx, who),
            at=at,
            zone=zone,
            weekdays=_EVERY_DAY,
            themes=(),
            language="en",
        )
        return mine.schedule

    _choose(town, who, f"chooses {at} {zone}", Scheduled.ENCOURAGEMENT, work)


def stop_or_go_on(town: Town) -> None:
    """Somebody has no more encouragements for now, or has them again."""
    who = town.moves.choice(PEOPLE)
    way = town.moves.choice((personal_schedule.stop, personal_schedule.go_on, _pause))

    async def work(life: Life) -> Schedule | None:
        return (await way(life.ctx, who)).schedule

    _choose(town, who, way.__name__, Scheduled.ENCOURAGEMENT, work)


async def _pause(ctx: Context, who: UserId) -> personal_schedule.OwnSchedule:
    return await personal_schedule.pause(ctx, who, "2")


def set_goal(town: Town) -> None:
    """Somebody sets a goal, or changes it."""
    who, at, zone = _when(town)
    key, words = goal_of(who), f"goal of {who % 1000}"

    async def work(life: Life) -> Schedule | None:
        mine = await goal.save(*(life.ctx, who, key), words=words, every="1", at=at, zone=zone)
        return mine.goal.schedule

    _choose(town, who, f"sets a goal {at} {zone}", Scheduled.CHECK_IN, work)


def goal_of(who: UserId) -> ScheduleId:
    """The key of the one goal that somebody has here."""
    return ScheduleId(f"goal{who}")


def leave_goal(town: Town) -> None:
    """Somebody pauses their goal, goes on with it, or ends it."""
    who = town.moves.choice(PEOPLE)

    async def end(life: Life) -> None:
        await goal.end(life.ctx, who, goal_of(who))

    async def turn(way: Callable[..., Awaitable[OwnGoal]], life: Life) -> Schedule | None:
        return (await way(life.ctx, who)).goal.schedule

    ways: tuple[Callable[[Life], Awaitable[Schedule | None]], ...] = (
        end,
        lambda life: turn(goal.pause, life),
        lambda life: turn(goal.go_on, life),
    )
    _choose(town, who, "leaves or goes on", Scheduled.CHECK_IN, town.moves.choice(ways))


def look_for_partner(town: Town) -> None:
    """Somebody would like company for their goal."""
    who = town.moves.choice(ASKERS)
    words, member = f"ask{len(town.first_words)} of {town.seed}", Member(who, HARBOUR)
    town.first_words[words] = who

    async def work(life: Life) -> None:
        if who in town.erased:
            await statements.say(life.ctx, member, Age.ADULT)
        key = goal_of(who)
        preview = await drafts.draft(life.ctx, member, words, "", for_goal=key)
        await posting.post(life.ctx, member, preview.draft.id)

    town.press(who, "looks for a partner", work)


def answer_check_in(town: Town) -> None:
    """Somebody says how it went, or says otherwise."""
    who = town.moves.choice(PEOPLE)
    said = own(town, who, CHECK_INS)
    if said is None:
        return
    token, given = token_of(said), town.moves.choice(list(Answer))

    async def work(life: Life) -> None:
        town.ledger.answers.append((who, token, given, town.clock.now()))
        await check_in_answers.answer(life.ctx, who, token, given)

    town.press(who, f"answers {given}", work)


def _when(town: Town) -> tuple[UserId, str, str]:
    draw = town.moves.choice
    return draw(PEOPLE), draw(_TIMES), draw(_ZONES)


def _choose(
    town: Town,
    who: UserId,
    name: str,
    what: Scheduled,
    work: Callable[[Life], Awaitable[Schedule | None]],
) -> None:
    """Press, and note what comes from then on: from the press to its end nobody knows."""

    async def noted(life: Life) -> None:
        begins = Chosen(who, town.clock.now(), what)
        town.ledger.chosen.append(begins)
        comes = await work(life)
        if [one for one in town.ledger.chosen if (one.who, one.what) == (who, what)][-1] != begins:
            comes = None  # another press came meanwhile: which was the last is not known
        reachable = bool(town.disk.looked(_REACHABLE.format(life.ctx.store.person(who).hex())))
        town.ledger.chosen.append(Chosen(who, town.clock.now(), what, comes, reachable))

    town.press(who, name, noted)


_REACHABLE = """
    SELECT 1 FROM person WHERE person_tag = x'{}' AND dm_channel_id_sealed IS NOT NULL
"""

MOVES: Final[dict[Callable[[Town], None], int]] = {
    choose_encouragements: 8,
    stop_or_go_on: 2,
    set_goal: 6,
    leave_goal: 1,
    look_for_partner: 4,
    answer_check_in: 9,
}
"""How likely each is, beside those of every history."""
PAUSES: Final = {14_400.0: 6, 86_400.0: 2}
"""Seconds between two moves, beside those of every history."""
