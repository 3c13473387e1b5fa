"""Being a listener: joining, being on duty or off, leaving."""

from base64 import urlsafe_b64encode
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from hashlib import blake2b

from bot.domain.age_errors import AgesNotChosen, TooYoung
from bot.domain.ages import Age
from bot.domain.cool_downs import Limited, WhoseLimit
from bot.domain.errors import NotAListener, TryAgain
from bot.domain.form_errors import CannotReachListener
from bot.domain.guilds import Feature
from bot.domain.ids import PersonTag
from bot.domain.limit_errors import JoinsForToday
from bot.domain.listening import Listener
from bot.domain.moderation_errors import NotApprovedYet
from bot.domain.notices import Notice, NoticeKind
from bot.domain.reads_where import ReadsWhere
from bot.services import cool_downs, restrictions
from bot.services.ages import admission
from bot.services.community import tally
from bot.services.context import Context, Member
from bot.services.direct_messages import greeting
from bot.services.offers import enough, first_questions, presence, search
from bot.services.ports import Closed, Gone, SentMessage, Undelivered
from bot.storage.store import Tables

PRESSED_AGAIN_WITHIN = timedelta(hours=1)
"""How long after an outage somebody may press Join again; before joining nothing is kept of them,
not even that they tried."""


async def get_listener(ctx: Context, member: Member) -> Listener | None:
    """How one stands as a listener here; None before joining. Raises NotSetUp; AgeNotStated for a
    listener from before the server chose, and TryAgain where roles have to be looked up."""
    ctx.guilds.of(member.guild)
    number = ctx.listener_number(member)
    await admission.note_listeners_group(ctx, member)
    known = await ctx.store.read(lambda tables: tables.listeners.get(number))
    if known is not None and known.age is Age.UNKNOWN:
        with suppress(AgesNotChosen, TooYoung):  # their page says so
            await admission.must_be_admitted(ctx, member)
    return known


async def join(ctx: Context, member: Member, *, without_dm: bool = False) -> Listener:
    """Opt in; where moderators approve listeners, they read that somebody waits for them.
    `without_dm`: they look for themselves who waits, and talk inside the server. Raises NotSetUp,
    CannotReachListener, TryAgain, BannedHere, JoinsForToday, TooSoonAgain, and what
    `must_be_admitted` raises."""
    known = await get_listener(ctx, member)
    if known is not None:
        return known
    await ctx.store.read(lambda tables: restrictions.must_be_free(ctx, tables, member))
    age = await admission.must_be_admitted(ctx, member)
    hello = None if without_dm else await _reach(ctx, member)

    async def work(tables: Tables) -> Listener:
        person = await _met(ctx, tables, member, hello)
        number, now = ctx.listener_number(member), ctx.clock.now()
        first = looked_at_first(ctx, member)
        waits_as = ctx.randomness.token() if first else None
        new = Listener(number, member.guild, person, now, age=age, waits_as=waits_as)
        added = await tables.listeners.add(new)
        await enough.note_month(ctx, tables, member)
        if added and new.waits:
            await _count_join(ctx, tables, member)
            channel = ctx.guilds.of(member.guild).moderator_channel
            await ctx.say(tables, Notice(NoticeKind.MODERATORS_LOOK, member.guild, channel))
        return new

    async with cool_downs.noting(ctx, of_joins(member)):
        return await ctx.store.transaction(work)


async def _met(
    ctx: Context, tables: Tables, member: Member, hello: SentMessage | None
) -> PersonTag:
    """They are known from now on, and where they read."""
    person = await tables.people.meet(member.user, ctx.language)
    if hello is None:
        await tables.people.set_reads_where(person, ReadsWhere.WHILE_CLOSED)
    else:
        await tables.people.remember_dm(person, hello.channel)
        await tables.messages.note_sent(hello.message, ctx.clock.now())
    return person


