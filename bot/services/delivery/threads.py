"""The threads of open asks at Discord: made, put away, and what follows where that fails."""

from bot.domain.asks import OwnWords
from bot.domain.ids import ChannelId, ThreadMessageId
from bot.domain.notices import IN_THREAD, Action, Notice, NoticeKind, Part
from bot.domain.open_asks import ThreadMessage, ThreadState, ThreadWriter
from bot.services.context import Context
from bot.services.delivery.attempt import Begun
from bot.services.offers import open_threads
from bot.services.ports import Gone, NotPermitted, Outgoing, Refused, SentMessage, Undelivered
from bot.storage.delivery.outbox_rows import Entry
from bot.storage.store import Tables


def is_step(notice: Notice) -> bool:
    """Whether it is done with a thread, or with what stands in one, and sends nothing."""
    takes_out = notice.action is Action.DELETE and notice.kind in IN_THREAD
    return notice.kind is NoticeKind.THREAD_BEGINS or takes_out


def is_of_thread(notice: Notice) -> bool:
    """Whether it is for a thread, or makes one."""
    return notice.kind in IN_THREAD or notice.kind is NoticeKind.THREAD_BEGINS


async def step(ctx: Context, begun: Begun) -> None:
    """Do it; done again it changes nothing. Raises an Undelivered."""
    notice = begun.entry.notice
    if notice.kind is NoticeKind.THREAD_BEGINS:
        await _begin(ctx, begun)
    elif notice.kind is NoticeKind.THREAD_OVER:
        assert isinstance(notice.to, int), "a thread is a channel"
        await ctx.messenger.put_away(notice.to)
    else:
        await _take_out(ctx, notice)


async def _begin(ctx: Context, begun: Begun) -> None:
    entry, key = begun.entry, begun.entry.notice.ask_id
    assert key is not None, "a thread is of an ask"
    post = await ctx.store.read(lambda tables: tables.messages.where(key, Part.POST))
    thread = await ctx.store.read(lambda tables: tables.open_threads.get(key))
    if post is None or thread is None or thread.state is not ThreadState.WANTED:
        return  # nothing stands to which it could belong
    outgoing = Outgoing(entry.notice, entry.nonce, post[0], begun.language)
    place = await ctx.messenger.begin_thread(outgoing, SentMessage(*post))
    await ctx.store.transaction(lambda tables: _opened(ctx, tables, entry.notice, place))


async def _opened(ctx: Context, tables: Tables, notice: Notice, place: ChannelId) -> None:
    key = notice.ask_id
    assert key is not None, "a thread is of an ask"
    if not await tables.open_threads.opened(key, place):
        return  # closed meanwhile, or told of twice
    token = await tables.button_tokens.for_ask(ctx.randomness.token(), key)
    kind = NoticeKind.THREAD_RULES
    await ctx.say(tables, Notice(kind, notice.guild_id, place, ask_id=key, token=token))


async def _take_out(ctx: Context, notice: Notice) -> None:
    one = await _message(ctx, notice)
    if one is None or one.message is None:
        return
    assert isinstance(notice.to, int), "a thread is a channel"
    await ctx.messenger.delete(SentMessage(notice.to, one.message))


async def answered(ctx: Context, notice: Notice) -> SentMessage | None:
    """What a sign in a thread stands on."""
    one = await _message(ctx, notice) if notice.kind is NoticeKind.THREAD_HELPED else None
    if one is None or one.message is None or not isinstance(notice.to, int):
        return None
    return SentMessage(notice.to, one.message)


async def _message(ctx: Context, notice: Notice) -> ThreadMessage | None:
    key = ThreadMessageId(notice.token or "")
    return await ctx.store.read(lambda tables: tables.thread_messages.get(key))


async def not_sent(
    ctx: Context, tables: Tables, entry: Entry, why: Undelivered | None = None
) -> None:
    """What follows where it can never be sent: whoever wrote it has their words back, and whoever
    asked learns what became of the thread."""
    notice, key = entry.notice, entry.notice.ask_id
    ask = None if key is None else await tables.asks.get(key)
    if ask is None or notice.action is Action.DELETE or notice.kind is NoticeKind.THREAD_HELPED:
        return
    if notice.token and notice.text is not None:
        await _give_back(ctx, tables, notice, why)
    if notice.kind is NoticeKind.THREAD_BEGINS or not isinstance(why, Refused):
        await open_threads.lost(ctx, tables, ask.id, _what_became(notice, why))


def _what_became(notice: Notice, why: Undelivered | None) -> NoticeKind:
    if notice.kind is NoticeKind.THREAD_BEGINS:
        return NoticeKind.THREAD_NOT_MADE
    if isinstance(why, NotPermitted) or not isinstance(why, Gone):
        return NoticeKind.THREAD_LOCKED
    return NoticeKind.THREAD_GONE


async def _give_back(ctx: Context, tables: Tables, notice: Notice, why: Undelivered | None) -> None:
    one = await tables.thread_messages.get(ThreadMessageId(notice.token or ""))
    ask = None if one is None else await tables.asks.get(one.ask_id)
    if one is None or ask is None:
        return
    writer = ask.asker if one.writer is ThreadWriter.ASKER else one.person
    if writer is not None:
        refused = isinstance(why, Refused)
        kind = NoticeKind.NOT_TAKEN_IN_THREAD if refused else NoticeKind.NOT_IN_THREAD
        text = OwnWords(one.words)
        await ctx.say(tables, Notice(kind, ask.guild_id, writer, text=text))
    await tables.thread_messages.remove(one.id)
