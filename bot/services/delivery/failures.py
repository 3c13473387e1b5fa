"""What follows when something could not be said: wait, try again, or tell who must know.

Only words that Discord refuses are told of at once, to their writer. That somebody cannot be
written to is told as an ending, some time later (`lost_partner`).
"""

import math
from datetime import timedelta

import structlog

from bot.domain.conversations import Conversation, Side
from bot.domain.ids import AskId, ReportId
from bot.domain.lost_channels import TO_MEND, lost_of
from bot.domain.notices import CHECK_INS, OFFERS, UNTIL_READ, Action, Notice, NoticeKind
from bot.domain.offers import OfferState
from bot.services.asks import closing
from bot.services.context import Context
from bot.services.conversations import access, lost_partner
from bot.services.delivery import attempt, refused_words, scheduled, threads
from bot.services.listeners import still_glad
from bot.services.moderation import telling
from bot.services.ports import Gone, NotPermitted, Refused, Undelivered
from bot.storage.delivery.outbox_rows import Entry
from bot.storage.store import Tables

A_DAY = timedelta(days=1)


async def try_later(ctx: Context, entry: Entry) -> None:
    """Discord gave no clear answer: again with a growing pause, given up after some days."""
    if _is_given_up(ctx, entry):
        await drop_undeliverable(ctx, entry)
    else:
        await _postpone(ctx, entry, ctx.settings.delivery.retry_at_most_every)


async def try_after(ctx: Context, entry: Entry, seconds: float) -> None:
    """Discord named a time before which it takes none: not a moment earlier."""
    if _is_given_up(ctx, entry):
        await drop_undeliverable(ctx, entry)
    else:
        named = timedelta(seconds=math.ceil(seconds))
        await _postpone(ctx, entry, named, at_least=named, refused=True)


def _is_given_up(ctx: Context, entry: Entry) -> bool:
    """What is for reading is kept as long as what moderators did, the rest some days."""
    kept = ctx.settings.delivery.undelivered_kept
    if entry.notice.kind in UNTIL_READ:
        kept = max(kept, ctx.settings.retention.moderation)
    return ctx.clock.now() - entry.created_at > kept


async def try_for_hours(ctx: Context, entry: Entry) -> None:
    """A refusal that may pass: again with a growing pause. What lasts for hours is meant: a
    person's direct messages then count as closed, and a channel takes this no more."""
    settings = ctx.settings.delivery
    if ctx.clock.now() - entry.created_at <= settings.passing_faults_for:
        await _postpone(ctx, entry, settings.closed_dms_retried_every, refused=True)
    elif isinstance(entry.notice.to, bytes):
        await wait_for_open_dms(ctx, entry)
    else:
        await drop_undeliverable(ctx, entry)


async def wait_for_open_dms(ctx: Context, entry: Entry) -> None:
    """The reader's direct messages are closed: keep it, and ask hourly, and once more just before
    the other side is told that it ended, which is some time later, if nothing has changed. What
    waits until it is read is tried once a day after some days."""
    settings, now = ctx.settings.delivery, ctx.clock.now()
    if _is_given_up(ctx, entry):
        await drop_undeliverable(ctx, entry)
        return

    async def work(tables: Tables) -> None:
        if await _was_of_the_moment(ctx, tables, entry):
            return
        long = now - entry.created_at > settings.undelivered_kept
        until = now + (A_DAY if long else settings.closed_dms_retried_every)
        reader = entry.notice.to
        if entry.first_attempt_at is None:
            await tables.outbox.refused(entry.id)
        if isinstance(reader, bytes):
            await tables.people.set_dms_closed(reader, closed=True)
            await tables.closed_dms.found_closed(reader, now, now + A_DAY)
            await lost_partner.cut_off(ctx, tables, reader)
            until = min(until, await lost_partner.last_try(ctx, tables, reader) or until)
        await tables.outbox.postpone(entry.id, until)

    await ctx.store.transaction(work)


async def drop_undeliverable(ctx: Context, entry: Entry, why: Undelivered | None = None) -> None:
    """It can never be said: erase it, and tell who would wait for it in vain. `why`: what Discord
    answered; None where that was not clear for too long."""

    async def work(tables: Tables) -> None:
        refused = isinstance(why, Refused) and entry.notice.text is not None
        if refused and entry.notice.kind in CHECK_INS:
            await scheduled.refused(ctx, tables, entry)
            return
        if await _was_of_the_moment(ctx, tables, entry):
            return
        conversation = await access.find_open(tables, entry.notice.conversation_id)
        if refused:
            await refused_words.tell_writer(ctx, tables, entry)
        elif conversation is not None and isinstance(entry.notice.to, bytes):
            await _lose(ctx, tables, entry, conversation)
        await tables.outbox.remove(entry.id)
        if entry.notice.action is Action.DELETE and entry.notice.piece_id is not None:
            await tables.message_copies.remove(entry.notice.piece_id)
        if _is_new(entry, NoticeKind.ASK_IN_CHANNEL):
            await _close_unposted(ctx, tables, entry, why)
        if threads.is_of_thread(entry.notice):
            await threads.not_sent(ctx, tables, entry, why)
        await _moderators_were_not_told(ctx, tables, entry.notice)

    await ctx.store.transaction(work)


