"""Coming to a limit: what somebody waits, and that it becomes longer for whoever floods.

Around every limit within some time; what counts towards it, each subject says itself. An error
that says so carries `next`, when there is room again. It is noted in a transaction of its own, as
the one that met the limit changes nothing.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime

from bot.domain import cool_downs
from bot.domain.cool_downs import CoolDown, CoolDownRules, WhoseLimit
from bot.domain.errors import LimitReached
from bot.domain.limit_errors import TooSoonAgain
from bot.services.context import Context
from bot.storage.store import Tables


def rules(ctx: Context) -> CoolDownRules:
    """As the operator set them."""
    limits = ctx.settings.limits
    return CoolDownRules(limits.wait_longer_by, limits.wait_longer_at_most, limits.forgotten_after)


async def must_have_rested(ctx: Context, tables: Tables, whose: WhoseLimit) -> None:
    """Raises TooSoonAgain while somebody waits longer than the limit itself says."""
    rests = await tables.limits.cool_down(whose)
    if rests is not None and rests.holds(ctx.clock.now()):
        raise longer(ctx, rests)


def longer(ctx: Context, rests: CoolDown) -> TooSoonAgain:
    """What somebody reads who waits longer."""
    return TooSoonAgain(next=rests.until, most=ctx.settings.limits.wait_longer_at_most)


@asynccontextmanager
async def noting(ctx: Context, whose: WhoseLimit) -> AsyncIterator[None]:
    """Do something that a limit may refuse, and note that it did: raises what it raised, or
    TooSoonAgain where they came to it again soon after."""
    try:
        yield
    except LimitReached as error:
        frees = error.values.get("next")
        if not isinstance(frees, datetime) or isinstance(error, TooSoonAgain):
            raise
        rests = await ctx.store.transaction(lambda tables: note(ctx, tables, whose, frees))
        if rests.times > 1:
            raise longer(ctx, rests) from error
        raise


async def note(ctx: Context, tables: Tables, whose: WhoseLimit, frees: datetime) -> CoolDown:
    """Somebody came to a limit that has room again at `frees`; how they stand now."""
    before, known = await tables.limits.cool_down(whose), rules(ctx)
    after = cool_downs.after_hit(before, ctx.clock.now(), frees, known)
    if after == before:
        return after
    return await tables.limits.keep(whose, after, known.quiet)


async def frees(ctx: Context, tables: Tables, whose: WhoseLimit, at_most: int) -> datetime | None:
    """When a limit that is counted by its own marks has room again; None while it has."""
    used = await tables.limits.used(whose, ctx.clock.now())
    return used[len(used) - at_most] if len(used) >= at_most else None
