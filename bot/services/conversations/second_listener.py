"""Calling a second listener: put to the asker by the first, and looked for once the asker wants it.

    alone --call--> asked --agree--> looked for --offers.joining.join--> somebody is there
                      |                  |
                      '--decline, or no answer; nobody is free--> alone

What is going on stands in the timers of the conversation, so that it ends with it.
"""

from dataclasses import dataclass
from datetime import timedelta

from bot.domain.asks import Ask
from bot.domain.conversations import Conversation, Side
from bot.domain.errors import OutOfDate
from bot.domain.ids import UserId
from bot.domain.joining_errors import NobodyCanJoin, SomebodyIsThere
from bot.domain.notices import NoticeKind
from bot.domain.notices_about import about_conversation
from bot.domain.timers import Timer, TimerKind
from bot.services import restrictions
from bot.services.context import Context, Member
from bot.services.conversations import access, rooms
from bot.services.offers import joining, search
from bot.storage.store import Tables

ASKED_FOR = timedelta(minutes=30)
"""How long the asker can think about it."""
LOOKED_FOR = timedelta(minutes=20)
"""How long somebody is looked for: off duty from half of it on, by the usual settings."""

_CALLING = (TimerKind.SECOND_ASKED, TimerKind.SECOND_ENDS, TimerKind.SECOND_LOOKED_FOR)


@dataclass(frozen=True, slots=True)
class Called:
    """The asker's alias; `before`: they were asked already."""

    alias: str
    before: bool = False


async def get_asker_alias(ctx: Context, user: UserId, token: str) -> str:
    """The asker's alias, to ask a listener whether they mean it. Raises as `call` does."""

    async def work(tables: Tables) -> str:
        return (await _callable(ctx, tables, user, token)).asker.alias

    return await ctx.store.read(work)


async def call(ctx: Context, user: UserId, token: str) -> Called:
    """Ask the asker whether somebody else may join. Pressed again, nobody is asked twice. Raises
    OutOfDate, SomebodyIsThere, NobodyCanJoin."""

    async def work(tables: Tables) -> Called:
        conversation = await _callable(ctx, tables, user, token)
        key, alias = conversation.id, conversation.asker.alias
        await tables.timers.listener_wrote(key)  # whoever calls somebody is there
        if any([await tables.timers.is_waiting(kind, key) for kind in _CALLING]):
            return Called(alias, before=True)
        until = ctx.clock.now() + ASKED_FOR
        await tables.timers.put(Timer(TimerKind.SECOND_ASKED, until, conversation_id=key))
        if not conversation.stopped:
            await _say(ctx, tables, conversation, NoticeKind.SECOND_ASKED, Side.ASKER)
        return Called(alias)

    return await ctx.store.transaction(work)


async def agree(ctx: Context, user: UserId, token: str) -> str:
    """Let somebody be looked for; the listener's alias. Pressed again it is the same. Raises
    OutOfDate, BannedHere, PausedHere, NobodyCanJoin."""

    async def work(tables: Tables) -> str:
        conversation = await _asked(ctx, tables, user, token)
        key, now = conversation.id, ctx.clock.now()
        await restrictions.must_be_free(ctx, tables, Member(user, conversation.guild_id))
        if await tables.timers.is_waiting(TimerKind.SECOND_ENDS, key):
            return conversation.listener.alias
        if conversation.frozen or conversation.handed_over:
            raise NobodyCanJoin
        if not await tables.timers.call_off(TimerKind.SECOND_ASKED, key):
            raise OutOfDate
        for kind, due in (
            (TimerKind.SECOND_LOOKED_FOR, now),
            (TimerKind.SECOND_ENDS, now + LOOKED_FOR),
        ):
            await tables.timers.put(Timer(kind, due, conversation_id=key))
        if not conversation.stopped:
            await _say(ctx, tables, conversation, NoticeKind.SECOND_LOOKED_FOR, Side.LISTENER)
        return conversation.listener.alias

    return await ctx.store.transaction(work)


async def decline(ctx: Context, user: UserId, token: str) -> str:
    """Go on with this listener alone, whose alias is given; also where somebody is looked for.
    Raises OutOfDate, also when somebody has joined."""

    async def work(tables: Tables) -> str:
        conversation = await _asked(ctx, tables, user, token)
        if await call_off(ctx, tables, conversation):
            await _tell_the_listener(ctx, tables, conversation)
        return conversation.listener.alias

    return await ctx.store.transaction(work)


