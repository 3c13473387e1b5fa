"""Looking for a listener: what begins when an ask waits, and what stops when it no longer does.

Part of the core, as posting, giving back and keeping an ask all begin it, and several end it.
"""

from collections.abc import Sequence
from datetime import timedelta

from bot.domain.ages import Age
from bot.domain.asks import Ask, AskKind, Here
from bot.domain.ids import AskId, GuildId, ListenerNumber, PersonTag, UserId
from bot.domain.notices import Action, Notice, NoticeKind
from bot.domain.notices_about import ask_in_channel, offered
from bot.domain.offers import Offer, OfferState
from bot.domain.same_listener import SameListener
from bot.domain.timers import Timer, TimerKind
from bot.services import moderators
from bot.services.context import Context
from bot.services.offers import first_questions, morning_words, open_threads
from bot.storage.store import Tables

POST_LOOKED_AT_EVERY = timedelta(minutes=10)
"""One request for each ask that waits; its asker is told for hours that it is open."""


async def start_search(ctx: Context, tables: Tables, ask: Ask) -> None:
    """Let offers go out now, and everything that follows while nobody accepts. Moderators are told
    at once where nobody who listens here could take it."""
    now, offers = ctx.clock.now(), ctx.settings.offers
    nobody = not await tables.candidates.anybody(ask, now)
    for what, due_at in (
        (TimerKind.MORE_OFFERS, now),
        (TimerKind.OFF_DUTY_OFFERS, now + offers.off_duty_after),
        (TimerKind.MODERATORS_TOLD, now if nobody else now + offers.moderators_told_after),
        (TimerKind.STILL_WANTED, now + ctx.settings.asks.still_wanted_after),
        (TimerKind.ASK_EXPIRES, ask.expires_at),
    ):
        await tables.timers.put(Timer(what, due_at, ask.id))


async def offer_to_former_listener(
    ctx: Context, tables: Tables, ask: Ask, same: SameListener
) -> None:
    """Let one listener be told first, and tell the asker so. The others, and all the rest, begin
    at a time that does not depend on what the one does."""
    now = ctx.clock.now()
    await tables.same_listener.go_first(same.token, ask.id)
    others_from = now + ctx.settings.offers.same_listener_first
    await tables.timers.put(Timer(TimerKind.FIRST_OFFER, now, ask.id))
    await tables.timers.put(Timer(TimerKind.OTHERS_ASKED, others_from, ask.id))
    token = await tables.button_tokens.for_ask(ctx.randomness.token(), ask.id, ask.asker)
    kind, edit, alias = NoticeKind.ASK_FOR_ONE_FIRST, Action.EDIT, same.alias
    await ctx.say(
        tables,
        Notice(kind, ask.guild_id, ask.asker, edit, ask_id=ask.id, token=token, alias=alias),
    )


async def go_out_later(ctx: Context, tables: Tables, ask: Ask) -> None:
    """Let nobody be told for some minutes, drawn by chance, and tell the asker so: in a small
    server, who was seen typing just before an ask appears may be guessed to have asked."""
    small = ctx.settings.small_servers
    least = int(small.random_delay_at_least.total_seconds())
    most = int(small.random_delay_at_most.total_seconds())
    pause = timedelta(seconds=ctx.randomness.sample(range(least, most + 1), 1)[0])
    await tables.timers.put(Timer(TimerKind.OTHERS_ASKED, ctx.clock.now() + pause, ask.id))
    await tell_asker(ctx, tables, ask, NoticeKind.ASK_GOES_OUT_LATER)


async def is_visible_to(tables: Tables, ask: Ask, listener: ListenerNumber) -> bool:
    """Whether an ask is for everybody by now, or this listener was told of it first; one that a
    moderator has to look at is for nobody."""
    if await tables.timers.is_waiting(TimerKind.ASK_HELD, ask.id):
        return False
    if not await tables.timers.is_waiting(TimerKind.OTHERS_ASKED, ask.id):
        return True
    return await tables.offers.was_told(ask.id, listener)


async def stop_search(
    ctx: Context, tables: Tables, ask: Ask, winner: ListenerNumber | None = None
) -> None:
    """The ask no longer waits: every open offer says so without a ping, in the same words.

    That it expires stays where it is: a listener may give the ask back.
    """
    for what in (
        TimerKind.MORE_OFFERS,
        TimerKind.OFF_DUTY_OFFERS,
        TimerKind.MODERATORS_TOLD,
        TimerKind.STILL_WANTED,
        TimerKind.FIRST_OFFER,
        TimerKind.OTHERS_ASKED,
        TimerKind.ASK_HELD,
        TimerKind.OTHERS_LOOK,
        TimerKind.POST_LOOKED_AT,
    ):
        await tables.timers.call_off(what, ask.id)
    for offer in await tables.offers.open_for_ask(ask.id):
        won = offer.listener == winner
        await tables.offers.settle(offer.token, OfferState.ACCEPTED if won else OfferState.OVER)
        kind = NoticeKind.OFFER_ACCEPTED if won else NoticeKind.OFFER_OVER
        await ctx.say(tables, offered(kind, offer, ask.guild_id))
    await first_questions.ask_is_over(ctx, tables, ask, winner)
    await morning_words.ask_is_over(ctx, tables, ask, winner)