async def _moderators_were_not_told(ctx: Context, tables: Tables, notice: Notice) -> None:
    if notice.kind in TO_MEND and isinstance(notice.to, int):
        # whoever manages the server reads it at /setup
        what = "asks.cannot_be_posted" if lost_of(notice) is None else "channel.lost"
        structlog.get_logger("undelivered").warning(f"{what}.nobody_told")
    if notice.kind is NoticeKind.SOMEBODY_WAITS:
        unknown = NoticeKind.ASK_WAITS_ON
        await attempt.tell_whether_moderators_know(ctx, tables, notice, unknown)
    if notice.kind is NoticeKind.REPORT_CARD and notice.token is not None:
        await telling.was_not_told(ctx, tables, ReportId(notice.token))


def pause(ctx: Context, attempts: int, at_most: timedelta) -> timedelta:
    """How long to wait after so many attempts: twice as long each time."""
    # the power is capped before it is used: a timedelta overflows after some 30 attempts
    growing: timedelta = ctx.settings.delivery.retry_first_after * 2 ** min(attempts, 12)
    return min(growing, at_most)


async def _postpone(
    ctx: Context,
    entry: Entry,
    at_most: timedelta,
    *,
    at_least: timedelta = timedelta(0),
    refused: bool = False,
) -> None:
    until = ctx.clock.now() + max(pause(ctx, entry.attempts, at_most), at_least)

    async def work(tables: Tables) -> None:
        await tables.outbox.postpone(entry.id, until)
        if refused and entry.first_attempt_at is None:
            await tables.outbox.refused(entry.id)

    await ctx.store.transaction(work)


async def _was_of_the_moment(ctx: Context, tables: Tables, entry: Entry) -> bool:
    """What cannot be said now and is not said later: an offer, as others are told of the ask, what
    comes on a schedule, and what stands on a listener's page then."""
    if entry.notice.on_schedule is not None:
        await scheduled.not_delivered(ctx, tables, entry)
        return True
    if entry.notice.kind is NoticeKind.STILL_GLAD:
        await still_glad.stands_on_page(tables, entry.notice)
        await tables.outbox.remove(entry.id)
        return True
    if entry.notice.kind not in OFFERS or entry.notice.token is None:
        return False
    await tables.offers.settle(entry.notice.token, OfferState.UNREACHABLE)
    await tables.outbox.remove(entry.id)
    return True


async def _lose(ctx: Context, tables: Tables, entry: Entry, conversation: Conversation) -> None:
    """Whoever should have got it is not reached any more. What is only corrected tells nothing."""
    reader = next(side for side in Side if conversation.party(side).person == entry.notice.to)
    if entry.notice.action is Action.CREATE:
        await lost_partner.went(ctx, tables, conversation, {reader})


def _is_new(entry: Entry, kind: NoticeKind) -> bool:
    return entry.notice.kind is kind and entry.notice.action is Action.CREATE


async def _close_unposted(
    ctx: Context, tables: Tables, entry: Entry, why: Undelivered | None
) -> None:
    """The ask stands nowhere: it is over, and its asker learns the reason that there is."""
    key: AskId | None = entry.notice.ask_id
    ask = None if key is None else await tables.asks.get(key)
    if ask is None:
        return
    kind, text = _reason(why, shows_words=entry.notice.text is not None), ask.text
    if kind is NoticeKind.ASK_WORDS_REFUSED:
        text = None  # they would be refused again
    told = Notice(kind, ask.guild_id, ask.asker, ask_id=ask.id, text=text)
    await closing.close_unanswered(ctx, tables, ask, told)


def _reason(why: Undelivered | None, *, shows_words: bool) -> NoticeKind:
    match why:
        case NotPermitted():
            return NoticeKind.ASK_NOT_POSTED
        case Gone():
            return NoticeKind.ASK_OVER_CHANNEL
        case Refused() if shows_words:
            return NoticeKind.ASK_WORDS_REFUSED
    return NoticeKind.ASK_NOT_TAKEN