async def call_off(ctx: Context, tables: Tables, conversation: Conversation) -> bool:
    """Nobody is asked, nor looked for, any more; False where nobody was."""
    looked_for = await tables.timers.is_waiting(TimerKind.SECOND_ENDS, conversation.id)
    called = [await tables.timers.call_off(kind, conversation.id) for kind in _CALLING]
    if looked_for:
        await search.stop_search_of(ctx, tables, conversation.ask_id)
    return any(called)


async def expire(ctx: Context, due: Timer) -> None:
    """The asker said nothing: the two go on alone."""

    async def work(tables: Tables) -> None:
        conversation = await access.take_open(tables, due)
        if conversation is not None:
            await _tell_the_listener(ctx, tables, conversation)

    await ctx.store.transaction(work)


async def tell_some(ctx: Context, due: Timer) -> None:
    """Tell the next few that somebody is wanted, and come back in a while."""

    found = await ctx.store.read(lambda tables: _looked_for(ctx, tables, due))
    looked = found and await joining.find_some(ctx, found[0], found[1], on_duty=found[2])

    async def work(tables: Tables) -> None:
        if not await tables.timers.take(due) or found is None or not looked:
            return
        conversation, ask, _ = found
        again = ctx.clock.now() + ctx.settings.offers.more_people_every
        await tables.timers.put(
            Timer(TimerKind.SECOND_LOOKED_FOR, again, conversation_id=conversation.id)
        )
        if not conversation.stopped:
            await joining.tell_them(ctx, tables, conversation, ask, looked)

    await ctx.store.transaction(work)


async def _looked_for(
    ctx: Context, tables: Tables, due: Timer
) -> tuple[Conversation, Ask, bool] | None:
    """Into which conversation, what it is about, and whether those on duty are looked for."""
    conversation = await access.find_open(tables, due.conversation_id)
    if conversation is None:
        return None
    ends = await tables.timers.until(TimerKind.SECOND_ENDS, conversation.id)
    ask = await tables.asks.get(conversation.ask_id)
    if ends is None or ask is None:
        return None
    off_duty_from = ends - LOOKED_FOR + ctx.settings.offers.off_duty_after
    return conversation, ask, ctx.clock.now() < off_duty_from


async def find_nobody(ctx: Context, due: Timer) -> None:
    """Nobody was free in time: both learn it, and go on alone."""

    async def work(tables: Tables) -> None:
        conversation = await access.find_open(tables, due.conversation_id)
        if not await tables.timers.take(due) or conversation is None:
            return
        await tables.timers.call_off(TimerKind.SECOND_LOOKED_FOR, conversation.id)
        await search.stop_search_of(ctx, tables, conversation.ask_id)
        for side in () if conversation.stopped else Side:
            await _say(ctx, tables, conversation, NoticeKind.SECOND_NOT_FOUND, side)

    await ctx.store.transaction(work)


async def _tell_the_listener(ctx: Context, tables: Tables, conversation: Conversation) -> None:
    if not conversation.frozen and Side.LISTENER not in conversation.gone:
        await _say(ctx, tables, conversation, NoticeKind.SECOND_NOT_WANTED, Side.LISTENER)


async def _say(
    ctx: Context, tables: Tables, conversation: Conversation, kind: NoticeKind, to: Side
) -> None:
    token, person = ctx.randomness.token(), conversation.party(to).person
    await tables.button_tokens.for_conversation(token, conversation.id, person)
    await ctx.say(tables, about_conversation(kind, conversation, to, token=token))


async def _callable(ctx: Context, tables: Tables, user: UserId, token: str) -> Conversation:
    conversation, side = await access.require_open(ctx, tables, user, token)
    if side is not Side.LISTENER or conversation.moderates:
        raise OutOfDate
    if await rooms.listeners_beside(tables, conversation):
        raise SomebodyIsThere(token=token)
    along = await tables.partners.goal_of(conversation.ask_id) is not None
    if conversation.frozen or conversation.handed_over or along:
        raise NobodyCanJoin
    return conversation


async def _asked(ctx: Context, tables: Tables, user: UserId, token: str) -> Conversation:
    conversation, side = await access.require_open(ctx, tables, user, token)
    if side is not Side.ASKER or await rooms.listeners_beside(tables, conversation):
        raise OutOfDate
    return conversation
