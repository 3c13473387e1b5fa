"""What becomes of a listener's question as the ask goes on.

Part of the core, as all that takes an ask from those who might accept it comes here.
"""

from bot.domain.asks import Ask
from bot.domain.first_questions import FirstEvent, FirstQuestion, FirstState, after
from bot.domain.ids import ListenerNumber
from bot.domain.notices import FIRST_TO_ASKER, FIRST_TO_LISTENER, Notice, NoticeKind
from bot.domain.timers import TimerKind
from bot.services.context import Context
from bot.storage.store import Tables


async def happen(
    tables: Tables, ask: Ask, one: FirstQuestion, event: FirstEvent
) -> FirstQuestion | None:
    """Let it be as it is after that; None where nothing changes. What was to be said of it and is
    not right any more is said no more."""
    new = after(one, event)
    if new is None or not await tables.first_questions.put(one.state, new):
        return None
    if one.state is FirstState.ASKED and new.state is not FirstState.ASKED:
        await tables.timers.call_off(TimerKind.QUESTION_ENDS, ask.id)
    if new.state is FirstState.OVER or new.left_alone:
        await tables.outbox.drop_about(ask.id, ask.asker, FIRST_TO_ASKER)
    if new.state is FirstState.OVER or new.declined:
        await tables.outbox.drop_about(ask.id, one.person, FIRST_TO_LISTENER)
    return new


async def ask_is_over(
    ctx: Context, tables: Tables, ask: Ask, winner: ListenerNumber | None = None
) -> None:
    """Nobody can accept the ask any more: whoever waits to hear of it is told so, without a sound,
    in the same words whatever it was."""
    for one in await tables.first_questions.of_ask(ask.id):
        waited = one.is_waited_for and one.listener != winner
        if await happen(tables, ask, one, FirstEvent.ASK_OVER) and waited:
            await say_over(ctx, tables, ask, one)


async def say_over(ctx: Context, tables: Tables, ask: Ask, one: FirstQuestion) -> None:
    """The ask is no longer available to whoever asked about it: taken, over, or kept from them."""
    kind = NoticeKind.FIRST_OVER
    await ctx.say(tables, Notice(kind, ask.guild_id, one.person, ask_id=ask.id))


async def declined(tables: Tables, ask: Ask, number: ListenerNumber) -> None:
    """A listener wants no more of it; whoever asked notices nothing."""
    one = await tables.first_questions.of_listener(ask.id, number)
    if one is not None:
        await happen(tables, ask, one, FirstEvent.DECLINED)


async def listener_goes(tables: Tables, number: ListenerNumber) -> None:
    """The same of all that a listener asked, who rests or leaves."""
    for one in await tables.first_questions.not_over(number):
        ask = await tables.asks.get(one.ask_id)
        if ask is not None:
            await happen(tables, ask, one, FirstEvent.DECLINED)
