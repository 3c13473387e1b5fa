"""Blocking another listener who is, or was, with the same asker: whoever blocks goes, and the two
never meet again in that server, in no conversation, whichever of them asks or listens.

Nobody is told. The others read what they read of everybody who leaves.
"""

from dataclasses import dataclass

from bot.domain.blocks import Block
from bot.domain.conversations import Conversation
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
    open: bool
    """Whether blocking means to leave."""


async def find_other(ctx: Context, user: UserId, token: str) -> OtherListener:
    """Whom one would block, to ask whether they mean it. Raises OutOfDate, also where nobody else
    listens there."""

    async def work(tables: Tables) -> OtherListener:
        own, theirs = await _both(ctx, tables, user, token)
        return OtherListener(own.guild_id, theirs.listener.alias, own.asker.alias, own.open)

    return await ctx.store.read(work)


async def block_other(ctx: Context, user: UserId, token: str) -> str:
    """Leave the conversation where it is open, and block the other listener; their alias. Raises
    what `find_other` raises."""

    async def work(tables: Tables) -> str:
        own, theirs = await _both(ctx, tables, user, token)
        if own.open:
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
    """One's own and theirs."""
    person, named = ctx.store.person(user), await access.behind(ctx, tables, user, token)
    if named.side_of(person) is None:  # from the list of whom one can still block
        own = next((o for o in await tables.rooms.met(named) if o.listener.person == person), None)
        theirs: Conversation | None = named
    else:
        own, theirs = named, await _beside(tables, named)
    if own is None or theirs is None or own.listener.person != person or own.moderates:
        raise OutOfDate
    return own, theirs


async def _beside(tables: Tables, own: Conversation) -> Conversation | None:
    """Who listens there by now; once it is over, whoever did, where that was one alone."""
    if own.open:
        return next(iter(await rooms.listeners_beside(tables, own)), None)
    met = await tables.rooms.met(own)
    return met[0] if len(met) == 1 else None
