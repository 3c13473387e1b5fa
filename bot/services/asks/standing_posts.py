"""The post of an ask that waits can be deleted by moderators and by mistake: it stands again soon.

Discord tells of deletions in a server only along with every message written there, which is not
asked for. So the post is looked at now and then. Words that somebody took out of the channel do
not come back into it: an open ask goes on as a private one, and its asker is told.
"""

import asyncio

from bot.domain.asks import AskState
from bot.domain.notices import Action, Part
from bot.domain.timers import Timer
from bot.services.context import Context
from bot.services.membership import PATIENCE
from bot.services.offers import search
from bot.services.ports import SentMessage, Undelivered
from bot.storage.store import Tables


async def check_post(ctx: Context, due: Timer) -> None:
    """See whether the post still stands, put it back if not, and look again later."""
    place = await ctx.store.read(lambda tables: _place(tables, due))
    deleted = place is not None and not await _stands(ctx, place)

    async def work(tables: Tables) -> None:
        if not await tables.timers.take(due) or due.ask_id is None:
            return
        ask = await tables.asks.get(due.ask_id)
        if ask is None or ask.state is not AskState.WAITING:
            return
        await search.look_at_post_later(ctx, tables, ask)
        if deleted and await _place(tables, due) == place:
            # an edit of what is gone becomes a new message
            await search.post_it(ctx, tables, ask, Action.EDIT)

    await ctx.store.transaction(work)


async def _place(tables: Tables, due: Timer) -> SentMessage | None:
    place = None if due.ask_id is None else await tables.messages.where(due.ask_id, Part.POST)
    return None if place is None else SentMessage(*place)


async def _stands(ctx: Context, place: SentMessage) -> bool:
    """Without a clear answer it is taken to stand: the next look tells."""
    try:
        async with asyncio.timeout(PATIENCE):
            return await ctx.messenger.is_there(place)
    except (Undelivered, TimeoutError):
        return True
