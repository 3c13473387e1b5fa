"""What moderators do to a private number: warn, pause, ban, lift, note, write."""

from datetime import timedelta

from bot.domain.asks import written
from bot.domain.conversations import Side
from bot.domain.errors import OutOfDate
from bot.domain.ids import ActionId, GuildId, ListenerNumber, NumberId, UserId
from bot.domain.moderation import (
    APPEALED,
    AT_ONCE,
    RESTRICTIONS,
    WORDS_AT_MOST,
    ActionKind,
    KnownNumber,
    ModeratorAction,
)
from bot.domain.moderation_errors import OwnNumber
from bot.domain.moderation_record import RecordedAct
from bot.domain.notices import Notice, NoticeKind
from bot.services import restrictions
from bot.services.asks import closing
from bot.services.context import Context, Member
from bot.services.conversations import lost_partner
from bot.services.moderation import record
from bot.services.offers import search
from bot.storage.store import Tables

TOLD_AT_LEAST, TOLD_AT_MOST = timedelta(hours=1), timedelta(hours=24)
"""How long after it somebody is told what was done: when it was would tell who reported them."""


async def act(
    ctx: Context,
    moderator: Member,
    number: NumberId,
    kind: ActionKind,
    words: str,
    lasts: timedelta | None = None,
) -> None:
    """Do it, note it in the record, and let the person be told. What keeps them out holds at once.

    Raises OutOfDate for a number that moderators of this server may not see any more, OwnNumber,
    NoWords, TooManyWords.
    """
    reason = written(words, "", WORDS_AT_MOST, 0).words

    async def work(tables: Tables) -> None:
        known = await _require(ctx, tables, moderator, number)
        now = ctx.clock.now()
        until = None if lasts is None else now + lasts
        action = ModeratorAction(
            ActionId(ctx.randomness.token()), known.id, kind, now, reason, until
        )
        await tables.actions.add(action)
        await record.note(ctx, tables, moderator, RecordedAct(kind), number, reason)
        user = await tables.known_numbers.user(number)
        if kind in APPEALED:
            await tables.reports.decide_opened(number)
        if kind is ActionKind.LIFT:
            await tables.actions.lift(number)
        if kind in RESTRICTIONS:
            await _keep_out(ctx, tables, moderator.guild, user)
        if user is not None and kind is not ActionKind.NOTE:
            await _tell(ctx, tables, Member(user, moderator.guild), action)

    await ctx.store.transaction(work)


async def _require(
    ctx: Context, tables: Tables, moderator: Member, number: NumberId
) -> KnownNumber:
    known = await tables.known_numbers.get(number, moderator.guild)
    if known is None:
        raise OutOfDate
    if known.number in restrictions.numbers_of(ctx, moderator):
        raise OwnNumber
    return known


async def _tell(ctx: Context, tables: Tables, member: Member, action: ModeratorAction) -> None:
    """In a lane of its own, so that nothing waits behind it."""
    person = await tables.people.meet(member.user)
    notice = Notice(NoticeKind.FROM_MODERATORS, member.guild, person, token=action.id)
    when = ctx.clock.now() if action.kind in AT_ONCE else ctx.clock.now() + _pause(ctx)
    await tables.outbox.put(notice, ctx.randomness.token(), when, f"moderators {action.id}")


def _pause(ctx: Context) -> timedelta:
    least, most = int(TOLD_AT_LEAST.total_seconds()), int(TOLD_AT_MOST.total_seconds())
    return timedelta(seconds=ctx.randomness.sample(range(least, most + 1), 1)[0])


async def _keep_out(ctx: Context, tables: Tables, guild: GuildId, user: UserId | None) -> None:
    """What they had open is over, as if they had left: nobody reads why. Of somebody who erased
    everything nothing is open."""
    if user is None:
        return
    member = Member(user, guild)
    person, listener = ctx.person(member), ctx.listener_number(member)
    for talk in await tables.conversations.open_with(person):
        if talk.guild_id == member.guild:
            side = talk.side_of(person) or Side.LISTENER
            await lost_partner.went(ctx, tables, talk, {side})
    for ask in await tables.asks.waiting(member.guild):
        if ask.asker == person:
            await closing.take_down(ctx, tables, ask)
    await _stop_listening(ctx, tables, listener)


async def _stop_listening(ctx: Context, tables: Tables, listener: ListenerNumber) -> None:
    await search.withdraw_offers(ctx, tables, await tables.offers.open_for_listener(listener))
    await tables.listeners.set_duty(listener, None)
