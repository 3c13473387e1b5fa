"""Who still is in a server and may act there, asked of Discord just before something is offered.

Leaving is told to nobody who may not see all members, so it is looked up: for a few people, each
within a short time, and never inside a transaction. Without an answer from Discord everybody is
taken to be here: an outage must not stop an ask, and whoever accepts is looked up once more.
"""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass

from bot.domain.listening import Listener
from bot.services.context import Context
from bot.services.ports import Gone, Standing, Undelivered

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
    user = await ctx.store.read(lambda tables: tables.people.user(listener.person))
    try:
        async with asyncio.timeout(PATIENCE):
            return await ctx.messenger.standing(listener.guild_id, user) is Standing.HERE
    except Gone:
        return False
    except (Undelivered, TimeoutError):
        return True
