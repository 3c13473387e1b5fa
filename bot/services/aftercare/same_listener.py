"""Asking for the same listener again: what stands behind the asker's button."""

from bot.domain.errors import OutOfDate
from bot.domain.ids import UserId
from bot.domain.same_listener import SameListener
from bot.services.context import Context


async def get_way_back(ctx: Context, user: UserId, token: str) -> SameListener:
    """One's own way back to a listener. Raises OutOfDate when it is too long ago."""
    person, now = ctx.store.person(user), ctx.clock.now()
    same = await ctx.store.read(lambda tables: tables.same_listener.get(token, person, now))
    if same is None:
        raise OutOfDate
    return same
