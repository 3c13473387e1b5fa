"""Telling listeners of an ask that waits: a few, then more, then those off duty, then moderators.
Before all of them one alone, where an asker would like the same listener again.

Everything here is due at a time, fired by `timers`, and looks first whether the ask still waits.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from bot.domain.asks import Ask, AskState
from bot.domain.listening import Listener
from bot.domain.notices import Action, Notice, NoticeKind
from bot.domain.notices_about import offered
from bot.domain.offers import Candidate, Offer
from bot.domain.timers import Timer, TimerKind
from bot.services import membership, moderators, restrictions
from bot.services.context import Context
from bot.services.offers import choice, enough, presence, rules, search
from bot.storage.store import Tables

AWAY_FOR = timedelta(hours=2)
"""How long somebody who was not in the server is not looked for there, from the full hour on: what
is kept of it must not tell when somebody asked. Going on duty ends it."""


async def send_wave(ctx: Context, due: Timer) -> None:
    """Tell the next few of those on duty, and come back in a while."""
    await presence.weigh_silence(ctx)
    looked = await _look(ctx, due, on_duty=True)

    async def work(tables: Tables) -> int:
        ask = await _waiting(ctx, tables, due)
        if ask is None:
            return 0
        now = ctx.clock.now()
        waiting = await tables.asks.how_many_wait(ask.guild_id)
        pause = rules.waves(ctx.settings).pause(now - ask.posted_at, waiting)
        await tables.timers.put(Timer(TimerKind.MORE_OFFERS, now + pause, ask.id))
        await _notice_ignored(ctx, tables, ask)
        await tables.candidates.forget_past_duty(ask, now)
        return await _tell(ctx, tables, ask, looked, on_duty=True)

    if await ctx.store.transaction(work) and due.ask_id:
        ctx.measures.more_were_told(due.ask_id)


async def offer_to_one(ctx: Context, due: Timer) -> None:
    """Tell the one listener whom the asker would like again, if they may be told of it now.

    What became of it is kept nowhere else than in their offer, and the asker never learns it.
    """
    wanted = await ctx.store.read(lambda tables: _wanted_first(tables, due))
    looked = await membership.first_of(ctx, [wanted] if wanted else [], 1)

    async def work(tables: Tables) -> None:
        ask = await _waiting(ctx, tables, due)
        if ask is None:
            return
        free_at = await _free_at(ctx, tables, wanted)
        if free_at is not None:
            await tables.timers.put(Timer(TimerKind.FIRST_OFFER, free_at, ask.id))
            return
        await tables.same_listener.forget_first(ask.id)
        await leave_in_peace(ctx, tables, looked.away)
        for listener in looked.here:
            one = await fit(ctx, tables, ask, listener)
            if one is not None:
                await offer(ctx, tables, ask, one.listener, NoticeKind.OFFER_AGAIN)

    await ctx.store.transaction(work)


async def open_to_everyone(ctx: Context, due: Timer) -> None:
    """The time for the one listener is over: the ask is posted, and waits like every other."""

    async def work(tables: Tables) -> None:
        ask = await _waiting(ctx, tables, due)
        if ask is not None:
            await search.start_search(ctx, tables, ask)
            await search.announce_waiting_ask(ctx, tables, ask, Action.CREATE)

    await ctx.store.transaction(work)


async def off_duty(ctx: Context, due: Timer) -> None:
    """Tell some who are off duty and allow it; and if there were any, tell the asker."""
    looked = await _look(ctx, due, on_duty=False)

    async def work(tables: Tables) -> int:
        ask = await _waiting(ctx, tables, due)
        told = 0 if ask is None else await _tell(ctx, tables, ask, looked, on_duty=False)
        if ask is not None and told:
            await search.tell_asker(ctx, tables, ask, NoticeKind.ASK_WAITS_LONGER)
        return told

    if await ctx.store.transaction(work) and due.ask_id:
        ctx.measures.more_were_told(due.ask_id)


async def tell_moderators(ctx: Context, due: Timer) -> None:
    """Let the moderators' channel know that somebody waits: no text, nobody's name; of an ask that
    leaves somebody out, each moderator whom it may reach. The asker reads that they were told when
    it stands there (`attempt`), else that the bot looks on."""
    others = await search.other_moderators(ctx, due)

    async def work(tables: Tables) -> None:
        ask = await _waiting(ctx, tables, due)
        if ask is None:
            return
        if await search.is_kept_from_some(tables, ask):
            await search.tell_asker(ctx, tables, ask, NoticeKind.ASK_WAITS_ON)
            await moderators.tell_of(ctx, tables, ask, others, NoticeKind.WAITS_FOR_OTHERS)
            return
        channel = ctx.guilds.of(ask.guild_id).moderator_channel
        await ctx.say(
            tables, Notice(NoticeKind.SOMEBODY_WAITS, ask.guild_id, channel, ask_id=ask.id)
        )

    await ctx.store.transaction(work)


async def _free_at(ctx: Context, tables: Tables, listener: Listener | None) -> datetime | None:
    """When another ask no longer waits for this listener's answer; None where none does."""
    told = None if listener is None else await tables.offers.newest_open(listener.number)
    free_at = None if told is None else told + ctx.settings.offers.one_open_offer_for
    return None if free_at is None or free_at <= ctx.clock.now() else free_at


