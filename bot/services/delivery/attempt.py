"""One attempt to say something: what is looked up just before it, and noted just after it."""

from collections.abc import Collection
from dataclasses import dataclass, replace

from bot.domain.asks import AskState
from bot.domain.ids import ChannelId, HeldId, MessageId, PersonTag, PieceId
from bot.domain.lost_channels import TO_MEND
from bot.domain.message_copies import NOWHERE, End, Place
from bot.domain.notices import (
    ENDS,
    OF_HELD,
    SAYS_THAT_IT_WAITS,
    Action,
    Notice,
    NoticeKind,
    Priority,
    part_of,
    question_in,
)
from bot.domain.notices_about import SHOW_ANOTHER
from bot.services.aftercare import chat_cleaner
from bot.services.context import Context
from bot.services.conversations import lost_partner
from bot.services.delivery import in_threads, quiet, retry_on_contact, scheduled, words_before
from bot.services.listeners import still_glad
from bot.services.offers import arriving, search
from bot.services.ports import Outgoing, SentMessage
from bot.services.servers import lost_channels
from bot.storage.delivery.outbox_rows import Entry
from bot.storage.people import Reader
from bot.storage.store import Tables

AT_MOST = 16
"""Of those that are due and, on a closer look, are not to be said now, in one unit of work."""

SAID = frozenset({NoticeKind.WORDS, NoticeKind.STICKER, NoticeKind.IMAGE})
CARRIED = SAID | {NoticeKind.MESSAGE_WAITING}
"""What may carry a part of somebody's message."""


@dataclass(frozen=True, slots=True)
class Begun:
    """An attempt that is noted: what to say now, where, if that is known, and in which language."""

    entry: Entry
    channel: ChannelId | None
    language: str


async def begin(ctx: Context, tables: Tables, entry: Entry) -> Begun | None:
    """Note the attempt; None when it should not be said, or not now."""
    fresh = await tables.outbox.begin_attempt(entry.id, ctx.clock.now())
    return None if fresh is None else await _begun(ctx, tables, fresh)


async def begin_next(
    ctx: Context,
    tables: Tables,
    busy: Collection[str],
    least: Priority = Priority.CONVERSATION,
    but: Collection[NoticeKind] = (),
) -> Begun | None:
    """Look for what is due, somebody's words if nothing else is named, and note the attempt in the
    same unit of work."""
    now = ctx.clock.now()
    for _ in range(AT_MOST):
        entry = await tables.outbox.next(now, busy, least, but)
        if entry is None or not await tables.outbox.lanes.take(entry.lane):
            return None
        await tables.outbox.note_attempt(entry.id, now)
        begun = await _begun(ctx, tables, entry)
        if begun is not None:
            return begun
    return None


async def _begun(ctx: Context, tables: Tables, entry: Entry) -> Begun | None:
    to = entry.notice.to
    reader = await tables.people.reader(to) if isinstance(to, bytes) else None
    prepared = await _prepared(ctx, tables, entry, reader)
    if prepared is None:
        return None
    if not isinstance(to, bytes):
        return Begun(prepared, to, ctx.guilds.language(prepared.notice.guild_id))
    assert reader is not None, "a foreign key holds the person"
    by_dm = prepared.notice.on_schedule is not None or await retry_on_contact.may_be_tried(
        ctx, tables, to, reader
    )
    channel = reader.dm_channel if by_dm else NOWHERE
    return Begun(prepared, channel, reader.language or ctx.language)


async def _prepared(
    ctx: Context, tables: Tables, entry: Entry, reader: Reader | None
) -> Entry | None:
    """The entry as it should be said now."""
    notice = entry.notice
    if await quiet.wait_for_their_end(ctx, tables, entry, reader):
        return None
    if notice.on_schedule is not None:
        return await scheduled.prepare(ctx, tables, entry)
    if notice.kind in OF_HELD and notice.token:
        choices = tuple(await tables.held_texts.choices(HeldId(notice.token)))
        if not choices:
            await tables.outbox.remove(entry.id)
            return None
        return replace(entry, notice=replace(notice, choices=choices))
    if notice.kind in SHOW_ANOTHER:
        return replace(entry, notice=await arriving.with_another(ctx, tables, notice))
    if entry.first_attempt_at is None and _is_for_somebody_discreet(notice, reader):
        return replace(entry, notice=await _hide(ctx, tables, entry))
    return entry


async def is_stale(ctx: Context, notice: Notice) -> bool:
    """An ask that no longer waits must not appear in a channel as if it did; and what is of a
    schedule does not come too late. Nor are moderators told what was mended meanwhile."""
    if notice.on_schedule is not None:
        return await ctx.store.read(lambda tables: scheduled.is_late(ctx, tables, notice))
    if notice.kind in TO_MEND:
        return not await ctx.store.read(lambda tables: lost_channels.is_lost(tables, notice))
    if notice.kind is NoticeKind.STILL_GLAD:
        return not await ctx.store.read(lambda tables: still_glad.may_be_said(ctx, tables, notice))
    if notice.kind not in SAYS_THAT_IT_WAITS or (key := notice.ask_id) is None:
        return False
    state = await ctx.store.read(lambda tables: tables.asks.state(key))
    return state is not AskState.WAITING


