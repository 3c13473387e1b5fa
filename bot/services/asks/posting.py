"""Posting an ask: what is looked at before it stands, and what stands then."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial

from bot.domain.ages import Age
from bot.domain.asks import Ask, AskKind, AskState, Draft, Here
from bot.domain.community import What
from bot.domain.errors import (
    CannotPost,
    CannotReachAsker,
    OutOfDate,
    TryAgain,
)
from bot.domain.guilds import Feature
from bot.domain.ids import AskId, DraftId, ListenerNumber, UserId
from bot.domain.notices import Action, Notice, NoticeKind, Part
from bot.domain.reads_where import ReadsWhere
from bot.services import cool_downs, membership
from bot.services.ages import admission
from bot.services.asks import holding, kinds, limits
from bot.services.community import tally
from bot.services.context import Context, Member
from bot.services.direct_messages import greeting
from bot.services.offers import likely_hours, search
from bot.services.ports import Closed, Gone, SentMessage, Undelivered
from bot.services.servers import ask_channels
from bot.storage.store import Tables


@dataclass(frozen=True, slots=True)
class Posted:
    """The ask stands."""

    expires_at: datetime
    here: Here
    first: str | None = None
    """The alias of the listener who is told first."""
    later: bool = False
    """Whether it goes out some minutes later, by chance."""
    held: bool = False
    """Whether a moderator looks at it first."""
    without_dm: bool = False
    """Whether its asker looks for themselves."""
    likely: datetime | None = None
    """When listeners are likely to be there next, where that may be said."""


async def post(ctx: Context, member: Member, key: DraftId, *, without_dm: bool = False) -> Posted:
    """Post a draft, once the asker can be reached; or `without_dm`, when they will look themselves.

    Nothing is posted and the draft stays when this raises CannotReachAsker, CannotPost, TryAgain,
    AskAlreadyOpen, InConversation, AsksForToday, TooSoonAgain or what `must_be_admitted` raises.
    OutOfDate: the draft is gone, or was posted by another press.
    """
    async with cool_downs.noting(ctx, limits.of_asks(member)):
        draft = await ctx.store.read(lambda tables: _postable(ctx, tables, member, key))
    age = await admission.must_be_admitted(ctx, member)
    await membership.bot_must_be_there(ctx, member.guild)
    if not _excluded(draft) and await ask_channels.is_closed(ctx, member.guild):
        raise CannotPost
    reader = await ctx.store.read(lambda tables: tables.people.reader(ctx.person(member)))
    looks = without_dm or (reader is not None and reader.wants_no_dms)
    hello = None if looks else await _reach(ctx, member.user, draft)
    say = partial(_store, ctx, member, draft, age, hello)
    return replace(await ctx.store.transaction(say), without_dm=hello is None)


async def _postable(ctx: Context, tables: Tables, member: Member, key: DraftId) -> Draft:
    draft = await tables.drafts.get(key, ctx.person(member), ctx.clock.now())
    if draft is None or draft.guild_id != member.guild or draft.changes is not None:
        raise OutOfDate
    if draft.kind not in await kinds.offered(ctx, tables, member.guild):
        raise OutOfDate  # the server changed its mind, or shrank, while the preview was open
    goal = await tables.partners.wanted(key)
    await limits.check(ctx, tables, member, goal)
    return draft


async def _reach(ctx: Context, user: UserId, draft: Draft) -> SentMessage:
    """Say hello in the asker's direct messages. The draft's id is the nonce, so that pressing
    twice says it once."""
    notice = Notice(NoticeKind.DM_CHECK_ASKER, draft.guild_id, draft.person)
    now = ctx.clock.now()
    tried_at = await ctx.store.transaction(lambda tables: tables.drafts.greet(draft.id, now))
    try:
        return await greeting.say_hello(ctx, user, notice, draft.id, tried_at)
    except (Closed, Gone) as error:
        raise CannotReachAsker(token=draft.id) from error
    except Undelivered as error:
        raise TryAgain from error


async def _store(
    ctx: Context,
    member: Member,
    draft: Draft,
    age: Age,
    hello: SentMessage | None,
    tables: Tables,
) -> Posted:
    # read again: its author may have changed it while the greeting was on its way
    draft = await _postable(ctx, tables, member, draft.id)
    goal = await tables.partners.wanted(draft.id)
    await tables.drafts.remove(draft.id, draft.person)
    same = draft.again and await tables.same_listener.get(
        draft.again, draft.person, ctx.clock.now()
    )
    ask = replace(_ask_of(ctx, member, draft, later=bool(same)), without_dm=hello is None, age=age)
    if hello is None and not await tables.people.reads_where(ask.asker):
        await tables.people.set_reads_where(ask.asker, ReadsWhere.WHILE_CLOSED)
    await tables.asks.add(ask, draft.text, _excluded(draft))
    # its preview may still be shown, with buttons that are for a draft
    await tables.button_tokens.for_ask(draft.id, ask.id, ask.asker)
    if goal is not None:
        await tables.partners.look(ask.id, goal)
    if topic := ask.wishes.topic:
        await tally.note(ctx, tables, ask.guild_id, What.ASKED, ctx.listener_number(member), topic)
    if hello is not None:
        await _remember(ctx, tables, ask, hello)
    if await holding.is_looked_at_first(ctx, tables, ask):
        held = await holding.hold(ctx, tables, ask)
        return Posted(held.expires_at, Here.LATER, held=True)
    if same:
        await search.offer_to_former_listener(ctx, tables, ask, same)
        return Posted(ask.expires_at, Here.LATER, same.alias)
    return await _go_out(ctx, tables, ask)


async def _go_out(ctx: Context, tables: Tables, ask: Ask) -> Posted:
    where, asker, age = ask.guild_id, ask.asker, ask.age
    here = await search.who_is_here(ctx, tables, where, asker, age)
    likely = await likely_hours.next_here(ctx, tables, where, asker, age, here)
    if kinds.is_small(ctx, ask.guild_id) and ctx.guilds.is_on(ask.guild_id, Feature.DELAY):
        await search.go_out_later(ctx, tables, ask)
        return Posted(ask.expires_at, here, later=True, likely=likely)
    await search.start_search(ctx, tables, ask)
    await search.announce_waiting_ask(ctx, tables, ask, Action.CREATE)
    return Posted(ask.expires_at, here, likely=likely)


async def _remember(ctx: Context, tables: Tables, ask: Ask, hello: SentMessage) -> None:
    """The hello becomes the message in which the asker follows the ask."""
    await tables.people.remember_dm(ask.asker, hello.channel)
    await tables.messages.remember(ask.id, Part.ASKER, hello.channel, hello.message)
    await tables.messages.note_sent(hello.message, ctx.clock.now())
    await tables.message_copies.said_about(hello.message, ask.id)


def _ask_of(ctx: Context, member: Member, draft: Draft, *, later: bool) -> Ask:
    """The ask that a draft becomes. `later`: the others are told of it only in a while."""
    now = ctx.clock.now()
    pause = ctx.settings.offers.same_listener_first if later else timedelta(0)
    return Ask(
        AskId(ctx.randomness.token()),
        draft.guild_id,
        draft.person,
        ctx.asker_number(member),
        draft.kind,
        AskState.WAITING,
        now,
        now + pause + ctx.settings.asks.expires_after,
        draft.text,
        draft.wishes,
    )


def _excluded(draft: Draft) -> frozenset[ListenerNumber]:
    """Only a private ask can keep away from somebody: a channel hides from nobody."""
    return draft.excluded if draft.kind is AskKind.PRIVATE else frozenset()