async def _waiting(ctx: Context, tables: Tables, due: Timer) -> Ask | None:
    """The ask, if this is to be done now and it still waits."""
    if not await tables.timers.take(due) or due.ask_id is None:
        return None
    ask = await tables.asks.get(due.ask_id)
    still = ask and ask.state is AskState.WAITING and ctx.clock.now() < ask.expires_at
    return ask if still else None


async def _wanted_first(tables: Tables, due: Timer) -> Listener | None:
    number = None if due.ask_id is None else await tables.same_listener.first_for(due.ask_id)
    return None if number is None else await tables.listeners.get(number)


async def _look(ctx: Context, due: Timer, *, on_duty: bool) -> membership.Looked:
    """Who comes next, of those who are in the server now."""

    async def work(tables: Tables) -> tuple[Sequence[Listener], int]:
        ask = None if due.ask_id is None else await tables.asks.get(due.ask_id)
        if ask is None or ask.state is not AskState.WAITING:
            return [], 0
        people = await places(ctx, tables, ask, on_duty=on_duty)
        return await ranked(ctx, tables, ask, on_duty=on_duty), people

    wanted, people = await ctx.store.read(work)
    return await membership.first_of(ctx, wanted, people)


async def ranked(ctx: Context, tables: Tables, ask: Ask, *, on_duty: bool) -> Sequence[Listener]:
    """Who comes next, as many as are looked up."""
    most, now = membership.LOOKED_UP, ctx.clock.now()
    best = await choice.find_best(ctx.settings, tables, ask, now, most, on_duty=on_duty)
    return [one.listener for one in best]


async def places(ctx: Context, tables: Tables, ask: Ask, *, on_duty: bool) -> int:
    """How many more may be told now."""
    rule = rules.waves(ctx.settings)
    if not on_duty:
        return rule.off_duty_people
    since = ctx.clock.now() - rule.within
    return rule.people(await tables.offers.count(ask.id, since, on_duty=True))


async def _tell(
    ctx: Context, tables: Tables, ask: Ask, looked: membership.Looked, *, on_duty: bool
) -> int:
    """Offer it to those who are here and still may be told; to how many it was."""
    await leave_in_peace(ctx, tables, looked.away)
    now, told = ctx.clock.now(), 0
    for listener in looked.here:
        one = await fit(ctx, tables, ask, listener)
        if one is not None and one.listener.on_duty(now) is on_duty:
            await offer(ctx, tables, ask, one.listener, NoticeKind.OFFER)
            told += 1
    return told


async def fit(ctx: Context, tables: Tables, ask: Ask, listener: Listener) -> Candidate | None:
    """The listener as they are now, if they may be told, and have not erased everything since."""
    if not await tables.people.is_known(listener.person):
        return None
    if not await restrictions.without_restricted(ctx, tables, [listener]):
        return None
    if await enough.waits(ctx, tables, listener):
        return None
    return await choice.find_one(ctx.settings, tables, ask, ctx.clock.now(), listener.number)


async def leave_in_peace(ctx: Context, tables: Tables, away: Sequence[Listener]) -> None:
    """They are not here: for a while nobody looks for them, and they take nobody's place."""
    until = ctx.clock.now().replace(minute=0, second=0, microsecond=0) + AWAY_FOR
    for listener in away:
        await tables.listeners.away(listener.number, until)


async def offer(
    ctx: Context, tables: Tables, ask: Ask, listener: Listener, kind: NoticeKind | None
) -> Offer:
    """Tell one listener of it; None: they are looking at it already."""
    now = ctx.clock.now()
    on_duty, token = listener.on_duty(now), ctx.randomness.token()
    offer = Offer(token, ask.id, listener.number, listener.person, on_duty, now)
    await tables.offers.add(offer)
    await tables.button_tokens.for_ask(offer.token, ask.id, offer.person)
    if kind is not None:
        await ctx.say(tables, offered(kind, offer, ask.guild_id))
    return offer


async def _notice_ignored(ctx: Context, tables: Tables, ask: Ask) -> None:
    """Whoever leaves several offers in a row without any answer is probably not here: their duty
    ends, kindly."""
    before = ctx.clock.now() - ctx.settings.offers.ignored_after
    for offer in await tables.offers.ignore(ask.id, before):
        in_a_row = await tables.listeners.ignored_one(offer.listener)
        if in_a_row >= ctx.settings.listeners.ignored_in_a_row:
            await tables.listeners.set_duty(offer.listener, None)
            await ctx.say(tables, Notice(NoticeKind.DUTY_ENDED, ask.guild_id, offer.person))
