"""Clearing a chat: what the bot wrote about an ask, and in the conversations that came of it, goes
from one's own direct messages."""

from dataclasses import replace

from bot.domain.ids import ClearingId, UserId
from bot.domain.notices import Action, Priority
from bot.domain.notices_about import about_conversation
from bot.services.aftercare import chat_cleaner
from bot.services.context import Context
from bot.services.conversations import access
from bot.services.conversations.ending import ENDED
from bot.storage.store import Tables


async def get_former_partner_alias(ctx: Context, user: UserId, token: str) -> str:
    """The other side's alias, to ask whether they mean it. Raises OutOfDate."""

    async def work(tables: Tables) -> str:
        conversation, side = await access.require_ended(ctx, tables, user, token)
        return about_conversation(ENDED[side], conversation, side).alias or ""

    return await ctx.store.read(work)


async def clear(ctx: Context, user: UserId, token: str) -> str:
    """Let the messages go one by one, while nobody's words wait; the other side's alias. Pressed
    again it begins anew. Raises OutOfDate."""

    async def work(tables: Tables) -> str:
        conversation, side = await access.require_ended(ctx, tables, user, token)
        key = ClearingId(ctx.randomness.token())
        await tables.chat_cleanings.begin(key, conversation.id, conversation.party(side).person)
        await tables.read_here.forget(conversation.id, conversation.party(side).person)
        notice = about_conversation(ENDED[side], conversation, side, token=key)
        await chat_cleaner.queue_step(
            ctx, tables, replace(notice, action=Action.DELETE, priority=Priority.SCHEDULED)
        )
        return notice.alias or ""

    return await ctx.store.transaction(work)
