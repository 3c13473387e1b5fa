"""How many conversations a listener may begin within a day, and when the next one.

Whoever presses on an ask beyond that reads what everybody reads who does not get it; that it is
enough stands on their own page, and under Who is waiting.
"""

from datetime import datetime, timedelta

from bot.domain.cool_downs import Limited, WhoseLimit
from bot.domain.ids import ListenerNumber
from bot.domain.listening import Listener
from bot.services.context import Context, Member
from bot.storage.store import Tables

A_DAY = timedelta(days=1)


async def until(ctx: Context, tables: Tables, listener: Listener) -> datetime | None:
    """When they may begin another one; None where they may now."""
    rests = await _waiting(ctx, tables, listener)
    frees = await of_the_day(ctx, tables, listener.number)
    return max((one for one in (rests, frees) if one is not None), default=None)


async def of_the_day(ctx: Context, tables: Tables, number: ListenerNumber) -> datetime | None:
    """When the day's conversations leave room for one; None where they do."""
    at_most = ctx.settings.listeners.conversations_per_day
    begun = await tables.begun.since(number, ctx.clock.now() - A_DAY)
    return begun[at_most - 1] + A_DAY if len(begun) >= at_most else None


async def waits(ctx: Context, tables: Tables, listener: Listener) -> bool:
    """Whether they wait longer, as they came to that limit again and again."""
    return await _waiting(ctx, tables, listener) is not None


async def of_member(ctx: Context, member: Member) -> datetime | None:
    """As `until`, for one's own page; None for nobody who listens."""

    async def work(tables: Tables) -> datetime | None:
        known = await tables.listeners.get(ctx.listener_number(member))
        return None if known is None else await until(ctx, tables, known)

    return await ctx.store.read(work)


def of_accepts(member: Member) -> WhoseLimit:
    """How many conversations somebody may begin in one server."""
    return WhoseLimit(Limited.ACCEPTS, member.user, member.guild)


async def _waiting(ctx: Context, tables: Tables, listener: Listener) -> datetime | None:
    user = await tables.people.user(listener.person)
    rests = await tables.limits.cool_down(of_accepts(Member(user, listener.guild_id)))
    holds = rests is not None and rests.holds(ctx.clock.now())
    return rests.until if rests is not None and holds else None
