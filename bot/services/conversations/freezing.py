"""Moderators hold a conversation: in both directions at once, in the same words for every cause.

What is written meanwhile is passed to nobody, and what its writer sees of it is as ever. It goes on
when they let it, or ends like every other after some days.
"""

from datetime import timedelta

from bot.domain.conversations import Conversation, Side
from bot.domain.notices import NoticeKind
from bot.domain.notices_about import about_conversation
from bot.domain.timers import Timer, TimerKind
from bot.services.context import Context
from bot.services.conversations import ending, rooms
from bot.storage.store import Tables

HELD_AT_MOST = timedelta(hours=72)


async def freeze(ctx: Context, tables: Tables, conversation: Conversation) -> bool:
    """Hold it, for all who are in it; False where it is over or held already."""
    held = [await _hold(ctx, tables, one) for one in await rooms.all_of(tables, conversation)]
    return held[0]


async def _hold(ctx: Context, tables: Tables, conversation: Conversation) -> bool:
    if not await tables.conversations.freeze(conversation.id, frozen=True):
        return False
    await tables.outbox.drop_for_conversation(conversation.id)
    ends = ctx.clock.now() + HELD_AT_MOST
    await tables.timers.put(Timer(TimerKind.HOLD_ENDS, ends, conversation_id=conversation.id))
    await _tell_both(ctx, tables, conversation, NoticeKind.CONVERSATION_HELD)
    return True


async def let_go_on(ctx: Context, tables: Tables, conversation: Conversation) -> bool:
    """Let it go on; False where it is over or was not held. Silence counts from now."""
    went_on = [await _let_go(ctx, tables, one) for one in await rooms.all_of(tables, conversation)]
    if went_on[0]:
        key = (await rooms.first(tables, conversation)).id
        warning = ctx.clock.now() + ctx.settings.conversations.idle_warning_after
        await tables.timers.put(Timer(TimerKind.IDLE_WARNING, warning, conversation_id=key))
    return went_on[0]


async def _let_go(ctx: Context, tables: Tables, conversation: Conversation) -> bool:
    if not await tables.conversations.freeze(conversation.id, frozen=False):
        return False
    await tables.timers.call_off(TimerKind.HOLD_ENDS, conversation.id)
    await tables.conversations.words_passed(conversation.id, ctx.clock.now())
    await _tell_both(ctx, tables, conversation, NoticeKind.CONVERSATION_GOES_ON)
    return True


async def end_held(ctx: Context, due: Timer) -> None:
    """Nobody let it go on: it ends, with the words that every ending has."""

    async def work(tables: Tables) -> None:
        if not await tables.timers.take(due) or due.conversation_id is None:
            return
        conversation = await tables.conversations.get(due.conversation_id)
        if conversation is not None and conversation.frozen:
            await ending.end(ctx, tables, conversation)

    await ctx.store.transaction(work)


async def _tell_both(
    ctx: Context, tables: Tables, conversation: Conversation, kind: NoticeKind
) -> None:
    for side in Side:
        await ctx.say(tables, about_conversation(kind, conversation, side))
