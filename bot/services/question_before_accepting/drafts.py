"""Drafts of a listener's question before they accept, and of the answer: what tells something of
their writer waits until they say that it may go, write it anew, or drop it.

A draft is its writer's alone: of the listener until the question is asked, of whoever asked then.
"""

from dataclasses import replace

from bot.domain.errors import OutOfDate
from bot.domain.first_question_errors import AskedBefore
from bot.domain.first_questions import FirstQuestion, FirstState
from bot.domain.ids import UserId
from bot.services.context import Context
from bot.services.question_before_accepting import answering, asking, wording
from bot.services.question_before_accepting.wording import FirstWords
from bot.storage.store import Tables


async def draft_of(ctx: Context, user: UserId, key: str) -> str:
    """The words of one's own draft. Raises OutOfDate, AskedBefore where the question went."""
    return await ctx.store.read(lambda tables: _words(ctx, tables, user, key))


async def change_first(ctx: Context, user: UserId, key: str, text: str) -> FirstWords:
    """Write a draft anew; it goes if nothing in it stands against it. Raises as `ask` and
    `answer_first` do."""
    return await _again(ctx, user, key, text)


async def send_anyway(ctx: Context, user: UserId, key: str) -> FirstWords:
    """Let a draft go as it is. Raises the same."""
    return await _again(ctx, user, key, None)


async def drop(ctx: Context, user: UserId, key: str) -> None:
    """Erase a draft. Raises OutOfDate, AskedBefore where the question went."""

    async def work(tables: Tables) -> None:
        await _words(ctx, tables, user, key)
        one = await _get(tables, key)
        if one.state is FirstState.DRAFT:
            await tables.first_questions.drop(one.id)
        else:
            await tables.first_questions.put(FirstState.ASKED, replace(one, answer=None))

    await ctx.store.transaction(work)


async def _again(ctx: Context, user: UserId, key: str, text: str | None) -> FirstWords:
    """With other words, or with those that stand."""
    new = None if text is None else wording.decide(ctx, text)

    async def work(tables: Tables) -> FirstWords:
        standing, one = await _words(ctx, tables, user, key), await _get(tables, key)
        decided = new or wording.decide(ctx, standing)
        if one.state is not FirstState.DRAFT:
            ask, one = await answering.require(ctx, tables, user, key)
            return await answering.go(ctx, tables, user, ask, one, decided, anyway=new is None)
        ask, token = await asking.require_draft(ctx, tables, user, one)
        one = replace(one, words=decided.words)
        await tables.first_questions.put(FirstState.DRAFT, one)
        return await asking.go(ctx, tables, ask, one, decided, token, anyway=new is None)

    return await ctx.store.transaction(work)


async def _get(tables: Tables, key: str) -> FirstQuestion:
    one = await tables.first_questions.get(key)
    if one is None:
        raise OutOfDate
    return one


async def _words(ctx: Context, tables: Tables, user: UserId, key: str) -> str:
    one, now = await _get(tables, key), ctx.clock.now()
    if one.state is FirstState.DRAFT:
        found = one.words if one.is_draft(now) and one.person == ctx.store.person(user) else None
    elif one.person == ctx.store.person(user):  # pressed twice: it is on its way
        raise AskedBefore(token=await tables.button_tokens.known_for_ask(one.ask_id, one.person))
    else:
        _, one = await answering.require(ctx, tables, user, key)
        found = one.answer
    if found is None:
        raise OutOfDate
    return found
