"""Ending a conversation: either side, at any time, with kind words for both."""

from bot.domain.conversations import other
from bot.domain.ids import UserId
from bot.services.context import Context
from bot.services.conversations import access, ending
from bot.storage.store import Tables


async def look(ctx: Context, user: UserId, token: str) -> str:
    """The other side's alias, to ask whether they mean it. Raises OutOfDate, ConversationOver."""

    async def work(tables: Tables) -> str:
        conversation, side = await access.own(ctx, tables, user, token)
        return conversation.party(other(side)).alias

    return await ctx.store.read(work)


async def end(ctx: Context, user: UserId, token: str) -> str:
    """End it for both; the other side's alias. Raises OutOfDate, ConversationOver."""

    async def work(tables: Tables) -> str:
        conversation, side = await access.own(ctx, tables, user, token)
        await ending.end(ctx, tables, conversation)
        return conversation.party(other(side)).alias

    return await ctx.store.transaction(work)
