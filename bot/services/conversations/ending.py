"""How a conversation is over: for good, or with the ask waiting again for other listeners.

Shared by everything that ends one, so that all endings read the same.
"""

from collections.abc import Sequence
from dataclasses import replace

from bot.domain.asks import AskState, OwnWords
from bot.domain.conversations import Conversation, Side
from bot.domain.ids import NOBODY, UserId
from bot.domain.notices import Action, Notice, NoticeKind
from bot.domain.notices_about import about_conversation, ask_in_channel
from bot.domain.same_listener import SameListener
from bot.domain.timers import Timer, TimerKind
from bot.services.asks import closing, holding
from bot.services.context import Context
from bot.services.conversations import access, rooms
from bot.services.offers import open_threads, search
from bot.storage.store import Tables

ENDED = {
    Side.ASKER: NoticeKind.CONVERSATION_ENDED_ASKER,
    Side.LISTENER: NoticeKind.CONVERSATION_ENDED_LISTENER,
}


async def end(ctx: Context, tables: Tables, conversation: Conversation) -> bool:
    """End it for all who are in it, with the words that every ending has; False when it was over
    already."""
    if not await _end_one(ctx, tables, conversation):
        return False
    for one in await tables.rooms.others(conversation):
        await _end_one(ctx, tables, one)
    await _close_taken(ctx, tables, conversation)
    return True


async def leave(ctx: Context, tables: Tables, conversation: Conversation) -> bool:
    """End it as its listener goes: whoever joined goes on with the asker, and the other way round;
    also as a moderator goes who joined. Where nobody listens any more it is over for all. False
    when it was over already."""
    listeners = await rooms.listeners_beside(tables, conversation)
    if not listeners:
        return await end(ctx, tables, conversation)
    if not await _end_one(ctx, tables, conversation):
        return False
    if conversation.moderates:
        await _say_to_all(ctx, tables, listeners, NoticeKind.MODERATOR_LEFT, conversation)
        return True
    await _go_on_without(ctx, tables, conversation, listeners)
    moderator = await rooms.moderator(tables, listeners[0])
    if moderator is not None:
        await _say_to_all(ctx, tables, listeners, NoticeKind.MODERATOR_STAYS, moderator)
        await _say_left(ctx, tables, moderator, conversation)
    return True


async def _say_to_all(
    ctx: Context,
    tables: Tables,
    listeners: Sequence[Conversation],
    kind: NoticeKind,
    moderator: Conversation,
) -> None:
    """What becomes of a moderator: to the asker, and to each who listens to them."""
    who, first = OwnWords(moderator.listener.alias), listeners[0]
    token, asker = ctx.randomness.token(), first.asker.person
    await tables.button_tokens.for_conversation(token, first.id, asker)
    await ctx.say(tables, about_conversation(kind, first, Side.ASKER, token=token, text=who))
    for one in listeners:
        await ctx.say(tables, about_conversation(kind, one, Side.LISTENER, text=who))


async def _say_left(ctx: Context, tables: Tables, stays: Conversation, left: Conversation) -> None:
    gone = OwnWords(left.listener.alias)
    said = about_conversation(NoticeKind.ANOTHER_LEFT, stays, Side.LISTENER, text=gone)
    await ctx.say(tables, said)


async def _go_on_without(
    ctx: Context, tables: Tables, conversation: Conversation, listeners: Sequence[Conversation]
) -> None:
    first, now = listeners[0], ctx.clock.now()
    if not await tables.timers.is_waiting(TimerKind.IDLE_WARNING, first.id):
        # silence counted in the one that is over
        await tables.conversations.words_passed(first.id, now)
        warning = now + ctx.settings.conversations.idle_warning_after
        await tables.timers.put(Timer(TimerKind.IDLE_WARNING, warning, conversation_id=first.id))
    gone, stays = OwnWords(conversation.listener.alias), NoticeKind.ANOTHER_STAYS
    token, asker = ctx.randomness.token(), first.asker.person
    await tables.button_tokens.for_conversation(token, first.id, asker)
    await ctx.say(tables, about_conversation(stays, first, Side.ASKER, token=token, text=gone))
    for one in listeners:
        await _say_left(ctx, tables, one, conversation)


async def _stop_calling(ctx: Context, tables: Tables, conversation: Conversation) -> None:
    """Nobody is looked for any more who would join."""
    if await tables.timers.call_off(TimerKind.SECOND_ENDS, conversation.id):
        await search.stop_search_of(ctx, tables, conversation.ask_id)


async def _end_one(ctx: Context, tables: Tables, conversation: Conversation) -> bool:
    await _stop_calling(ctx, tables, conversation)
    if not await tables.conversations.end(conversation.id, ctx.clock.now()):
        return False
    await _tell_the_listener(ctx, tables, conversation)
    if conversation.moderates:
        return True  # the asker reads of it beside what becomes of their listeners
    if await tables.partners.goal_of(conversation.ask_id) is not None:
        # another partner is looked for from the goal: asking them again would be about no goal
        await _say(ctx, tables, conversation, Side.ASKER, NoticeKind.COMPANY_ENDED)
    else:
        token = await say_it_ended(ctx, tables, conversation, Side.ASKER)
        if conversation.asker.person != NOBODY:
            await _let_ask_again(ctx, tables, conversation, token)
    return True


