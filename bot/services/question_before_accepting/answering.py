"""Whoever asked reads a listener's question, and answers it or leaves it, as they like.

Nothing that they read or see tells whether that listener still waits for the answer.
"""

from dataclasses import dataclass, replace

from bot.domain.asks import Ask
from bot.domain.first_question_errors import FirstQuestionOver
from bot.domain.first_questions import FirstEvent, FirstQuestion, FirstState
from bot.domain.ids import FirstQuestionId, MessageId, UserId
from bot.services import cool_downs, membership, restrictions
from bot.services.context import Context, Member
from bot.services.conversations import incoming
from bot.services.conversations.passed_words import Decided
from bot.services.offers import first_questions
from bot.services.question_before_accepting import asking, wording
from bot.services.question_before_accepting.wording import FirstWords
from bot.storage.store import Tables


@dataclass(frozen=True, slots=True)
class FirstQuestionShown:
    """A question as whoever asked reads it."""

    id: FirstQuestionId
    alias: str
    words: str


async def look_at_first(ctx: Context, user: UserId, key: str) -> FirstQuestionShown:
    """What a listener asks. Raises FirstQuestionOver, also for everybody else."""
    _, one = await ctx.store.read(lambda tables: require(ctx, tables, user, key))
    return FirstQuestionShown(one.id, one.alias, one.words or "")


async def answer_first(ctx: Context, user: UserId, key: str, number: int, text: str) -> FirstWords:
    """Let the answer go, once for each `number` of an opened form, or keep it as a draft. Raises
    FirstQuestionOver, NoWords, TooManyWords, PausedHere, BannedHere, TooMuchAtOnce, TooSoonAgain,
    OutOfDate for somebody who is no longer in the server, TryAgain."""
    decided = wording.decide(ctx, text)
    ask, _ = await ctx.store.read(lambda tables: _own(ctx, tables, user, key))
    await membership.must_be_here(ctx, user, ask.guild_id)

    async def work(tables: Tables) -> FirstWords:
        ask, one = await _own(ctx, tables, user, key)
        if await tables.messages.first_time(MessageId(number), ctx.clock.now()):
            await incoming.must_not_be_too_much(ctx, tables, user, MessageId(number))
        elif not one.can_be_answered(ctx.clock.now()):
            return FirstWords(one.id, answers=True)  # sent twice
        ask, one = await require(ctx, tables, user, key)
        return await go(ctx, tables, user, ask, one, decided)

    async with cool_downs.noting(ctx, incoming.of_messages(user)):
        return await ctx.store.transaction(work)


async def leave_first(ctx: Context, user: UserId, key: str) -> None:
    """Leave it unanswered; its listener is told of no more than of silence. Raises
    FirstQuestionOver."""

    async def work(tables: Tables) -> None:
        ask, one = await require(ctx, tables, user, key)
        await first_questions.happen(tables, ask, one, FirstEvent.LEFT)

    await ctx.store.transaction(work)


async def go(
    ctx: Context,
    tables: Tables,
    user: UserId,
    ask: Ask,
    one: FirstQuestion,
    decided: Decided,
    *,
    anyway: bool = False,
) -> FirstWords:
    """Let an answer go, if nothing stands against it; else it is a draft. Raises PausedHere,
    BannedHere."""
    await restrictions.must_be_free(ctx, tables, Member(user, ask.guild_id))
    answered = replace(one, answer=decided.words)
    stays, refused = wording.stay(ctx, ask.guild_id, decided, anyway=anyway)
    if stays:
        await tables.first_questions.put(FirstState.ASKED, answered)
        return FirstWords(one.id, True, decided.own, decided.exact, refused)
    new = await first_questions.happen(tables, ask, answered, FirstEvent.ANSWERED)
    if new is not None and new.state is FirstState.ANSWERED:
        await asking.tell_answer(ctx, tables, ask, new)
    return FirstWords(one.id, answers=True)


async def require(
    ctx: Context, tables: Tables, user: UserId, key: str
) -> tuple[Ask, FirstQuestion]:
    """A question about one's own ask, while it can be answered. Raises FirstQuestionOver."""
    ask, one = await _own(ctx, tables, user, key)
    if not one.can_be_answered(ctx.clock.now()):
        raise FirstQuestionOver
    return ask, one


async def _own(ctx: Context, tables: Tables, user: UserId, key: str) -> tuple[Ask, FirstQuestion]:
    one = await tables.first_questions.get(key)
    ask = None if one is None else await tables.asks.get(one.ask_id)
    if one is None or ask is None or ask.asker != ctx.store.person(user):
        raise FirstQuestionOver
    return ask, one
