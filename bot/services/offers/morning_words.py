"""What becomes of words for an asker's morning once nobody is looked for any more.

Part of the core, as all that takes an ask from those who might accept it comes here.
"""

from bot.domain.asks import Ask
from bot.domain.ids import ListenerNumber
from bot.domain.mornings import MorningWords
from bot.domain.notices import Notice, NoticeKind
from bot.domain.timers import TimerKind
from bot.services.context import Context
from bot.storage.store import Tables


async def ask_is_over(
    ctx: Context, tables: Tables, ask: Ask, winner: ListenerNumber | None = None
) -> None:
    """Nobody can accept the ask any more: what was written for its asker's morning is erased, and
    whoever wrote it is told so, without a sound, in the same words whatever it was."""
    await tables.timers.call_off(TimerKind.MORNING_COMES, ask.id)
    for one in await tables.morning_words.of_ask(ask.id):
        await tables.morning_words.drop(one.id)
        if one.listener != winner:
            await tell_writer(ctx, tables, ask, one)


async def tell_writer(ctx: Context, tables: Tables, ask: Ask, one: MorningWords) -> None:
    """That it is not sent any more; to nobody who has not said that it may go, as they wait for
    nothing."""
    listener = await tables.listeners.get(one.listener)
    if listener is not None and one.ready:
        kind = NoticeKind.MORNING_OVER
        await ctx.say(tables, Notice(kind, ask.guild_id, listener.person, ask_id=ask.id))
