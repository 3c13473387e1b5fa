"""Blocking another listener who is with the same asker: whoever blocks goes, and the two never meet
again in that server, in no conversation, whichever of them asks or listens.

Nobody is told. The others read what they read of everybody who leaves.
"""

from dataclasses import dataclass

from bot.domain.blocks import Block
from bot.domain.conversations import Conversation, Side
from bot.domain.errors import OutOfDate
from bot.domain.ids import GuildId, UserId
from bot.services.context import Context
from bot.services.conversations import access, ending, rooms
from bot.storage.store import Tables


@dataclass(frozen=True, slots=True)
class OtherListener:
    """Another listener, as one knows them, and the asker who goes on with them."""

    guild: GuildId
    alias: str
    asker: str


async def find_other(ctx: Context, user: UserId, token: str) -> OtherListener:
    """Whom one would block, to ask whether they mean it. Raises OutOfDate, also where nobody else
    listens there, and ConversationOver."""

    async def work(tables: Tables) -> OtherListener:
        own, theirs = await _both(ctx, tables, user, token)
        return OtherListener(own.guild_id, theirs.listener.alias, own.asker.alias)

    return await ctx.store.read(work)


async def block_other(ctx: Context, user: UserId, token: str) -> str:
    """Leave the conversation, and block the other listener; their alias. Raises what `find_other`
    raises."""

    async def work(tables: Tables) -> str:
        own, theirs = await _both(ctx, tables, user, token)
        await ending.leave(ctx, tables, own)
        alias, today = theirs.listener.alias, ctx.clock.now().date()
        made = Block(ctx.randomness.token(), own.guild_id, alias, today)
        numbers = (one.listener_number for one in (own, theirs))
        await tables.blocks.add(made, theirs.id, *map(ctx.store.asker_number_of, numbers))
        return alias

    return await ctx.store.transaction(work)


async def _both(
    ctx: Context, tables: Tables, user: UserId, token: str
) -> tuple[Conversation, Conversation]:
    own, side = await access.require_open(ctx, tables, user, token)
    listeners = await rooms.listeners_beside(tables, own)
    if side is Side.ASKER or own.moderates or not listeners:
        raise OutOfDate
    return own, listeners[0]
