"""Whoever is on duty, and has nothing before them, is offered the oldest ask that waits and fits
them: one at a time, never all that waited through a night.

So it is when they go on duty, and when they say "Not now" to one.
"""

from dataclasses import replace

from bot.domain.asks import Ask
from bot.domain.ids import UserId
from bot.domain.listening import Listener
from bot.domain.notices import About, Notice, NoticeKind
from bot.domain.offers import Offer
from bot.services.context import Context, Member
from bot.services.offers import access, instead, waves
from bot.services.offers.access import ShownAsk
from bot.storage.store import Tables


async def offer_oldest(ctx: Context, member: Member) -> ShownAsk | None:
    """For whoever went on duty: told in direct messages, too, as what they look at now vanishes.
    None where they are not on duty, or nothing that waits fits them."""

    async def work(tables: Tables) -> ShownAsk | None:
        listener = await tables.listeners.get(ctx.listener_number(member))
        found = listener and await _oldest(ctx, tables, listener, NoticeKind.OFFER)
        return _shown(*found) if found else None

    return await ctx.store.transaction(work)


async def offer_next(ctx: Context, tables: Tables, listener: Listener) -> ShownAsk | None:
    """For whoever has just said "Not now": it stands in that very message, and nobody is pinged."""
    found = await _oldest(ctx, tables, listener, None)
    return _shown(*found) if found else None


async def is_on_duty(ctx: Context, user: UserId, token: str) -> Member | None:
    """Whose press on an offer may bring the next one, and where; None for all others."""

    async def work(tables: Tables) -> Member | None:
        meaning = await tables.button_tokens.meaning(token)
        ask = meaning and meaning.ask_id and await tables.asks.get(meaning.ask_id)
        if not ask or meaning is None or meaning.person != ctx.store.person(user):
            return None
        listener = await tables.listeners.get(ctx.store.listener_number(ask.guild_id, user))
        here = listener is not None and listener.on_duty(ctx.clock.now())
        return Member(user, ask.guild_id) if here else None

    return await ctx.store.read(work)


async def with_another(ctx: Context, tables: Tables, notice: Notice) -> Notice:
    """One of those with what else waits for its reader: where they declined, what they were offered
    since."""
    if notice.kind is not NoticeKind.OFFER_DECLINED:
        return await instead.with_other(ctx, tables, notice)
    if not isinstance(notice.to, bytes) or notice.guild_id is None:
        return notice
    user = await tables.people.user(notice.to)
    listener = await tables.listeners.get(ctx.store.listener_number(notice.guild_id, user))
    if listener is None or not listener.on_duty(ctx.clock.now()):
        return notice
    for ask, offer in await _held(ctx, tables, listener):
        return replace(notice, about=_about(ask), other=offer.token)
    return notice


async def _oldest(
    ctx: Context, tables: Tables, listener: Listener, told: NoticeKind | None
) -> tuple[Ask, Offer] | None:
    if not listener.on_duty(ctx.clock.now()):
        return None
    for held in await _held(ctx, tables, listener):
        await tables.offers.stands_again(held[1].token, ctx.clock.now())
        return held
    for ask in await tables.asks.waiting(listener.guild_id):
        if not await access.may_take(ctx, tables, ask, listener):
            continue
        if await waves.fit(ctx, tables, ask, listener):
            return ask, await waves.offer(ctx, tables, ask, listener, told)
    return None


async def _held(ctx: Context, tables: Tables, listener: Listener) -> list[tuple[Ask, Offer]]:
    """What they were told of already and have not answered, the oldest first."""
    found = list[tuple[Ask, Offer]]()
    for offer in await tables.offers.open_for_listener(listener.number):
        ask = await tables.asks.get(offer.ask_id)
        if ask is not None and await access.may_take(ctx, tables, ask, listener):
            found.append((ask, offer))
    return sorted(found, key=lambda one: one[0].posted_at)


def _shown(ask: Ask, offer: Offer) -> ShownAsk:
    return ShownAsk(offer.token, _about(ask), offered=True)


def _about(ask: Ask) -> About:
    return About(ask.kind, ask.wishes)
