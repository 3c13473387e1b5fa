"""Did this help? Counted for each server and day, once for each conversation, without a person."""

from dataclasses import dataclass
from datetime import UTC

from bot.domain.aftercare import Helped, Once
from bot.domain.conversations import Conversation, Side
from bot.domain.ids import UserId
from bot.services.context import Context
from bot.services.conversations import access
from bot.storage.store import Tables


@dataclass(frozen=True, slots=True)
class Counted:
    """What follows: the other side's alias, whether this answer is the one that counts, and a
    button's token to ask again with the same words, while they are kept."""

    alias: str
    counted: bool
    ask_again: str | None


async def answer(ctx: Context, user: UserId, token: str, helped: Helped) -> Counted:
    """Count an answer; a second one for the same conversation changes nothing. Raises OutOfDate."""

    async def work(tables: Tables) -> Counted:
        conversation, _ = await access.require_ended(ctx, tables, user, token, Side.ASKER)
        first = await tables.after.once(conversation.id, Once.ANSWERED)
        if first:
            today = ctx.clock.now().astimezone(UTC).date()
            await tables.after.count(conversation.guild_id, today, helped)
        alias = conversation.listener.alias
        if helped is not Helped.NO:
            return Counted(alias, first, None)
        return Counted(alias, first, await _ask_again(ctx, tables, conversation))

    return await ctx.store.transaction(work)


async def _ask_again(ctx: Context, tables: Tables, conversation: Conversation) -> str | None:
    ask = await tables.asks.get(conversation.ask_id)
    if ask is None or not ask.can_wait_again:
        return None
    known = await tables.overview.ask_token(ask.id, ask.asker)
    return known or await tables.button_tokens.for_ask(ctx.randomness.token(), ask.id, ask.asker)
