"""Blocking a listener who asked a question before accepting, under the name worn for it alone.

They are told nothing: the question is left, which reads like silence, and the ask is no longer
available to them, as to everybody who comes too late.
"""

from dataclasses import dataclass

from bot.domain.asks import Ask
from bot.domain.blocks import Block
from bot.domain.errors import OutOfDate
from bot.domain.first_questions import FirstEvent, FirstQuestion
from bot.domain.ids import NO_NUMBER, UserId
from bot.services.context import Context
from bot.services.offers import first_questions
from bot.storage.store import Tables


@dataclass(frozen=True, slots=True)
class AskedMe:
    """A question about one's own ask."""

    ask: Ask
    question: FirstQuestion


async def asked_me(ctx: Context, tables: Tables, user: UserId, key: str) -> AskedMe | None:
    """The question behind a button of whoever asked; None for every other token. Raises OutOfDate
    for somebody else's, and once nothing leads to who asked it."""
    one = await tables.first_questions.get(key)
    if one is None:
        return None
    ask = await tables.asks.get(one.ask_id)
    if ask is None or ask.asker != ctx.store.person(user) or one.listener == NO_NUMBER:
        raise OutOfDate
    return AskedMe(ask, one)


async def keep_apart(ctx: Context, tables: Tables, asked: AskedMe) -> str:
    """Block them; their name. Done again it changes nothing."""
    ask, one = asked.ask, asked.question
    await first_questions.happen(tables, ask, one, FirstEvent.LEFT)
    made = Block(ctx.randomness.token(), ask.guild_id, one.alias, ctx.clock.now().date())
    theirs = ctx.store.asker_number_of(one.listener)
    await tables.blocks.add(made, one.id, ask.asker_number, theirs)
    return one.alias
