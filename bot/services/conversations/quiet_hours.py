"""When nothing that can wait is sent to somebody: their own choice, in every server."""

from bot.domain.ids import UserId
from bot.domain.quiet_hours import QuietHours
from bot.domain.times import read_span
from bot.domain.unread import NoPlace
from bot.services.context import Context
from bot.services.schedules import planning
from bot.storage.store import Tables


async def chosen_quiet(ctx: Context, user: UserId) -> QuietHours | None:
    """Those that they chose."""
    person = ctx.store.person(user)
    return await ctx.store.read(lambda tables: tables.quiet_times.of(person))


async def choose_quiet(ctx: Context, user: UserId, zone: str, typed: str) -> QuietHours | None:
    """Keep hours as typed, by the clock at a place as typed or chosen; nothing typed: none any
    more. Raises UnknownHours, HalvesUnclear, NoLength, NoPlace, UnknownZone, AskedBack."""
    hours = None
    if typed.strip():
        span = read_span(typed)
        if not zone.strip():
            raise NoPlace
        hours = QuietHours(planning.read_in("other_zone", ctx.places().read, zone), span)

    async def work(tables: Tables) -> None:
        await tables.quiet_times.choose(await tables.people.meet(user, ctx.language), hours)

    await ctx.store.transaction(work)
    return hours
