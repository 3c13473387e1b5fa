"""Who still is in a server and may act there, asked of Discord just before something is offered.

Leaving is told to nobody who may not see all members, so it is looked up: for a few people, each
within a short time, and never inside a transaction. Without an answer from Discord everybody is
taken to be here: an outage must not stop an ask, and whoever accepts is looked up once more.
"""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass

from bot.domain.errors import NoLongerAvailable, OutOfDate, ServerAway, TryAgain
from bot.domain.ids import GuildId, PersonTag, UserId
from bot.domain.listening import Listener
from bot.services.context import Context
from bot.services.ports import Gone, Standing, Undelivered
from bot.storage.store import Tables

LOOKED_UP = 24
"""Listeners looked up for one ask at a time, at most: each is a request to Discord."""

PATIENCE = 3.0
"""Seconds for one answer: what is due behind it waits as long."""


@dataclass(frozen=True, slots=True)
class Looked:
    """Who may be told, the first of them first, and who is not here now."""

    here: tuple[Listener, ...] = ()
    away: tuple[Listener, ...] = ()


async def first_of(ctx: Context, wanted: Sequence[Listener], people: int) -> Looked:
    """The first so many of these who are here; those who are not take nobody's place."""
    here, away = list[Listener](), list[Listener]()
    left = list(wanted[:LOOKED_UP])
    while left and len(here) < people:
        some = left[: people - len(here)]
        del left[: len(some)]
        found = await asyncio.gather(*(_is_here(ctx, one) for one in some))
        for one, is_here in zip(some, found, strict=True):
            (here if is_here else away).append(one)
    return Looked(tuple(here), tuple(away))


async def _is_here(ctx: Context, listener: Listener) -> bool:
    user = await user_of(ctx, listener.person)
    if user is None:
        return False
    try:
        async with asyncio.timeout(PATIENCE):
            return await ctx.messenger.standing(listener.guild_id, user) is Standing.HERE
    except Gone:
        return False
    except (Undelivered, TimeoutError):
        return True


async def user_of(ctx: Context, person: PersonTag) -> UserId | None:
    """Whom to ask Discord about; None for somebody who erased everything since they were found."""

    async def look(tables: Tables) -> UserId | None:
        return await tables.people.user(person) if await tables.people.is_known(person) else None

    return await ctx.store.read(look)


async def bot_must_be_there(ctx: Context, guild: GuildId) -> None:
    """Raises ServerAway while the bot was taken out of a server and may be invited again."""
    if guild in await ctx.store.read(lambda tables: tables.departed.all()):
        raise ServerAway(kept=ctx.settings.servers.kept_for)


async def must_be_here(ctx: Context, user: UserId, guild: GuildId) -> None:
    """Raises OutOfDate for somebody who is not, or may not act, in the server; TryAgain, and
    ServerAway while the bot is not there itself."""
    if not await is_here(ctx, user, guild):
        raise OutOfDate


async def listener_must_be_here(ctx: Context, user: UserId, guild: GuildId) -> None:
    """As `must_be_here` for a listener, whose refusals all have the same words: raises
    NoLongerAvailable, TryAgain, ServerAway."""
    if not await is_here(ctx, user, guild):
        raise NoLongerAvailable


async def note_use(ctx: Context, user: UserId, guild: GuildId) -> None:
    """Somebody used the bot in a server: it is offered when they write directly."""
    now = ctx.clock.now()
    if not await ctx.store.read(lambda tables: tables.known_servers.is_noted(user, guild, now)):
        await ctx.store.transaction(lambda tables: tables.known_servers.note(user, guild, now))


async def is_here(ctx: Context, user: UserId, guild: GuildId) -> bool:
    """Whether somebody is in a server and may act there. Raises TryAgain, ServerAway."""
    await bot_must_be_there(ctx, guild)
    try:
        return await ctx.messenger.standing(guild, user) is Standing.HERE
    except Gone:
        return False
    except Undelivered as error:
        raise TryAgain from error


async def seems_here(ctx: Context, user: UserId, guild: GuildId) -> bool:
    """As `is_here`, for what is only shown: where nobody can say, they are not."""
    try:
        return await is_here(ctx, user, guild)
    except TryAgain:
        return False
