"""Whoever asked openly is told that somebody answered: of several at once, and nothing of what.

What is written under somebody's own name does not reach the bot; that it was written does.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.domain.asks import Ask, OwnWords
from bot.domain.ids import ChannelId, MessageId, ThreadMessageId, UserId
from bot.domain.notices import Notice, NoticeKind
from bot.domain.open_asks import OpenThread, ThreadMessage, ThreadState, ThreadWriter
from bot.domain.timers import Timer, TimerKind
from bot.services.context import Context
from bot.storage.store import Tables

KEPT_AT_MOST = 200
"""Answers under people's own names of which it is kept where they stand: that is what can be marked
as having helped. Beyond that they still count as answers."""


@dataclass(frozen=True, slots=True)
class WrittenThere:
    """Somebody wrote in a thread under their own name."""

    thread: ChannelId
    message: MessageId
    author: UserId


@dataclass(frozen=True, slots=True)
class LeftAt:
    """Up to where a thread is known."""

    thread: ChannelId
    after: MessageId


async def where_left(ctx: Context) -> Sequence[LeftAt]:
    """Every thread that is open, with the last message in it that is known; none in which as many
    answers are known as are kept: what came there meanwhile could not be told from those."""

    async def work(tables: Tables) -> Sequence[LeftAt]:
        found = list[LeftAt]()
        for thread in await tables.open_threads.all_open():
            if await tables.thread_messages.count_named(thread.ask_id) >= KEPT_AT_MOST:
                continue
            known = [one.message for one in await tables.thread_messages.of(thread.ask_id)]
            if thread.place is not None:
                begins = MessageId(thread.place)  # it has the id of the post
                found.append(LeftAt(thread.place, max([begins, *filter(None, known)])))
        return found

    return await ctx.store.read(work)


async def written(ctx: Context, what: WrittenThere) -> None:
    """Note it, once however often Discord tells of it; what whoever asked wrote there themselves is
    no answer."""
    known = await ctx.store.read(lambda tables: tables.open_threads.at(what.thread))
    if known is None or known.state is not ThreadState.OPEN:
        return

    async def work(tables: Tables) -> None:
        thread = await tables.open_threads.at(what.thread)
        ask = None if thread is None else await tables.asks.get(thread.ask_id)
        if thread is None or ask is None or thread.state is not ThreadState.OPEN:
            return
        if ask.asker == ctx.store.person(what.author):
            return
        key = ThreadMessageId(ctx.randomness.token())
        named = ThreadMessage(key, ask.id, ThreadWriter.NAMED, message=what.message)
        full = await tables.thread_messages.count_named(ask.id) >= KEPT_AT_MOST
        if full or await tables.thread_messages.add(named):
            await note_answer(ctx, tables, ask, thread)

    await ctx.store.transaction(work)


async def note_answer(ctx: Context, tables: Tables, ask: Ask, thread: OpenThread) -> None:
    """Its asker is told soon, and of all that comes within some minutes together."""
    await tables.open_threads.answered(ask.id)
    if await tables.timers.is_waiting(TimerKind.ANSWERS_TOLD, ask.id):
        return
    settings, due = ctx.settings.open_asks, ctx.clock.now()
    if thread.told_at is not None:
        due = max(due, thread.told_at + settings.told_every)
    await tables.timers.put(Timer(TimerKind.ANSWERS_TOLD, due, ask.id))


async def tell_asker(ctx: Context, due: Timer) -> None:
    """Tell it, if the thread still stands."""

    async def work(tables: Tables) -> None:
        if not await tables.timers.take(due) or due.ask_id is None:
            return
        ask, thread = await tables.asks.get(due.ask_id), await tables.open_threads.get(due.ask_id)
        if ask is None or thread is None or not thread.untold or thread.place is None:
            return
        await tables.open_threads.told(ask.id, ctx.clock.now())
        token = await tables.button_tokens.for_ask(ctx.randomness.token(), ask.id, ask.asker)
        place = OwnWords(str(thread.place))
        kind = NoticeKind.SOMEBODY_ANSWERED
        await ctx.say(
            tables,
            Notice(kind, ask.guild_id, ask.asker, ask_id=ask.id, token=token, text=place),
        )

    await ctx.store.transaction(work)
