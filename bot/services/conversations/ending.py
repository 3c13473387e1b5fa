"""How a conversation is over: for good, or with the ask waiting again for other listeners.

Shared by everything that ends one, so that all endings read the same.
"""

from dataclasses import replace
from datetime import datetime

from bot.domain.asks import TAKEN_BACK_WITHIN, Ask, AskState
from bot.domain.conversations import Conversation, Side
from bot.domain.ids import GuildId
from bot.domain.notices import Action, Notice, NoticeKind, about_conversation, ask_in_channel
from bot.domain.same_listener import SameListener
from bot.services.context import Context
from bot.services.offers import search
from bot.storage.store import Tables

ENDED = {
    Side.ASKER: NoticeKind.CONVERSATION_ENDED_ASKER,
    Side.LISTENER: NoticeKind.CONVERSATION_ENDED_LISTENER,
}


async def end(ctx: Context, tables: Tables, conversation: Conversation) -> bool:
    """End it for both, with the words that every ending has; False when it was over already."""
    if not await tables.conversations.end(conversation.id, ctx.clock.now()):
        return False
    await say_it_ended(ctx, tables, conversation, Side.LISTENER)
    if await tables.partners.goal_of(conversation.ask_id) is not None:
        # another partner is looked for from the goal: asking them again would be about no goal
        await _say(ctx, tables, conversation, Side.ASKER, NoticeKind.COMPANY_ENDED)
    else:
        token = await say_it_ended(ctx, tables, conversation, Side.ASKER)
        await _let_ask_again(ctx, tables, conversation, token)
    await _close_taken(ctx, tables, conversation)
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
        channel = ctx.guilds.ask_channel(ask.guild_id)
        if channel is not None:
            over = ask_in_channel(NoticeKind.ASK_OVER_IN_CHANNEL, ask, channel, Action.EDIT)
            await ctx.say(tables, over)


async def say_it_ended(ctx: Context, tables: Tables, conversation: Conversation, side: Side) -> str:
    """Tell one side that it is over, with the buttons for afterwards: a token of this side's own,
    the same words and buttons for every cause."""
    return await _say(ctx, tables, conversation, side, ENDED[side])


async def _say(
    ctx: Context, tables: Tables, conversation: Conversation, side: Side, kind: NoticeKind
) -> str:
    token, person = ctx.randomness.token(), conversation.party(side).person
    await tables.buttons.for_conversation(token, conversation.id, person)
    await ctx.say(tables, about_conversation(kind, conversation, side, token=token))
    return token


async def _let_ask_again(
    ctx: Context, tables: Tables, conversation: Conversation, token: str
) -> None:
    """The asker can ask for the same listener again, with the button that has this token."""
    listens = await tables.listeners.get(conversation.listener_number) is not None
    await tables.again.keep(
        SameListener(
            token,
            conversation.asker.person,
            conversation.guild_id,
            conversation.listener_number if listens else None,
            conversation.listener.alias,
            ctx.clock.now() + ctx.settings.asks.same_listener_for,
        )
    )


async def give_back(ctx: Context, tables: Tables, conversation: Conversation) -> bool:
    """End it, and let the ask wait again for other listeners; False when it was over already.

    Says nothing to the two: why it ended is the caller's to tell.
    """
    now = ctx.clock.now()
    ask = await tables.asks.get(conversation.ask_id)
    if ask is None or not await tables.conversations.end(conversation.id, now):
        return False
    if not await tables.asks.move(ask.id, AskState.TAKEN, AskState.WAITING, now):
        return True
    until = waits_until(ctx, ask)
    await tables.asks.prolong(ask.id, until)
    await wait_again(ctx, tables, replace(ask, expires_at=until))
    return True


async def wait_again(ctx: Context, tables: Tables, ask: Ask) -> None:
    """Let other listeners be asked, and say so where the ask stands."""
    await search.begin(ctx, tables, ask)
    await search.say_it_waits(ctx, tables, ask, Action.EDIT)


def waits_until(ctx: Context, ask: Ask) -> datetime:
    """How long an ask waits that a listener had already: as it would have, and some hours more."""
    return max(ask.expires_at, ctx.clock.now() + ctx.settings.asks.still_wanted_after)


async def take_back(ctx: Context, tables: Tables, ask: Ask) -> bool:
    """Take an ask back that waits, for its asker; False when it waits no more."""
    if not await tables.asks.move(ask.id, AskState.WAITING, AskState.CLOSED, ctx.clock.now()):
        return False
    await _forgive(ctx, tables, ask)
    await search.stop(ctx, tables, ask)
    channel = ctx.guilds.of(ask.guild_id).ask_channel
    await ctx.say(
        tables,
        ask_in_channel(NoticeKind.ASK_OVER_IN_CHANNEL, ask, channel, Action.EDIT),
        Notice(NoticeKind.ASK_TAKEN_BACK, ask.guild_id, ask.asker, Action.EDIT, ask_id=ask.id),
    )
    return True


async def close(ctx: Context, tables: Tables, ask: Ask, told: Notice) -> bool:
    """Close an ask that waits, and let its asker be told why; False when it waits no more."""
    now = ctx.clock.now()
    if not await tables.asks.move(ask.id, AskState.WAITING, AskState.CLOSED, now):
        return False
    await _forgive(ctx, tables, ask)
    await search.stop(ctx, tables, ask)
    over = Notice(NoticeKind.ASK_OVER, ask.guild_id, ask.asker, Action.EDIT, ask_id=ask.id)
    await ctx.say(tables, over, told)
    return True


async def close_all(ctx: Context, tables: Tables, guild: GuildId, why: NoticeKind) -> None:
    """Close every ask that waits in a server, and give each asker their words back."""
    while asks := await tables.asks.waiting(guild):
        for ask in asks:
            told = Notice(why, ask.guild_id, ask.asker, ask_id=ask.id, text=ask.text)
            await close(ctx, tables, ask, told)


async def _forgive(ctx: Context, tables: Tables, ask: Ask) -> None:
    if ctx.clock.now() - ask.posted_at <= TAKEN_BACK_WITHIN:
        await tables.asks.need_not_count(ask.id)
