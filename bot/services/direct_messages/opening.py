"""The one place that opens somebody's direct messages: within a budget, and where they pressed."""

from contextlib import suppress

import structlog

from bot.domain.dm_openings import IN_AN_HOUR, PAUSE, DmOpenings
from bot.domain.ids import ChannelId, PersonTag, UserId
from bot.services.context import Context
from bot.services.ports import TooFast, Undelivered
from bot.storage.store import Tables


async def open_channel(ctx: Context, user: UserId, *, own_press: bool) -> ChannelId:
    """The direct-message channel with somebody; `own_press`: they wait for it now. Raises TooFast,
    also without asking Discord while it has to wait, and what the messenger raises."""
    known = ctx.messenger.known_dm(user)
    if known is not None:
        return known
    await _count(ctx, own_press=own_press)
    try:
        return await ctx.messenger.open_dm(user)
    except TooFast:
        refused = DmOpenings.refused_at(ctx.clock.now())
        await ctx.store.transaction(lambda tables: tables.dm_openings.keep(refused))
        seconds = int(PAUSE.total_seconds())
        structlog.get_logger("dms").warning("dms.opened_too_fast", paused_seconds=seconds)
        raise


async def for_what_comes(ctx: Context, user: UserId) -> None:
    """Somebody pressed something. Where something comes to them on a schedule, or they have
    something in a server, which may bring an offer, their direct messages are opened now: what
    comes by the clock or to many opens nobody's."""
    person = ctx.store.person(user)

    async def is_wanted(tables: Tables) -> bool:
        reader = await tables.people.reader(person)
        known = reader is None or reader.dm_channel is not None
        return not known and (
            await tables.schedules.comes_to(person) or await tables.numbers.has_something(person)
        )

    if await ctx.store.read(is_wanted):
        await _open_now(ctx, user, person)


async def for_an_answer(ctx: Context, user: UserId) -> None:
    """Somebody pressed what they are perhaps told of later, when they wait for nothing: their
    direct messages are opened now."""

    person = ctx.store.person(user)
    if await ctx.store.read(lambda tables: tables.people.dm_channel(person)) is None:
        # before it is asked for: whoever erases everything meanwhile is forgotten with it
        await ctx.store.transaction(lambda tables: tables.people.meet(user, ctx.language))
        await _open_now(ctx, user, person)


async def _open_now(ctx: Context, user: UserId, person: PersonTag) -> None:
    with suppress(Undelivered):  # with the next press, then
        channel = await open_channel(ctx, user, own_press=True)
        await ctx.store.transaction(lambda tables: tables.people.remember_dm(person, channel))


async def _count(ctx: Context, *, own_press: bool) -> None:
    now = ctx.clock.now()

    async def work(tables: Tables) -> DmOpenings:
        openings = await tables.dm_openings.at(now)
        if not openings.may_open(now, own_press=own_press):
            raise TooFast
        openings = openings.one_more()
        await tables.dm_openings.keep(openings)
        return openings

    openings = await ctx.store.transaction(work)
    if openings.opened == IN_AN_HOUR and not openings.refused:
        structlog.get_logger("dms").warning("dms.none_until_the_next_hour", opened=IN_AN_HOUR)
