"""Whoever asked closes an open ask; and what follows when its time is over."""

from bot.domain.asks import AskState
from bot.domain.ids import UserId
from bot.services.asks import closing
from bot.services.context import Context
from bot.services.offers import open_threads
from bot.services.open_asks import access
from bot.storage.store import Tables


async def close_own(ctx: Context, user: UserId, token: str) -> None:
    """Close it: nothing more comes, what was written stays; a conversation about it goes on.
    Raises OutOfDate, ThreadClosed."""

    async def work(tables: Tables) -> None:
        found = await access.require_askers(ctx, tables, user, token, standing=True)
        if found.ask.state is AskState.WAITING:
            await closing.take_down(ctx, tables, found.ask)
        await open_threads.close(ctx, tables, found.ask.id)

    await ctx.store.transaction(work)
