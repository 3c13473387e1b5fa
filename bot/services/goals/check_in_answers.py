"""A check-in is answered: did it, partly, not yet. Each is met with something that fits."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.domain.errors import OutOfDate
from bot.domain.goals import Answer, CheckIn
from bot.domain.ids import PersonTag, UserId
from bot.domain.schedules import Schedule, ScheduleState, Taste
from bot.services.context import Context
from bot.services.encouragements import decks
from bot.services.goals import partners
from bot.services.goals.check_ins import reader_of
from bot.storage.store import Tables

THEME = "accountability"
"""The deck whose texts meet the answers."""


@dataclass(frozen=True, slots=True)
class Answered:
    """What was answered, and the text that meets it. Until the next check-in it can be changed."""

    check_in: CheckIn
    answer: Answer
    text_id: str
    language: str
    words: str | None
    """The goal, for those whose notifications may show words."""
    state: ScheduleState


async def answer(ctx: Context, user: UserId, token: str, given: Answer) -> Answered:
    """Note how it went, in the place of an earlier answer.

    Raises OutOfDate where it is not one's own, another check-in has come, or the goal has ended.
    """
    person = ctx.store.person(user)

    async def work(tables: Tables) -> Answered:
        asked = await tables.goals.by_token(token)
        schedule = None if asked is None else await tables.schedules.get(asked.schedule)
        if asked is None or schedule is None or schedule.to != person:
            raise OutOfDate
        text = await _text(ctx, tables, person, asked, given)
        if not await tables.goals.answer(token, given, text):
            raise OutOfDate
        await partners.schedule_partner_update(ctx, tables, schedule.id)
        return await _answered(ctx, tables, asked, schedule, given, text)

    return await ctx.store.transaction(work)


async def _text(
    ctx: Context,
    tables: Tables,
    person: PersonTag,
    asked: CheckIn,
    given: Answer,
) -> str:
    """The same text where the same answer is given again."""
    fitting = _fitting(ctx, given)
    before = asked.text_id
    if asked.answer is given and before is not None and before in fitting:
        return before
    return await decks.choose(ctx, tables, reader_of(person, given), fitting)


def _fitting(ctx: Context, given: Answer) -> Sequence[str]:
    """The texts that the deck names for an answer, or else all of it."""
    deck = ctx.decks(ctx.language).get(THEME)
    named = deck.answers.get(given, ()) if deck else ()
    return named or decks.fitting_texts(ctx, Taste(ctx.language, frozenset({THEME})))


async def _answered(
    ctx: Context, tables: Tables, asked: CheckIn, schedule: Schedule, given: Answer, text: str
) -> Answered:
    assert isinstance(schedule.to, bytes), "check-ins go to people"
    hidden = await tables.people.is_discreet(schedule.to)
    words = None if hidden else await tables.goals.words(schedule.id)
    return Answered(asked, given, text, ctx.language, words, schedule.state)
