"""Ending a conversation: either side, at any time, with kind words for both."""

from bot.domain.conversations import Conversation, Side
from bot.domain.errors import ConversationOver, OutOfDate
from bot.domain.ids import UserId
from bot.services import returning
from bot.services.context import Context
from bot.storage.store import Tables


async def look(ctx: Context, user: UserId, token: str) -> str:
    """The other side's alias, to ask whether they mean it. Raises OutOfDate, ConversationOver."""

    async def work(tables: Tables) -> str:
        conversation = await _own(ctx, tables, user, token)
        return _alias_across(ctx, conversation, user)

    return await ctx.store.read(work)


async def end(ctx: Context, user: UserId, token: str) -> str:
    """End it for both; the other side's alias. Raises OutOfDate, ConversationOver."""

    async def work(tables: Tables) -> str:
        conversation = await _own(ctx, tables, user, token)
        await returning.end(ctx, tables, conversation)
        return _alias_across(ctx, conversation, user)

    return await ctx.store.transaction(work)


async def _own(ctx: Context, tables: Tables, user: UserId, token: str) -> Conversation:
    meaning = await tables.buttons.meaning(token)
    if not meaning or not meaning.conversation_id or meaning.person != ctx.store.person(user):
        raise OutOfDate
    conversation = await tables.conversations.get(meaning.conversation_id)
    if conversation is None or not conversation.open:
        raise ConversationOver
    return conversation


def _alias_across(ctx: Context, conversation: Conversation, user: UserId) -> str:
    asks = conversation.side_of(ctx.store.person(user)) is Side.ASKER
    return conversation.listener.alias if asks else conversation.asker.alias