async def _count_join(ctx: Context, tables: Tables, member: Member) -> None:
    """Each lets moderators look. Raises JoinsForToday, TooSoonAgain."""
    whose, at_most = of_joins(member), ctx.settings.listeners.joins_per_day
    await cool_downs.must_have_rested(ctx, tables, whose)
    frees = await cool_downs.frees(ctx, tables, whose, at_most)
    if frees is not None:
        raise JoinsForToday(count=at_most, next=frees)
    await tables.limits.use(whose, ctx.clock.now() + timedelta(days=1))


def of_joins(member: Member) -> WhoseLimit:
    """How often somebody may ask to be a listener in one server."""
    return WhoseLimit(Limited.JOINS, member.user, member.guild)


def looked_at_first(ctx: Context, member: Member) -> bool:
    """Whether moderators of that server approve whoever joins now."""
    return ctx.guilds.is_on(member.guild, Feature.APPROVE_LISTENERS)


async def set_duty(ctx: Context, member: Member, lasts: timedelta | None) -> Listener:
    """On duty for a while, or off with None. Raises NotAListener, BannedHere, NotApprovedYet; for
    duty also what `must_be_admitted` raises."""
    known = await get_listener(ctx, member)
    if known is None:
        raise NotAListener
    if known.waits:
        raise NotApprovedYet
    if lasts is not None:
        await admission.must_be_admitted(ctx, member)
    until = None if lasts is None else ctx.clock.now() + lasts
    resting = known.resting_until if until is None else None
    changed = replace(known, on_duty_until=until, resting_until=resting)

    async def work(tables: Tables) -> None:
        if until is not None:
            await restrictions.must_be_free(ctx, tables, member)
        if not await tables.listeners.set_duty(known.number, until):
            raise NotAListener
        await presence.shows(tables, known.number)
        if lasts is not None:
            await tally.note_here(ctx, tables, member.guild, known.number, lasts)

    await ctx.store.transaction(work)
    return changed


async def leave(ctx: Context, member: Member) -> None:
    """Stop being a listener; open conversations go on until ended. Raises NotAListener."""
    number = ctx.listener_number(member)

    async def work(tables: Tables) -> None:
        await search.withdraw_offers(ctx, tables, await tables.offers.open_for_listener(number))
        await first_questions.listener_goes(tables, number)
        if not await tables.listeners.remove(number):
            raise NotAListener
        await tables.same_listener.forget_listener(number)

    await ctx.store.transaction(work)


async def rest(ctx: Context, member: Member, lasts: timedelta | None) -> Listener:
    """Be left in peace for a while, off duty; or rest no longer, with None. Open offers are taken
    back. Raises NotAListener."""
    number = ctx.listener_number(member)
    until = None if lasts is None else ctx.clock.now() + lasts

    async def work(tables: Tables) -> Listener:
        await search.withdraw_offers(ctx, tables, await tables.offers.open_for_listener(number))
        await first_questions.listener_goes(tables, number)
        await tables.listeners.rest(number, until)
        await tables.still_glad.here(number, asked=False)
        rested = await tables.listeners.get(number)
        if rested is None:
            raise NotAListener
        return rested

    return await ctx.store.transaction(work)


async def _reach(ctx: Context, member: Member) -> SentMessage:
    person: PersonTag = ctx.person(member)
    notice = Notice(NoticeKind.DM_CHECK_LISTENER, member.guild, person)
    perhaps_tried_at = ctx.clock.now() - PRESSED_AGAIN_WITHIN
    try:
        return await greeting.say_hello(
            ctx, member.user, notice, _nonce(ctx, member), perhaps_tried_at
        )
    except (Closed, Gone) as error:
        raise CannotReachListener from error
    except Undelivered as error:
        raise TryAgain from error


def _nonce(ctx: Context, member: Member) -> str:
    """The same for each press of Join, so that pressing twice says hello once."""
    made = blake2b(ctx.listener_number(member), digest_size=16, person=b"join").digest()
    return urlsafe_b64encode(made).decode().rstrip("=")