async def end_unread(ctx: Context, tables: Tables, conversation: Conversation, why: Notice) -> None:
    """End it as no listener can be shown the ask: the asker hears why, the listener what every
    listener hears."""
    if await tables.conversations.end(conversation.id, ctx.clock.now()):
        await say_it_ended(ctx, tables, conversation, Side.LISTENER)
        await ctx.say(tables, replace(why, ask_id=conversation.ask_id))
        await _close_taken(ctx, tables, conversation)


async def _close_taken(ctx: Context, tables: Tables, conversation: Conversation) -> None:
    ask, now = await tables.asks.get(conversation.ask_id), ctx.clock.now()
    if ask and await tables.asks.move(ask.id, AskState.TAKEN, AskState.CLOSED, now):
        await open_threads.close(ctx, tables, ask.id)
        channel = ctx.guilds.ask_channel(ask.guild_id)
        if channel is not None:
            over = ask_in_channel(NoticeKind.ASK_OVER_IN_CHANNEL, ask, channel, Action.EDIT)
            await ctx.say(tables, over)


async def say_it_ended(ctx: Context, tables: Tables, conversation: Conversation, side: Side) -> str:
    """Tell one side that it is over, with the buttons for afterwards: a token of this side's own,
    the same words and buttons for every cause."""
    return await _say(ctx, tables, conversation, side, ENDED[side])


async def _tell_the_listener(ctx: Context, tables: Tables, conversation: Conversation) -> None:
    """Also a moderator, who is told on that side what only moderators are."""
    moderates, ended = conversation.moderates, ENDED[Side.LISTENER]
    kind = NoticeKind.CONVERSATION_ENDED_MODERATOR if moderates else ended
    await _say(ctx, tables, conversation, Side.LISTENER, kind)


async def _say(
    ctx: Context, tables: Tables, conversation: Conversation, side: Side, kind: NoticeKind
) -> str:
    token, person = ctx.randomness.token(), conversation.party(side).person
    await tables.button_tokens.for_conversation(token, conversation.id, person)
    await ctx.say(tables, about_conversation(kind, conversation, side, token=token))
    return token


async def _let_ask_again(
    ctx: Context, tables: Tables, conversation: Conversation, token: str
) -> None:
    """The asker can ask for the same listener again, with the button that has this token."""
    listens = await tables.listeners.get(conversation.listener_number) is not None
    await tables.same_listener.keep(
        SameListener(
            token,
            conversation.asker.person,
            conversation.guild_id,
            conversation.listener_number if listens else None,
            conversation.listener.alias,
            ctx.clock.now() + ctx.settings.asks.same_listener_for,
        )
    )


async def end_and_reopen_ask(ctx: Context, tables: Tables, conversation: Conversation) -> bool:
    """End it, and let the ask wait again for other listeners; False when it was over already.

    Says nothing to the two: why it ended is the caller's to tell. Whoever joined them is told.
    """
    now = ctx.clock.now()
    ask, others = (
        await tables.asks.get(conversation.ask_id),
        await tables.rooms.others(conversation),
    )
    await _stop_calling(ctx, tables, conversation)
    if ask is None or not await tables.conversations.end(conversation.id, now):
        return False
    for one in others:
        if await tables.conversations.end(one.id, now):
            await _tell_the_listener(ctx, tables, one)
    if ask.asker == NOBODY:  # whoever asked has erased everything: nobody waits any more
        await _close_taken(ctx, tables, conversation)
        return True
    if not await tables.asks.move(ask.id, AskState.TAKEN, AskState.WAITING, now):
        return True
    until = closing.waits_until(ctx, ask)
    await tables.asks.prolong(ask.id, until)
    await holding.go_out_again(ctx, tables, replace(ask, expires_at=until))
    return True


async def end_own(ctx: Context, user: UserId, token: str) -> str:
    """End it: as its asker for all who are in it, as a listener only by going oneself; the names
    of all others. Raises OutOfDate, ConversationOver."""

    async def work(tables: Tables) -> str:
        conversation, side = await access.require_open(ctx, tables, user, token)
        names = await rooms.names(tables, conversation, side)
        goes = end if side is Side.ASKER else leave
        await goes(ctx, tables, conversation)
        return names

    return await ctx.store.transaction(work)


async def part_own(ctx: Context, user: UserId, token: str) -> None:
    """End what is between the two of it, from either side; whoever joined goes on with the asker.
    Raises OutOfDate, ConversationOver."""

    async def work(tables: Tables) -> None:
        conversation, _ = await access.require_open(ctx, tables, user, token)
        await leave(ctx, tables, conversation)

    await ctx.store.transaction(work)
