"""When the other side is silent: still here, back soon, wait, or find somebody else."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import timedelta

from bot.domain.conversations import Conversation, Side, other
from bot.domain.errors import OutOfDate
from bot.domain.ids import UserId
from bot.domain.notices import NoticeKind
from bot.domain.notices_about import about_conversation
from bot.domain.timers import Timer, TimerKind
from bot.services import restrictions
from bot.services.context import Context, Member
from bot.services.conversations import access, ending, rooms
from bot.storage.store import Tables

_TO_ALL = (NoticeKind.STILL_HERE,)
"""What everybody in a room is told, and not the asker alone."""


async def still_here(ctx: Context, user: UserId, token: str) -> str:
    """Tell the other side kindly that one is here, and keep the conversation open; the names of
    all others. Raises OutOfDate."""
    return await _say_so(ctx, user, token, NoticeKind.STILL_HERE, timedelta(0))


async def back_soon(ctx: Context, user: UserId, token: str) -> str:
    """Tell the asker that their listener is back in ten minutes; the asker's alias. Raises
    OutOfDate."""
    away = ctx.settings.conversations.listener_back_within
    return await _say_so(ctx, user, token, NoticeKind.BACK_SOON, away)


async def wait(ctx: Context, user: UserId, token: str) -> str:
    """Go on waiting for whoever listens; their names. Raises OutOfDate."""

    async def work(tables: Tables, conversation: Conversation, side: Side) -> None:
        if side is not Side.ASKER:
            raise OutOfDate
        first = await rooms.first(tables, conversation)
        if await _asker_waits(tables, first):
            await _be_patient(ctx, tables, first, timedelta(0))

    return await _press(ctx, user, token, work)


async def find_somebody_else(ctx: Context, user: UserId, token: str) -> str:
    """End without blame, with all who listen: the ask waits again, for others; their names. Raises
    BannedHere, and OutOfDate, also when a listener has written since: then they are talking."""

    async def work(tables: Tables, conversation: Conversation, side: Side) -> None:
        if side is not Side.ASKER or not await _asker_waits(tables, conversation):
            raise OutOfDate
        await restrictions.must_be_free(ctx, tables, Member(user, conversation.guild_id))
        if not await ending.end_and_reopen_ask(ctx, tables, conversation):
            raise OutOfDate
        await ending.say_it_ended(ctx, tables, conversation, Side.LISTENER)

    return await _press(ctx, user, token, work)


async def _say_so(ctx: Context, user: UserId, token: str, kind: NoticeKind, away: timedelta) -> str:
    async def work(tables: Tables, conversation: Conversation, side: Side) -> None:
        if conversation.moderates and kind is NoticeKind.BACK_SOON:
            raise OutOfDate  # nobody waits for a moderator as for their listener
        if side in conversation.gone:
            return  # the other is told nothing of it, so nothing that they are asked may move
        first = await rooms.first(tables, conversation)  # silence counts in that one alone
        if side is Side.LISTENER:
            await tables.timers.listener_wrote(conversation.id)
            if away or await _asker_waits(tables, first):
                await _be_patient(ctx, tables, first, away)
        await _keep_open(ctx, tables, first)
        if not conversation.stopped:
            await ctx.say(tables, about_conversation(kind, conversation, other(side)))
        for one in await tables.rooms.others(conversation) if kind in _TO_ALL else ():
            said = about_conversation(kind, one, Side.LISTENER)
            await ctx.say(tables, replace(said, alias=conversation.party(side).alias))

    return await _press(ctx, user, token, work)


async def _asker_waits(tables: Tables, conversation: Conversation) -> bool:
    """Whether it is the listener's turn: nobody waits for somebody who wrote last, and whose words
    reach them."""
    return (
        conversation.stopped
        or await tables.message_copies.last_writer(conversation.id) is not Side.LISTENER
    )


async def _be_patient(
    ctx: Context, tables: Tables, conversation: Conversation, away: timedelta
) -> None:
    due = ctx.clock.now() + away + ctx.settings.conversations.asker_asked_after
    await tables.timers.put(Timer(TimerKind.ASKER_WAITS, due, conversation_id=conversation.id))


async def _keep_open(ctx: Context, tables: Tables, conversation: Conversation) -> None:
    """Close later, but never later than a silent conversation may last."""
    settings, key = ctx.settings.conversations, conversation.id
    silent_since = await tables.conversations.silent_since(key)
    latest = (silent_since or ctx.clock.now()) + settings.kept_open_at_most
    warning = ctx.clock.now() + settings.idle_warning_after
    closes = ctx.clock.now() + settings.idle_close_after
    await tables.timers.call_off(TimerKind.IDLE_CLOSES, key)
    await tables.timers.call_off(TimerKind.IDLE_WARNING, key)
    if closes < latest:
        await tables.timers.put(Timer(TimerKind.IDLE_WARNING, warning, conversation_id=key))
    else:
        await tables.timers.put(Timer(TimerKind.IDLE_CLOSES, latest, conversation_id=key))


async def _press(
    ctx: Context,
    user: UserId,
    token: str,
    work: Callable[[Tables, Conversation, Side], Awaitable[None]],
) -> str:
    async def check(tables: Tables) -> str:
        conversation, side = await access.require_open(ctx, tables, user, token)
        names = await rooms.names(tables, conversation, side)
        await work(tables, conversation, side)
        return names

    return await ctx.store.transaction(check)
