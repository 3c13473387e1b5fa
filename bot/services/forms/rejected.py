"""Keeping what was filled into a form that was not taken, so that nobody types it twice."""

from datetime import timedelta

from bot.domain.errors import OutOfDate
from bot.domain.ids import UserId
from bot.domain.rejected_forms import Typed
from bot.services.context import Context
from bot.storage.store import Tables

KEPT_FOR = timedelta(minutes=30)
"""As long as the draft of an ask: long enough to look something up."""


async def keep(ctx: Context, user: UserId, typed: Typed) -> str:
    """Keep it for a while; the token under which its author finds it."""
    key = ctx.randomness.token()

    async def work(tables: Tables) -> str:
        person = await tables.people.meet(user, ctx.language)
        await tables.rejected_forms.keep(key, person, typed, ctx.clock.now() + KEPT_FOR)
        return key

    return await ctx.store.transaction(work)


async def get_form(ctx: Context, user: UserId, key: str) -> Typed:
    """One's own, in one read. Raises OutOfDate."""
    person, now = ctx.store.person(user), ctx.clock.now()
    typed = await ctx.store.read(lambda tables: tables.rejected_forms.get(key, person, now))
    if typed is None:
        raise OutOfDate
    return typed


async def taken(ctx: Context, user: UserId, action: str) -> None:
    """A form of that kind was taken: what was filled into an earlier one is erased."""
    person = ctx.store.person(user)
    if await ctx.store.read(lambda tables: tables.rejected_forms.is_kept(person, action)):
        await ctx.store.transaction(lambda tables: tables.rejected_forms.forget(person, action))
