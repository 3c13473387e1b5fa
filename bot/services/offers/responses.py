"""What a listener does with an offer besides accepting it: reading it, not now; and looking who
waits."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.domain.asks import Ask
from bot.domain.errors import NoLongerAvailable, NotAListener
from bot.domain.ids import ListenerNumber, UserId
from bot.domain.listening import Listener
from bot.domain.moderation_errors import NotApprovedYet
from bot.domain.notices import About, NoticeKind
from bot.domain.notices_about import offered
from bot.domain.offers import Offer, OfferState
from bot.services import membership
from bot.services.ages import admission
from bot.services.context import Context, Member
from bot.services.offers import access, arriving, first_questions, presence
from bot.services.offers.access import ShownAsk
from bot.storage.store import Tables


async def read(ctx: Context, user: UserId, token: str) -> ShownAsk:
    """The words of an ask that one was told of. Raises NotAListener, NoLongerAvailable (also for
    somebody who is no longer in the server), TryAgain."""
    ask, _ = await ctx.store.read(lambda tables: access.require_takeable(ctx, tables, user, token))
    await membership.listener_must_be_here(ctx, user, ask.guild_id)
    await admission.note_listeners_group(ctx, Member(user, ask.guild_id))

    async def work(tables: Tables) -> ShownAsk:
        ask, listener = await access.require_takeable(ctx, tables, user, token)
        await _note_answer(ctx, tables, listener.number, token)
        await tables.button_tokens.note_read(token)
        asked = await tables.first_questions.of_listener(ask.id, listener.number)
        wrote = await tables.morning_words.of_listener(listener.number)
        morning = wrote if wrote is not None and wrote.ask_id == ask.id else None
        about = About(ask.kind, ask.wishes)
        return ShownAsk(token, about, ask.text, question=asked, morning=morning)

    return await ctx.store.transaction(work)


@dataclass(frozen=True, slots=True)
class Declined:
    """`other`: the oldest of what else waits and fits them. `erased`: whether they had written for
    the asker's morning."""

    other: ShownAsk | None = None
    erased: bool = False


async def decline(ctx: Context, user: UserId, token: str) -> ShownAsk | None:
    """Decline for now, without a reason. Pressing it again, or too late, is as well. Whoever is on
    duty is offered the oldest of what else waits and fits them: that is what comes back."""
    return (await _decline(ctx, user, token, for_good=False)).other


async def refuse(ctx: Context, user: UserId, token: str) -> Declined:
    """The same for good: what they wrote for the asker's morning is erased, too."""
    return await _decline(ctx, user, token, for_good=True)


async def _decline(ctx: Context, user: UserId, token: str, *, for_good: bool) -> Declined:
    on_duty = await arriving.is_on_duty(ctx, user, token)
    if on_duty is not None and not await membership.seems_here(ctx, user, on_duty.guild):
        on_duty = None

    async def work(tables: Tables) -> Declined:
        meaning = await tables.button_tokens.meaning(token)
        if meaning is None or meaning.person != ctx.store.person(user):
            raise NoLongerAvailable
        ask = meaning.ask_id and await tables.asks.get(meaning.ask_id)
        if not ask:
            return Declined()
        number = ctx.store.listener_number(ask.guild_id, user)
        await _note_answer(ctx, tables, number, token)
        await first_questions.declined(tables, ask, number)
        erased = for_good and await _erase_morning(tables, ask, number)
        offer = await _settled(tables, ask, number, token)
        listener = on_duty and await tables.listeners.get(number)
        other = await arriving.offer_next(ctx, tables, listener) if listener else None
        if offer is not None:
            await ctx.say(tables, offered(NoticeKind.OFFER_DECLINED, offer, ask.guild_id))
        return Declined(other, erased)

    return await ctx.store.transaction(work)


async def _erase_morning(tables: Tables, ask: Ask, number: ListenerNumber) -> bool:
    wrote = await tables.morning_words.of_listener(number)
    if wrote is None or wrote.ask_id != ask.id:
        return False
    return await tables.morning_words.drop(wrote.id)


async def _settled(tables: Tables, ask: Ask, number: ListenerNumber, token: str) -> Offer | None:
    """The offer behind a button; of one that is none, the open one of the same ask."""
    held = await tables.offers.open_for_listener(number)
    key = next((one.token for one in held if one.ask_id == ask.id), token)
    return await tables.offers.settle(key, OfferState.DECLINED)


async def list_waiting_asks(ctx: Context, member: Member, place: int) -> ShownAsk | None:
    """One of the asks that wait and that this listener may take, the oldest at place 0; None when
    there is none there. Raises NotSetUp, NotAListener, NotApprovedYet."""
    await admission.note_listeners_group(ctx, member)

    async def work(tables: Tables) -> ShownAsk | None:
        listener = await tables.listeners.get(ctx.listener_number(member))
        if listener is None:
            raise NotAListener
        if listener.waits:
            raise NotApprovedYet
        await presence.shows(tables, listener.number)
        fitting = await _waiting_for(ctx, tables, listener)
        if place >= len(fitting):
            return None
        ask = fitting[place]
        token = await tables.button_tokens.for_ask(ctx.randomness.token(), ask.id, listener.person)
        about = About(ask.kind, ask.wishes)
        return ShownAsk(token, about, place=place, more=place + 1 < len(fitting))

    return await ctx.store.transaction(work)


async def _waiting_for(ctx: Context, tables: Tables, listener: Listener) -> Sequence[Ask]:
    asks = await tables.asks.waiting(listener.guild_id)
    return [ask for ask in asks if await access.may_take(ctx, tables, ask, listener)]


async def _note_answer(ctx: Context, tables: Tables, number: ListenerNumber, token: str) -> None:
    await tables.offers.answered(token, ctx.clock.now())
    await presence.shows(tables, number)
