"""A conversation that falls silent: the asker is asked, both are warned, and then it closes."""

from dataclasses import replace

from bot.domain.conversations import Conversation, Side
from bot.domain.notices import NoticeKind
from bot.domain.notices_about import about_conversation
from bot.domain.timers import Timer, TimerKind
from bot.services.context import Context
from bot.services.conversations import access, companions, ending, rooms
from bot.storage.store import Tables


async def asker_waits(ctx: Context, due: Timer) -> None:
    """Ask the asker whether to go on waiting for their listener."""

    async def work(tables: Tables) -> None:
        conversation = await access.take_open(tables, due)
        if conversation is not None and not await companions.goes_along(tables, conversation):
            names = await rooms.names(tables, conversation, Side.ASKER)
            await _say(ctx, tables, NoticeKind.LISTENER_QUIET, conversation, Side.ASKER, names)

    await ctx.store.transaction(work)


async def warn(ctx: Context, due: Timer) -> None:
    """Tell both that it closes, unless one of them writes or wants it to stay open."""

    async def work(tables: Tables) -> None:
        conversation = await access.take_open(tables, due)
        if conversation is None or await _lasts(ctx, tables, conversation):
            return
        settings, key = ctx.settings.conversations, conversation.id
        closes = due.due_at + settings.idle_close_after - settings.idle_warning_after
        await tables.timers.put(Timer(TimerKind.IDLE_CLOSES, closes, conversation_id=key))
        for side in Side:
            await _say(ctx, tables, NoticeKind.IDLE_WARNING, conversation, side)
        for one in await tables.rooms.others(conversation):
            await _say(ctx, tables, NoticeKind.IDLE_WARNING, one, Side.LISTENER)

    await ctx.store.transaction(work)


async def close(ctx: Context, due: Timer) -> None:
    """Nobody wrote: it ends, with the words that every ending has."""

    async def work(tables: Tables) -> None:
        conversation = await access.take_open(tables, due)
        if conversation is not None and not await _lasts(ctx, tables, conversation):
            await ending.end(ctx, tables, conversation)

    await ctx.store.transaction(work)


async def _lasts(ctx: Context, tables: Tables, conversation: Conversation) -> bool:
    """Whether it goes along with a goal that is on. Then it is looked at again later, as the goal
    may rest or be paused."""
    if not await companions.goes_along(tables, conversation):
        return False
    later = ctx.clock.now() + ctx.settings.conversations.idle_warning_after
    await tables.timers.put(Timer(TimerKind.IDLE_WARNING, later, conversation_id=conversation.id))
    return True


async def _say(
    ctx: Context,
    tables: Tables,
    kind: NoticeKind,
    conversation: Conversation,
    to: Side,
    names: str | None = None,
) -> None:
    token = await tables.button_tokens.for_conversation(
        ctx.randomness.token(), conversation.id, conversation.party(to).person
    )
    notice = about_conversation(kind, conversation, to, token=token)
    await ctx.say(tables, replace(notice, alias=names or notice.alias))
