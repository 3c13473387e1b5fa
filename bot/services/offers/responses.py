"""What a listener does with an offer besides accepting it: reading it, not now; and looking who
waits."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.domain.asks import Ask, OwnWords
from bot.domain.errors import NoLongerAvailable, NotAListener
from bot.domain.ids import ListenerNumber, UserId
from bot.domain.listening import Listener
from bot.domain.moderation_errors import NotApprovedYet
from bot.domain.notices import About, NoticeKind
from bot.domain.notices_about import offered
from bot.domain.offers import OfferState
from bot.services import membership
from bot.services.ages import admission
from bot.services.context import Context, Member
from bot.services.offers import access, presence
from bot.storage.store import Tables


@dataclass(frozen=True, slots=True)
class ShownAsk:
    """An ask that waits, for one listener alone; `token` is what their buttons carry."""

    token: str
    about: About
    text: OwnWords | None = None
    place: int = 0
    more: bool = False


async def read(ctx: Context, user: UserId, token: str) -> ShownAsk:
    """The words of an ask that one was told of. Raises NotAListener, NoLongerAvailable (also for
    somebody who is no longer in the server), TryAgain."""
    ask, _ = await ctx.store.read(lambda tables: _offered(ctx, tables, user, token))
    await membership.listener_must_be_here(ctx, user, ask.guild_id)
    await admission.note_listeners_group(ctx, Member(user, ask.guild_id))

    async def work(tables: Tables) -> ShownAsk:
        ask, listener = await _offered(ctx, tables, user, token)
        await _note_answer(ctx, tables, listener.number, token)
        await tables.button_tokens.note_read(token)
        return ShownAsk(token, About(ask.kind, ask.wishes), ask.text)

    return await ctx.store.transaction(work)


async def decline(ctx: Context, user: UserId, token: str) -> None:
    """Decline, without a reason. Pressing it again, or too late, is as well."""

    async def work(tables: Tables) -> None:
        meaning = await tables.button_tokens.meaning(token)
        if meaning is None or meaning.person != ctx.store.person(user):
            raise NoLongerAvailable
        ask = meaning.ask_id and await tables.asks.get(meaning.ask_id)
        if not ask:
            return
        await _note_answer(ctx, tables, ctx.store.listener_number(ask.guild_id, user), token)
        offer = await tables.offers.settle(token, OfferState.DECLINED)
        if offer is None:
            return
        await ctx.say(tables, offered(NoticeKind.OFFER_DECLINED, offer, ask.guild_id))

    await ctx.store.transaction(work)


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


async def _offered(ctx: Context, tables: Tables, user: UserId, token: str) -> tuple[Ask, Listener]:
    ask = await access.require_ask(ctx, tables, user, token)
    listener = await tables.listeners.get(ctx.store.listener_number(ask.guild_id, user))
    if listener is None:
        raise NotAListener
    if not await access.may_take(ctx, tables, ask, listener):
        raise NoLongerAvailable
    return ask, listener


async def _note_answer(ctx: Context, tables: Tables, number: ListenerNumber, token: str) -> None:
    await tables.offers.answered(token, ctx.clock.now())
    await presence.shows(tables, number)
