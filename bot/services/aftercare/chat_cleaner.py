"""A chat that is being cleared: one step for each turn in the outbox, so that it keeps the pace and
lets everybody's words go first.

A step reads a page of the history or deletes one message; each may be repeated, and a restart takes
up where the last one ended.
"""

from dataclasses import dataclass

from bot.domain.aftercare import Clearing
from bot.domain.asks import Ask
from bot.domain.ids import ChannelId, ClearingId, MessageId
from bot.domain.notices import Action, Notice
from bot.services.context import Context
from bot.services.ports import Closed, Gone, HistoryPage, Refused, SentMessage, Unsure
from bot.storage.delivery.lanes import lane_of
from bot.storage.store import Tables


@dataclass(frozen=True, slots=True)
class _Stand:
    """How far it is: what is cleared, where, and the message that goes next."""

    clearing: Clearing
    ask: Ask
    channel: ChannelId | None
    next: MessageId | None


async def queue_step(ctx: Context, tables: Tables, notice: Notice) -> None:
    """Let the next step have its turn, in a lane that holds up nobody's words."""
    await ctx.say(tables, notice, lane=f"{lane_of(notice.to)}:clearing")


def is_step(notice: Notice) -> bool:
    """Whether a notice is a step of clearing a chat; its token is the clearing's."""
    return notice.action is Action.DELETE and notice.piece_id is None and notice.token is not None


async def step(ctx: Context, notice: Notice) -> None:
    """Read a page, or delete a message. Raises Unsure when Discord gives no clear answer."""
    key = _key(notice)

    async def look(tables: Tables) -> _Stand | None:
        clearing = await tables.chat_cleanings.get(key)
        if clearing is None:
            return None
        talk = await tables.conversations.get(clearing.conversation_id)
        ask = await tables.asks.get(talk.ask_id) if talk else None
        assert ask is not None, "foreign keys hold the conversation and its ask"
        channel = await tables.people.dm_channel(clearing.person)
        return _Stand(clearing, ask, channel, await tables.chat_cleanings.next(key))

    stand = await ctx.store.read(look)
    if stand is None:
        return
    if stand.channel is None:  # nothing was ever written there
        await ctx.store.transaction(lambda tables: tables.chat_cleanings.end(key))
    elif stand.next is not None:
        await _delete(ctx, stand.channel, stand.next)
    elif not stand.clearing.all_read:
        await _read(ctx, stand.clearing, stand.channel, stand.ask)


async def queue_next_step(ctx: Context, tables: Tables, notice: Notice) -> None:
    """A step was made: the next one has its turn, or the chat is clear."""
    key = _key(notice)
    clearing = await tables.chat_cleanings.get(key)
    if clearing is None:
        return
    if clearing.all_read and await tables.chat_cleanings.next(key) is None:
        await tables.chat_cleanings.end(key)
    else:
        await queue_step(ctx, tables, notice)


async def _delete(ctx: Context, channel: ChannelId, message: MessageId) -> None:
    try:
        await ctx.messenger.delete(SentMessage(channel, message))
    except (Gone, Refused):
        pass  # it is gone already, or never will be
    except Closed as error:  # closed direct messages are no reason to tell anybody anything
        raise Unsure from error
    await ctx.store.transaction(lambda tables: tables.chat_cleanings.gone(message))


async def _read(ctx: Context, clearing: Clearing, channel: ChannelId, ask: Ask) -> None:
    try:
        page = await ctx.messenger.written_by_us(channel, ask.posted_at, clearing.read_up_to)
    except (Gone, Refused):  # with the history went what was to be cleared
        page = HistoryPage((), None)
    except Closed as error:
        raise Unsure from error

    async def work(tables: Tables) -> None:
        ours = [sent.message for sent in page.messages]
        found = await tables.message_copies.said_of(ask.id, ours)
        await tables.chat_cleanings.add_page(clearing.id, found, page.read_up_to)

    await ctx.store.transaction(work)


def _key(notice: Notice) -> ClearingId:
    assert notice.token is not None, "a step names its clearing"
    return ClearingId(notice.token)
