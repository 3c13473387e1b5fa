"""Blocking the other side of a conversation, or whoever asked a question before accepting: the two
never meet again in that server.

Nobody is told. What the other side sees is what every ending shows, and where none was to come,
nothing at all. A block belongs to whoever made it, and to the one conversation from which it was
made: that two conversations were with one person shows neither here nor in the list.
"""

from dataclasses import dataclass

from bot.domain.blocks import Block
from bot.domain.conversations import Conversation, Side, other
from bot.domain.errors import OutOfDate
from bot.domain.ids import AskerNumber, GuildId, UserId
from bot.services.blocks import before_accepting
from bot.services.context import Context
from bot.services.conversations import access, ending
from bot.storage.store import Tables


@dataclass(frozen=True, slots=True)
class Blockable:
    """The other side of one's own conversation, or whoever asked about one's ask, as one knows
    them."""

    guild: GuildId
    alias: str
    open: bool
    """Whether blocking ends it."""
    blocked: bool


async def look(ctx: Context, user: UserId, token: str) -> Blockable:
    """Whom a button is about, to ask whether they mean it. Raises OutOfDate."""

    async def work(tables: Tables) -> Blockable:
        asked = await before_accepting.asked_me(ctx, tables, user, token)
        if asked is not None:
            ask, one = asked.ask, asked.question
            blocked = await tables.blocks.has(one.id, ask.asker_number)
            return Blockable(ask.guild_id, one.alias, open=False, blocked=blocked)
        talk, side = await access.require_own(ctx, tables, user, token)
        mine = ctx.store.asker_number(talk.guild_id, user)
        blocked = await tables.blocks.has(talk.id, mine)
        return Blockable(talk.guild_id, talk.party(other(side)).alias, talk.open, blocked)

    return await ctx.store.read(work)


async def block(ctx: Context, user: UserId, token: str) -> str:
    """Block the other side of one's own conversation, open or over, whose button has this token;
    an open one ends. Or whoever asked a question about one's own ask. Their alias. Done again it
    changes nothing. Raises OutOfDate for every other token, and once the conversation is
    erased."""

    async def work(tables: Tables) -> str:
        asked = await before_accepting.asked_me(ctx, tables, user, token)
        if asked is not None:
            return await before_accepting.keep_apart(ctx, tables, asked)
        talk, side = await access.require_own(ctx, tables, user, token)
        await keep_apart(ctx, tables, talk, side)
        return talk.party(other(side)).alias

    return await ctx.store.transaction(work)


async def keep_apart(ctx: Context, tables: Tables, talk: Conversation, side: Side) -> None:
    """As `block`, within a transaction, for one side of a conversation."""
    await ending.leave(ctx, tables, talk)  # whoever joined goes on
    if side is Side.ASKER:  # whoever blocked somebody can't mean to ask for them again
        await tables.same_listener.forget_about(talk.id)
    mine, theirs = await _numbers(ctx, tables, talk, side)
    alias, today = talk.party(other(side)).alias, ctx.clock.now().date()
    made = Block(ctx.randomness.token(), talk.guild_id, alias, today)
    await tables.blocks.add(made, talk.id, mine, theirs)


async def look_at_block(ctx: Context, user: UserId, token: str) -> Block:
    """One's own block, to ask whether it shall be undone. Raises OutOfDate."""
    return await ctx.store.read(lambda tables: _own(tables, user, token))


async def undo(ctx: Context, user: UserId, token: str) -> Block:
    """Undo one's own block; what it was. If the other blocked as well, that stays, unseen. Raises
    OutOfDate."""

    async def work(tables: Tables) -> Block:
        own = await _own(tables, user, token)
        await tables.blocks.remove(own.token)
        return own

    return await ctx.store.transaction(work)


async def _own(tables: Tables, user: UserId, token: str) -> Block:
    own = await tables.blocks.get(token, user)
    if own is None:
        raise OutOfDate
    return own


async def _numbers(
    ctx: Context, tables: Tables, talk: Conversation, side: Side
) -> tuple[AskerNumber, AskerNumber]:
    """One's own and the other's number as askers: what is left of both after they erased
    everything, as long as the conversation is kept."""
    ask = await tables.asks.get(talk.ask_id)
    assert ask is not None, "a foreign key holds the ask"
    both = {
        Side.ASKER: ask.asker_number,
        Side.LISTENER: ctx.store.asker_number_of(talk.listener_number),
    }
    return both[side], both[other(side)]