async def reply_to(ctx: Context, entry: Entry, channel: int) -> MessageId | None:
    """The earlier message that this one answers: only ever one in the same channel."""
    notice = entry.notice
    if notice.reference is None and notice.kind not in OF_HELD:
        return None  # most words answer none: nothing is looked up for them

    async def work(tables: Tables) -> Place | None:
        if notice.kind in OF_HELD and notice.token:
            return await tables.held_texts.where(HeldId(notice.token))
        if notice.reference is None:
            return None
        piece = await tables.message_copies.get(notice.reference.piece)
        if piece is None:
            return None
        return piece.source if notice.reference.end is End.SOURCE else piece.copy

    place = await ctx.store.read(work)
    return place.message if place and place.channel == channel else None


async def edit_or_delete_copy(ctx: Context, begun: Begun) -> None:
    """Edit or delete the copy of a piece."""
    entry = begun.entry
    copy = await _copy(ctx, entry.notice.piece_id)
    if copy is None:
        return  # it was never delivered: nothing to correct
    await words_before.keep_what_was_read(ctx, entry.notice, copy)
    if entry.notice.action is Action.DELETE:
        await ctx.messenger.delete(copy)
    else:
        outgoing = Outgoing(entry.notice, entry.nonce, copy.channel, begun.language)
        await ctx.messenger.edit(outgoing, copy)


async def record_outcome(
    ctx: Context, tables: Tables, entry: Entry, sent: SentMessage | None
) -> None:
    """Note what became of it, once: Discord tells of a message by its answer and by its echo, in
    either order."""
    await tables.outbox.remove(entry.id)
    if sent is not None and not await tables.messages.note_sent(sent.message, ctx.clock.now()):
        return
    await _note(ctx, tables, entry, sent)
    part = part_of(entry.notice)
    if sent is not None and part is not None and entry.notice.ask_id is not None:
        await tables.messages.remember(entry.notice.ask_id, part, sent.channel, sent.message)


async def _note(ctx: Context, tables: Tables, entry: Entry, sent: SentMessage | None) -> None:
    notice = entry.notice
    if notice.action is Action.DELETE and notice.piece_id is not None:
        await tables.message_copies.remove(notice.piece_id)
    if chat_cleaner.is_step(notice):
        await chat_cleaner.queue_next_step(ctx, tables, notice)
    if notice.on_schedule is not None:
        await scheduled.noted(tables, notice, said=sent is not None)
    await in_threads.note_sent(tables, notice, sent)
    if notice.kind is NoticeKind.SOMEBODY_WAITS and sent is not None:
        await tell_whether_moderators_know(ctx, tables, notice, NoticeKind.ASK_WAITS_LONG)
    if sent is None or notice.action is not Action.CREATE or isinstance(notice.to, int):
        return
    await _reached(tables, notice.to)
    await _note_end_told(tables, notice, notice.to, sent.message)
    if notice.kind in CARRIED and notice.piece_id is not None:
        copy = Place(sent.channel, sent.message)
        await tables.message_copies.delivered(notice.piece_id, copy)
    elif notice.conversation_id is not None:
        await tables.message_copies.said_in(sent.message, notice.conversation_id)
    elif notice.ask_id is not None:
        asked = question_in(notice)
        await tables.message_copies.said_about(sent.message, notice.ask_id, asked)


async def _note_end_told(
    tables: Tables, notice: Notice, reader: PersonTag, message: MessageId
) -> None:
    """What a discreet person is told does not say what stands behind it."""
    key, kind = notice.conversation_id, notice.kind
    if kind is NoticeKind.MESSAGE_WAITING and key is not None:
        conversation = await tables.conversations.get(key)
        told = conversation is not None and not conversation.open
    else:
        told = kind in ENDS
    if told:
        await tables.people.note_end_told(reader, message)


async def tell_whether_moderators_know(
    ctx: Context, tables: Tables, told: Notice, kind: NoticeKind
) -> None:
    """The asker reads that the moderators were told, or how it goes on without them, only once
    that is known; and not when the ask no longer waits."""
    ask = await tables.asks.get(told.ask_id) if told.ask_id else None
    if ask is not None and ask.state is AskState.WAITING:
        await search.tell_asker(ctx, tables, ask, kind)


async def _reached(tables: Tables, reader: PersonTag) -> None:
    if await tables.people.set_dms_closed(reader, closed=False):
        await lost_partner.found(tables, reader)


def _is_for_somebody_discreet(notice: Notice, reader: Reader | None) -> bool:
    talks = notice.conversation_id is not None and notice.action is Action.CREATE
    return reader is not None and reader.discreet and talks


async def _hide(ctx: Context, tables: Tables, entry: Entry) -> Notice:
    notice, token = entry.notice, ctx.randomness.token()
    assert isinstance(notice.to, bytes), "only people are discreet"
    await tables.discreet_notices.keep(token, notice.to, notice)
    await tables.corrections.hide(entry.id, NoticeKind.MESSAGE_WAITING, token)
    return replace(notice, kind=NoticeKind.MESSAGE_WAITING, token=token, text=None)


async def _copy(ctx: Context, piece_id: PieceId | None) -> SentMessage | None:
    assert piece_id is not None, "this notice carries a piece"
    piece = await ctx.store.read(lambda tables: tables.message_copies.get(piece_id))
    return SentMessage(piece.copy.channel, piece.copy.message) if piece and piece.copy else None