async def stop_search_of(ctx: Context, tables: Tables, key: AskId) -> None:
    """Nobody more is looked for: whoever still holds an offer of it reads so."""
    ask = await tables.asks.get(key)
    if ask is not None:
        await stop_search(ctx, tables, ask)


async def withdraw_offers(ctx: Context, tables: Tables, offers: Sequence[Offer]) -> None:
    """Take back the open offers of a listener who leaves or rests."""
    for offer in offers:
        ask = await tables.asks.get(offer.ask_id)
        if ask is not None and await tables.offers.settle(offer.token, OfferState.OVER):
            await ctx.say(tables, offered(NoticeKind.OFFER_OVER, offer, ask.guild_id))


async def announce_waiting_ask(ctx: Context, tables: Tables, ask: Ask, post: Action) -> None:
    """The channel's post, sent or edited, and the asker's own message, each with its button."""
    if await is_shown(ctx, tables, ask):
        await post_it(ctx, tables, ask, post)
    await tell_asker(ctx, tables, ask, NoticeKind.ASK_POSTED)


async def is_shown(ctx: Context, tables: Tables, ask: Ask) -> bool:
    """Whether the server sees that somebody asks. Where somebody must not get it, nothing stands
    anywhere: one who sees a post and can never take it would know, and guess who asks. So it is of
    every ask where groups are kept apart: a post that some can never take would tell of which
    group it is."""
    apart = ctx.guilds.of(ask.guild_id).keeps_groups_apart
    return not apart and not await is_kept_from_some(tables, ask)


async def is_kept_from_some(tables: Tables, ask: Ask) -> bool:
    """Whether somebody must not get it, by its asker's own wish: then moderators are not told of it
    either, as some of them may be whom it is kept from."""
    if await tables.asks.excluded(ask.id):
        return True
    return ask.kind is AskKind.PRIVATE and await tables.blocks.has_any(ask.asker_number)


async def other_moderators(ctx: Context, due: Timer) -> Sequence[UserId]:
    """Whom to tell of an ask that is kept from some, one by one; nobody for every other ask. Not
    inside a transaction: it is asked of Discord who reads along."""

    async def work(tables: Tables) -> Ask | None:
        ask = None if due.ask_id is None else await tables.asks.get(due.ask_id)
        return ask if ask is not None and await is_kept_from_some(tables, ask) else None

    ask = await ctx.store.read(work)
    return () if ask is None else await moderators.still_reading(ctx, ask.guild_id)


async def post_it(ctx: Context, tables: Tables, ask: Ask, action: Action) -> None:
    """The channel's post, with a new button."""
    accept = await tables.button_tokens.for_ask(ctx.randomness.token(), ask.id)
    channel = ctx.guilds.of(ask.guild_id).ask_channel
    await ctx.say(tables, ask_in_channel(NoticeKind.ASK_IN_CHANNEL, ask, channel, action, accept))
    await open_threads.open_below_post(ctx, tables, ask)
    await look_at_post_later(ctx, tables, ask)


async def look_at_post_later(ctx: Context, tables: Tables, ask: Ask) -> None:
    """See in a while whether somebody deleted the post."""
    when = ctx.clock.now() + POST_LOOKED_AT_EVERY
    await tables.timers.put(Timer(TimerKind.POST_LOOKED_AT, when, ask.id))


async def tell_asker(ctx: Context, tables: Tables, ask: Ask, kind: NoticeKind) -> None:
    """Let the message in which the asker follows the ask say how it stands, with its button."""
    token = await tables.button_tokens.for_ask(ctx.randomness.token(), ask.id, ask.asker)
    await ctx.say(
        tables, Notice(kind, ask.guild_id, ask.asker, Action.EDIT, ask_id=ask.id, token=token)
    )


async def who_is_here(
    ctx: Context, tables: Tables, guild: GuildId, asker: PersonTag, age: Age
) -> Here:
    """Whether somebody could take an ask of this group. Whom the asker leaves out is not looked at:
    the answer would tell who listens."""
    if await tables.listeners.somebody_on_duty(guild, ctx.clock.now(), asker, age):
        return Here.NOW
    listens = await tables.listeners.somebody_listens(guild, asker, age)
    if listens:
        return Here.LATER
    apart = ctx.guilds.of(guild).keeps_groups_apart
    return Here.NOBODY_FOR_THIS if apart else Here.NOBODY
