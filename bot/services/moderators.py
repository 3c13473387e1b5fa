"""Moderators one by one: what must not stand in their channel is told to each whom it may reach.

Who may read that channel is asked of Discord, and never inside a transaction.
"""

import asyncio
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from bot.domain.asks import Ask
from bot.domain.ids import GuildId, UserId
from bot.domain.notices import Notice, NoticeKind
from bot.services import restrictions
from bot.services.context import Context, Member
from bot.services.ports import Standing, Undelivered, Unsure
from bot.storage.store import Tables

AT_MOST = 20
"""Moderators who are told directly: each is looked up."""


async def still_reading(
    ctx: Context, guild: GuildId, but: Collection[UserId] = ()
) -> Sequence[UserId]:
    """Those who were here lately and still read their channel. Raises NotSetUp."""
    seen = await ctx.store.read(lambda tables: tables.moderators_seen.of(guild))
    found = [one for one in seen if one not in but][:AT_MOST]
    reads = await asyncio.gather(*(still_reads(ctx, guild, one) for one in found))
    return [one for one, still in zip(found, reads, strict=True) if still]


async def can_read(ctx: Context, guild: GuildId, user: UserId) -> bool:
    """Whether somebody reads the moderators' channel. Raises NotSetUp, Undelivered."""
    return await ctx.messenger.can_read(ctx.guilds.of(guild).moderator_channel, guild, user)


async def tell_of(
    ctx: Context, tables: Tables, ask: Ask, users: Sequence[UserId], kind: NoticeKind
) -> None:
    """Tell each of these of an ask, and nothing of it; never its asker, nor whom it leaves out or
    who never meets them."""
    excluded = await tables.asks.excluded(ask.id)
    for user in users:
        asking, listening = restrictions.numbers_of(ctx, Member(user, ask.guild_id))
        apart = await tables.blocks.apart(ask.guild_id, ask.asker_number, [listening])
        if asking == ask.asker_number or listening in excluded or apart:
            continue
        person = await tables.people.meet(user)
        # it names the ask: what is of one that leaves somebody out counts for no moderator
        notice = Notice(kind, ask.guild_id, person, ask_id=ask.id)
        await ctx.say(tables, notice, lane=f"ask {ask.id} {person.hex()}")


async def still_reads(ctx: Context, guild: GuildId, user: UserId) -> bool:
    """As `can_read`, but without an answer from Discord nobody is taken to. Raises NotSetUp."""
    try:
        return await can_read(ctx, guild, user)
    except Undelivered:
        return False


@dataclass(frozen=True, slots=True)
class Reached:
    """Where those who look after a server are told what is no secret to any of them: their channel
    or, where the bot cannot write there, each who was here lately."""

    channel: bool
    people: Sequence[UserId] = ()

    @property
    def anybody(self) -> bool:
        """Whether somebody is told."""
        return self.channel or bool(self.people)


async def where_to_tell(ctx: Context, guild: GuildId) -> Reached:
    """Looked up at Discord, never inside a transaction. Raises NotSetUp."""
    channel = ctx.guilds.of(guild).moderator_channel
    try:
        if await ctx.messenger.can_post(channel, history=False):
            return Reached(channel=True)
    except Unsure:
        return Reached(channel=True)
    seen = await ctx.store.read(lambda tables: tables.moderators_seen.of(guild))
    found = seen[:AT_MOST]
    here = await asyncio.gather(*(_is_here(ctx, guild, one) for one in found))
    return Reached(False, [one for one, still in zip(found, here, strict=True) if still])


async def tell_them(ctx: Context, tables: Tables, reached: Reached, notice: Notice) -> None:
    """Say it there; to each in a lane of its own, so that nobody's words wait for it."""
    if reached.channel:
        await ctx.say(tables, notice)
    for user in reached.people:
        person = await tables.people.meet(user)
        lane = f"server {notice.guild_id} {person.hex()}"
        await ctx.say(tables, replace(notice, to=person), lane=lane)


async def _is_here(ctx: Context, guild: GuildId, user: UserId) -> bool:
    try:
        return await ctx.messenger.standing(guild, user) is not Standing.GONE
    except Undelivered:
        return False
