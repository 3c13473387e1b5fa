"""What Discord tells of threads: that one was deleted or locked, and messages in them."""

from bot.domain.ids import ChannelId, MessageId
from bot.domain.notices import NoticeKind
from bot.domain.open_asks import ThreadState
from bot.services.context import Context
from bot.services.offers import open_threads
from bot.storage.store import Tables


async def deleted(ctx: Context, place: ChannelId) -> None:
    """Somebody deleted it: its ask goes on, and whoever asked reads so."""
    await _lost(ctx, place, NoticeKind.THREAD_GONE)


async def locked(ctx: Context, place: ChannelId) -> None:
    """Moderators locked it: nobody else writes there any more."""
    await _lost(ctx, place, NoticeKind.THREAD_LOCKED)


async def message_deleted(ctx: Context, place: ChannelId, message: MessageId) -> None:
    """Somebody deleted a message there: it cannot be marked any more."""
    if await ctx.store.read(lambda tables: tables.open_threads.at(place)) is not None:
        await ctx.store.transaction(lambda tables: tables.thread_messages.taken_away(message))


async def _lost(ctx: Context, place: ChannelId, kind: NoticeKind) -> None:
    thread = await ctx.store.read(lambda tables: tables.open_threads.at(place))
    if thread is None or thread.state is not ThreadState.OPEN:
        return

    async def work(tables: Tables) -> None:
        await open_threads.lost(ctx, tables, thread.ask_id, kind)

    await ctx.store.transaction(work)
