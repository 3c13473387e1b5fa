"""Handing a conversation over: its listener can't go on, and its asker says whether the next one
shall.

Until they do, it stays open, and both can write. Where they say nothing it ends like every other.
"""

from datetime import timedelta

from bot.domain.conversations import Conversation, Side
from bot.domain.errors import OutOfDate
from bot.domain.ids import UserId
from bot.domain.joining_errors import SomebodyIsThere
from bot.domain.notices import NoticeKind
from bot.domain.notices_about import about_conversation
from bot.domain.timers import Timer, TimerKind
from bot.services import membership, restrictions
from bot.services.context import Context, Member
from bot.services.conversations import access, ending, rooms, second_listener
from bot.storage.store import Tables

ASKED_FOR = timedelta(minutes=30)
"""How long the asker can think about it."""


async def get_asker_alias(ctx: Context, user: UserId, token: str) -> str:
    """The asker's alias, to ask a listener whether they mean it. Raises OutOfDate, also where
    somebody goes along with a goal, who is looked for anew from there."""

    async def work(tables: Tables) -> str:
        return (await _alone(ctx, tables, user, token)).asker.alias

    return await ctx.store.read(work)


async def hand_over(ctx: Context, user: UserId, token: str) -> str:
    """Ask the asker whether they go on with the next listener; their alias. Pressed again, nobody
    is asked twice. Raises OutOfDate."""

    async def work(tables: Tables) -> str:
        conversation = await _alone(ctx, tables, user, token)
        if await tables.handed_over.note(conversation.id):
            await _ask(ctx, tables, conversation)
        return conversation.asker.alias

    return await ctx.store.transaction(work)


async def _ask(ctx: Context, tables: Tables, conversation: Conversation) -> None:
    key, until = conversation.id, ctx.clock.now() + ASKED_FOR
    await second_listener.call_off(ctx, tables, conversation)
    await tables.timers.listener_wrote(key)  # they do not go without a word
    await tables.timers.call_off(TimerKind.ASKER_WAITS, key)
    await tables.timers.put(Timer(TimerKind.HAND_OVER_ENDS, until, conversation_id=key))
    if Side.ASKER in conversation.gone:
        return  # their listener sees what they would see of somebody who thinks about it
    token = await tables.button_tokens.for_conversation(
        ctx.randomness.token(), key, conversation.asker.person
    )
    asked = about_conversation(NoticeKind.HAND_OVER_ASKED, conversation, Side.ASKER, token=token)
    await ctx.say(tables, asked)


async def go_on(ctx: Context, user: UserId, token: str) -> str:
    """End it, and let the ask wait again, the first in line and for others than this listener,
    whose alias is given. Raises OutOfDate, also for somebody who is no longer in the server,
    BannedHere, PausedHere, TryAgain."""
    handed = await ctx.store.read(lambda tables: _handed(ctx, tables, user, token))
    await membership.must_be_here(ctx, user, handed.guild_id)

    async def work(tables: Tables) -> str:
        conversation = await _handed(ctx, tables, user, token)
        await restrictions.must_be_free(ctx, tables, Member(user, conversation.guild_id))
        if not await ending.end_and_reopen_ask(ctx, tables, conversation):
            raise OutOfDate
        await ending.say_it_ended(ctx, tables, conversation, Side.LISTENER)
        return conversation.listener.alias

    return await ctx.store.transaction(work)


async def expire(ctx: Context, due: Timer) -> None:
    """The asker said nothing: it ends with the words that every ending has, and from these they
    can still go on."""

    async def work(tables: Tables) -> None:
        if not await tables.timers.take(due):
            return
        conversation = await access.find_open(tables, due.conversation_id)
        if conversation is not None:
            await ending.end(ctx, tables, conversation)

    await ctx.store.transaction(work)


async def _alone(ctx: Context, tables: Tables, user: UserId, token: str) -> Conversation:
    """Whoever is not alone can just go. Nobody more is looked for from now on."""
    conversation = await _own(ctx, tables, user, token, Side.LISTENER)
    if await rooms.listeners_beside(tables, conversation):
        raise SomebodyIsThere(token=token)
    return conversation


async def _handed(ctx: Context, tables: Tables, user: UserId, token: str) -> Conversation:
    conversation = await _own(ctx, tables, user, token, Side.ASKER)
    if not conversation.handed_over:
        raise OutOfDate
    return conversation


async def _own(ctx: Context, tables: Tables, user: UserId, token: str, only: Side) -> Conversation:
    conversation, side = await access.require_open(ctx, tables, user, token)
    if side is not only or conversation.moderates:  # a moderator listens to nobody there
        raise OutOfDate
    if await tables.partners.goal_of(conversation.ask_id) is not None:
        raise OutOfDate
    return conversation
