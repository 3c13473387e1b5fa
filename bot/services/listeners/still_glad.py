"""Once a month each listener is asked whether they are still glad to do this, at a moment that
disturbs nobody: not in their quiet hours, on a day off, while they rest or talk with somebody.
Where no direct message may come, it stands on their page instead. No answer changes nothing.
"""

from dataclasses import replace
from datetime import datetime, timedelta

from bot.domain.errors import NotAListener
from bot.domain.likely_here import OwnHours
from bot.domain.listening import Listener
from bot.domain.notices import Notice, NoticeKind
from bot.domain.still_glad import LATER, MONTH, NOT_HERE, first_asked_at
from bot.domain.zones import is_known
from bot.services import membership, restrictions
from bot.services.context import Context, Member
from bot.services.offers import rules
from bot.storage.store import Tables

AT_ONCE = 20
"""Listeners who are looked at in one go: so many new direct messages disturb nothing else."""


async def ask_due(ctx: Context) -> None:
    """Ask those whose time it is. Called each minute."""
    now = ctx.clock.now()
    for one in await ctx.store.read(lambda tables: tables.still_glad.due(now, AT_ONCE)):
        if one.glad_at is None:
            await _put(ctx, one, first_asked_at(one.joined_at, now))
        elif not (await membership.first_of(ctx, [one], 1)).here:
            await _put(ctx, one, now + NOT_HERE)
        else:
            await _ask(ctx, one, now)


async def stay(ctx: Context, member: Member) -> Listener:
    """They are. Raises NotAListener."""
    number = ctx.listener_number(member)

    async def work(tables: Tables) -> Listener:
        one = await tables.listeners.get(number)
        if one is None:
            raise NotAListener
        await tables.still_glad.put(one, ctx.clock.now() + MONTH)
        await tables.still_glad.here(number, asked=False)
        return replace(one, glad_here=False)

    return await ctx.store.transaction(work)


async def may_be_said(ctx: Context, tables: Tables, notice: Notice) -> bool:
    """Whether somebody may still be asked, just before it is said: not once they have left, rest,
    or talk with somebody."""
    if not isinstance(notice.to, bytes):
        return False
    listening = await tables.personal_listening.listening(notice.to)
    there = [one for one in listening if one.guild_id == notice.guild_id]
    return bool(there) and not await _is_busy(ctx, tables, there[0])


async def stands_on_page(tables: Tables, notice: Notice) -> None:
    """It could not be said: they find it when they look."""
    if isinstance(notice.to, bytes):
        for one in await tables.personal_listening.listening(notice.to):
            if one.guild_id == notice.guild_id:
                await tables.still_glad.here(one.number, asked=True)


async def _put(ctx: Context, one: Listener, after: datetime) -> None:
    await ctx.store.transaction(lambda tables: tables.still_glad.put(one, after))


async def _ask(ctx: Context, due: Listener, now: datetime) -> None:
    async def work(tables: Tables) -> None:
        one = await tables.listeners.get(due.number)
        if one is None:
            return
        by_dm, wait = await _takes_dms(ctx, tables, one, now), timedelta()
        if await _is_busy(ctx, tables, one) or (by_dm and not await _is_awake(ctx, tables, one)):
            wait = LATER
        if not await tables.still_glad.put(due, now + (wait or MONTH)) or wait:
            return
        if by_dm:
            await _say(ctx, tables, one)
        await tables.still_glad.here(one.number, asked=not by_dm)

    await ctx.store.transaction(work)


async def _is_busy(ctx: Context, tables: Tables, one: Listener) -> bool:
    return (
        one.resting(ctx.clock.now())
        or bool(await tables.conversations.open_with(one.person))
        or not await restrictions.without_restricted(ctx, tables, [one])
    )


async def _takes_dms(ctx: Context, tables: Tables, one: Listener, now: datetime) -> bool:
    """Only where they let them come, and it is known when they sleep, or that they are here."""
    reader = await tables.people.reader(one.person)
    if reader is None or reader.dms_closed or reader.wants_no_dms:
        return False
    return one.on_duty(now) or await _clock_of(ctx, tables, one) is not None


async def _is_awake(ctx: Context, tables: Tables, one: Listener) -> bool:
    """By the hours in which they may be told of asks; their own quiet hours, if they chose some,
    are kept by what says it."""
    now, zone = ctx.clock.now(), await _clock_of(ctx, tables, one)
    if zone is None or one.on_duty(now):
        return True
    interests = await tables.preferences.interests(one.number)
    off = await tables.still_glad.days_off(one, now)
    quiet = one.preferences.quiet or rules.of_offers(ctx.settings).quiet
    return OwnHours(zone, quiet, interests.week, off).hold(now)


async def _clock_of(ctx: Context, tables: Tables, one: Listener) -> str | None:
    """Where it is, as they told, or where the server's is. None where neither was told: that of a
    server which chose none may be anywhere, and the question can wait on their page."""
    quiet, server = await tables.quiet_times.of(one.person), ctx.guilds.zone(one.guild_id)
    told = one.preferences.zone, None if quiet is None else quiet.zone, server
    return next((zone for zone in told if zone and is_known(zone)), None)


async def _say(ctx: Context, tables: Tables, one: Listener) -> None:
    """With buttons for that server."""
    user = await tables.people.user(one.person)
    await tables.known_servers.note(user, one.guild_id, ctx.clock.now())
    token = await tables.known_servers.token(user, one.guild_id, ctx.randomness.token())
    notice = Notice(NoticeKind.STILL_GLAD, one.guild_id, one.person, token=token)
    await ctx.say(tables, notice, lane=f"glad {token}")
