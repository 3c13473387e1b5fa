"""The list of whom somebody blocked, and of whom they can still block."""

from dataclasses import dataclass
from datetime import date

from bot.domain.blocks import Block
from bot.domain.conversations import Conversation, Side, other
from bot.domain.ids import GuildId, PersonTag, UserId
from bot.services.context import Context
from bot.storage.store import Tables


@dataclass(frozen=True, slots=True)
class Ended:
    """The other side of one's own conversation that is over, or another listener whom one met
    there, while it is kept."""

    token: str
    guild: GuildId
    alias: str
    day: date
    """On which it ended (UTC)."""
    listener: bool = False
    """Whether it is another listener."""


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
        ended = [one for talk, day in talks for one in await _of(ctx, tables, user, talk, day)]
        return BlockList(tuple(blocked), tuple(ended))

    return await ctx.store.transaction(work)


async def _of(
    ctx: Context, tables: Tables, user: UserId, talk: Conversation, day: date
) -> list[Ended]:
    """Whom they met in one of their own, but for those whom they blocked from there already."""
    person = ctx.store.person(user)
    side = talk.side_of(person)
    assert side is not None, "it was found by its people"
    guild, found = talk.guild_id, list[Ended]()
    if not await _is_blocked(ctx, tables, user, talk):
        token = await _token(ctx, tables, talk, person)
        found.append(Ended(token, guild, talk.party(other(side)).alias, day))
    for beside in await tables.rooms.met(talk) if side is Side.LISTENER else ():
        if not await _is_blocked(ctx, tables, user, beside):
            token = await _token(ctx, tables, beside, person)
            found.append(Ended(token, guild, beside.listener.alias, day, listener=True))
    return found


async def _is_blocked(ctx: Context, tables: Tables, user: UserId, talk: Conversation) -> bool:
    return await tables.blocks.has(talk.id, ctx.store.asker_number(talk.guild_id, user))


async def _token(ctx: Context, tables: Tables, talk: Conversation, person: PersonTag) -> str:
    known = await tables.overview.conversation_token(talk.id, person)
    return known or await tables.button_tokens.for_conversation(
        ctx.randomness.token(), talk.id, person
    )
