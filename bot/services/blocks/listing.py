"""The list of whom somebody blocked, and of whom they can still block."""

from dataclasses import dataclass
from datetime import date

from bot.domain.blocks import Block
from bot.domain.conversations import Conversation, other
from bot.domain.ids import GuildId, UserId
from bot.services.context import Context
from bot.storage.store import Tables


@dataclass(frozen=True, slots=True)
class Ended:
    """The other side of one's own conversation that is over, while it is kept."""

    token: str
    guild: GuildId
    alias: str
    day: date
    """On which it ended (UTC)."""


@dataclass(frozen=True, slots=True)
class BlockList:
    """Both, the latest first. Nobody stands in it for having blocked this person."""

    blocked: tuple[Block, ...]
    ended: tuple[Ended, ...]


async def get_list(ctx: Context, user: UserId, guild: GuildId | None) -> BlockList:
    """One's own in one server, or, without one, in all."""

    async def work(tables: Tables) -> BlockList:
        blocked = await tables.blocks.of_user(user, guild)
        talks = await tables.overview.ended(ctx.store.person(user), guild)
        ended = [await _ended(ctx, tables, user, talk, day) for talk, day in talks]
        return BlockList(tuple(blocked), tuple(one for one in ended if one is not None))

    return await ctx.store.transaction(work)


async def _ended(
    ctx: Context, tables: Tables, user: UserId, talk: Conversation, day: date
) -> Ended | None:
    """None for one from which they blocked somebody already."""
    if await tables.blocks.has(talk.id, ctx.store.asker_number(talk.guild_id, user)):
        return None
    person = ctx.store.person(user)
    side = talk.side_of(person)
    assert side is not None, "it was found by its people"
    known = await tables.overview.conversation_token(talk.id, person)
    token = known or await tables.button_tokens.for_conversation(
        ctx.randomness.token(), talk.id, person
    )
    return Ended(token, talk.guild_id, talk.party(other(side)).alias, day)
