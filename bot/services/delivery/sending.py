"""What is sent for one attempt: a message, a change of one, or nothing, where it stands already."""

import asyncio
from dataclasses import replace
from datetime import timedelta

from bot.domain.ids import ChannelId, MessageId, PersonTag, UserId
from bot.domain.message_copies import NOWHERE
from bot.domain.notices import Action, NoticeKind, opens_nobody, part_of
from bot.services.aftercare import chat_cleaner
from bot.services.context import Context
from bot.services.conversations import images
from bot.services.delivery import attempt, earlier_attempts, image_sending, taken_down, threads
from bot.services.delivery.attempt import Begun
from bot.services.direct_messages import opening
from bot.services.ports import Closed, Gone, Outgoing, SentMessage
from bot.storage.delivery.outbox_rows import Entry
from bot.storage.store import Tables


async def say(ctx: Context, begun: Begun) -> SentMessage | None:
    """Say it; the new message, if there is one. Raises an Undelivered, and NotLeft."""
    entry, loop = begun.entry, asyncio.get_running_loop()
    began = loop.time()
    sent = await _say(ctx, begun)
    if sent is not None and entry.notice.kind is NoticeKind.WORDS:
        # what waited for longer than this attempt took is known to the second
        waited = (ctx.clock.now() - entry.created_at).total_seconds() - 1
        ctx.measures.words_passed_on(entry.lane, max(loop.time() - began, waited))
    return sent


async def _say(ctx: Context, begun: Begun) -> SentMessage | None:
    entry = begun.entry
    if entry.notice.kind is NoticeKind.IMAGE_CHECK:
        await image_sending.check(ctx, entry)
        return None
    if threads.is_step(entry.notice):
        await threads.step(ctx, begun)
        return None
    match entry.notice.action:
        case Action.EDIT | Action.DELETE if entry.notice.piece_id is not None:
            await attempt.edit_or_delete_copy(ctx, begun)
            return None
        case Action.DELETE if chat_cleaner.is_step(entry.notice):
            await chat_cleaner.step(ctx, entry.notice)
            return None
        case Action.EDIT:
            return await _edit(ctx, begun)
    return await _create(ctx, begun)


async def _create(ctx: Context, begun: Begun) -> SentMessage | None:
    entry, channel = begun.entry, await _channel(ctx, begun)
    answers = await _reply_to(ctx, entry, channel)
    outgoing = Outgoing(
        entry.notice, entry.nonce, channel, begun.language, entry.first_attempt_at, answers
    )
    is_image = entry.notice.kind is NoticeKind.IMAGE
    carried = await images.find(ctx, entry.notice.piece_id) if is_image else None
    if carried is not None:
        return await image_sending.create(ctx, entry, outgoing, carried)
    stale = await attempt.is_stale(ctx, entry.notice)
    found = None
    if entry.first_attempt_at is not None and (stale or _past_the_nonce_window(ctx, entry)):
        found = await earlier_attempts.found(ctx, outgoing, entry.id)
    if found is None and not stale:
        return await ctx.messenger.create(outgoing)
    return found


async def _reply_to(ctx: Context, entry: Entry, channel: ChannelId) -> MessageId | None:
    marked = await threads.answered(ctx, entry.notice)
    return marked.message if marked else await attempt.reply_to(ctx, entry, channel)


def _past_the_nonce_window(ctx: Context, entry: Entry) -> bool:
    if entry.first_attempt_at is None:
        return False
    window: timedelta = ctx.settings.delivery.nonce_window
    return ctx.clock.now() - entry.first_attempt_at > window


async def _edit(ctx: Context, begun: Begun) -> SentMessage | None:
    entry = begun.entry
    ask, part = entry.notice.ask_id, part_of(entry.notice)
    assert ask is not None, "only messages of an ask are edited"
    assert part is not None, "each kind that is edited has a part"
    place = await ctx.store.read(lambda tables: tables.messages.where(ask, part))
    # an ask that waits again needs its button, also where the post was deleted meanwhile
    must_stand = entry.notice.kind is NoticeKind.ASK_IN_CHANNEL
    if place is not None:
        try:
            outgoing = Outgoing(entry.notice, entry.nonce, place[0], begun.language)
            await ctx.messenger.edit(outgoing, SentMessage(*place))
        except Gone:
            if not must_stand:
                raise
            entry = await taken_down.take_words_out(ctx, entry)
        else:
            return None
    return await _create(ctx, replace(begun, entry=entry)) if must_stand else None


async def _channel(ctx: Context, begun: Begun) -> ChannelId:
    to = begun.entry.notice.to
    if begun.channel == NOWHERE:
        raise Closed  # by their own choice
    if begun.channel is not None:
        return begun.channel
    assert isinstance(to, bytes), "a channel is known"
    if opens_nobody(begun.entry.notice):
        raise Closed  # they are opened at somebody's own press, never by this
    return await _open_dm(ctx, to)


async def _open_dm(ctx: Context, person: PersonTag) -> ChannelId:
    """Whoever erases everything before Discord has answered is told nothing, and nothing of them is
    kept: what was to be said has gone with them. Raises Gone then."""

    async def who(tables: Tables) -> UserId | None:
        return await tables.people.user(person) if await tables.people.is_known(person) else None

    user = await ctx.store.read(who)
    if user is None:
        raise Gone
    opened = await opening.open_channel(ctx, user, own_press=False)
    if not await ctx.store.transaction(lambda tables: tables.people.remember_dm(person, opened)):
        raise Gone
    return opened
