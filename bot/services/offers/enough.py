"""How many conversations a listener may begin within a day and within thirty, and when the next.

Whoever presses on an ask beyond that reads what everybody reads who does not get it; that it is
enough stands on their own page, and under Who is waiting.
"""

from datetime import datetime, timedelta

from bot.domain.cool_downs import Limited, WhoseLimit
from bot.domain.ids import ListenerNumber
from bot.domain.listening import Listener
from bot.services import cool_downs
from bot.services.context import Context, Member
from bot.storage.store import Tables

A_DAY, A_MONTH = timedelta(days=1), timedelta(days=30)


async def until(ctx: Context, tables: Tables, listener: Listener) -> datetime | None:
    """When they may begin another one; None where they may now."""
    return _latest(await _waiting(ctx, tables, listener), await frees(ctx, tables, listener))


async def frees(ctx: Context, tables: Tables, listener: Listener) -> datetime | None:
    """When a day's and a month's conversations leave room for one; None where they do."""
    day = await _of_the_day(ctx, tables, listener.number)
    return _latest(day, await _of_the_month(ctx, tables, await _member(tables, listener)))


async def waits(ctx: Context, tables: Tables, listener: Listener) -> bool:
    """Whether their month is full, or they wait longer, as they came to a limit again and again."""
    if await _waiting(ctx, tables, listener) is not None:
        return True
    return await _of_the_month(ctx, tables, await _member(tables, listener)) is not None


async def count(ctx: Context, tables: Tables, listener: Listener) -> None:
    """They began a conversation: a month's are counted by marks that lead to nobody."""
    member = await _member(tables, listener)
    await tables.limits.use(of_a_month(member), ctx.clock.now() + A_MONTH)
    await note_month(ctx, tables, member)


async def note_month(ctx: Context, tables: Tables, member: Member) -> None:
    """Keep until when a listener's month is full, so that nobody looks for them until then."""
    full_until = await _of_the_month(ctx, tables, member)
    if full_until is not None:
        await tables.listeners.full(ctx.listener_number(member), full_until)


async def of_member(ctx: Context, member: Member) -> datetime | None:
    """As `until`, for one's own page; None for nobody who listens."""

    async def work(tables: Tables) -> datetime | None:
        known = await tables.listeners.get(ctx.listener_number(member))
        return None if known is None else await until(ctx, tables, known)

    return await ctx.store.read(work)


def of_accepts(member: Member) -> WhoseLimit:
    """How many conversations somebody may begin in one server."""
    return WhoseLimit(Limited.ACCEPTS, member.user, member.guild)


def of_a_month(member: Member) -> WhoseLimit:
    """The same within thirty days."""
    return WhoseLimit(Limited.ACCEPTS_IN_A_MONTH, member.user, member.guild)


async def _of_the_day(ctx: Context, tables: Tables, number: ListenerNumber) -> datetime | None:
    at_most = ctx.settings.listeners.conversations_per_day
    begun = await tables.begun.since(number, ctx.clock.now() - A_DAY)
    return begun[at_most - 1] + A_DAY if len(begun) >= at_most else None


async def _of_the_month(ctx: Context, tables: Tables, member: Member) -> datetime | None:
    at_most = ctx.settings.listeners.conversations_per_month
    return await cool_downs.frees(ctx, tables, of_a_month(member), at_most)


async def _waiting(ctx: Context, tables: Tables, listener: Listener) -> datetime | None:
    rests = await tables.limits.cool_down(of_accepts(await _member(tables, listener)))
    holds = rests is not None and rests.holds(ctx.clock.now())
    return rests.until if rests is not None and holds else None


async def _member(tables: Tables, listener: Listener) -> Member:
    return Member(await tables.people.user(listener.person), listener.guild_id)


def _latest(*moments: datetime | None) -> datetime | None:
    return max((one for one in moments if one is not None), default=None)
