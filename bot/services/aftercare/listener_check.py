"""What a listener does after a conversation: rest, or ask for an ear. How they are is not stored.

Their buttons stand in direct messages, so the server is the one of the conversation.
"""

from dataclasses import dataclass

from bot.domain.conversations import Side
from bot.domain.ids import GuildId, UserId
from bot.services.context import Context
from bot.services.conversations import access
from bot.storage.store import Tables


@dataclass(frozen=True, slots=True)
class EndedForListener:
    """Where somebody listened, and whether they are a listener there still."""

    guild: GuildId
    listens: bool


async def get_ended_conversation(ctx: Context, user: UserId, token: str) -> EndedForListener:
    """The conversation behind one's own button. Raises OutOfDate, also once it is erased."""

    async def work(tables: Tables) -> EndedForListener:
        talk, _ = await access.require_ended(ctx, tables, user, token, Side.LISTENER)
        listener = await tables.listeners.get(talk.listener_number)
        return EndedForListener(talk.guild_id, listener is not None)

    return await ctx.store.read(work)
