"""What an earlier attempt left at Discord without our knowing."""

from bot.domain.ids import OutboxId
from bot.services.context import Context
from bot.services.ports import Outgoing, SentMessage, Undelivered
from bot.storage.store import Tables


class NotLeft(Undelivered):
    """Nothing is to be done: it was found and noted meanwhile, or is to be said no more."""


async def found(ctx: Context, outgoing: Outgoing, entry: OutboxId) -> SentMessage | None:
    """The first message that reads like it and belongs to no other notice. Raises NotLeft: two may
    look at the same time, as after a start, and what one of them has noted must not be said again
    by the other, nor may it take the next one that reads the same."""
    candidates = await ctx.messenger.find(outgoing)

    async def work(tables: Tables) -> SentMessage | None:
        if not await tables.doubts.is_left(entry):
            raise NotLeft
        for sent in candidates:
            if not await tables.messages.was_noted(sent.message):
                return sent
        return None

    return await ctx.store.read(work)
