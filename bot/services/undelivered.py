"""What follows when something could not be said: wait, try again, or tell who must know."""

from bot.domain.asks import Ask
from bot.domain.conversations import Conversation, Side
from bot.domain.ids import AskId, PersonTag, PieceId
from bot.domain.notices import OFFERS, Action, Notice, NoticeKind, about_conversation
from bot.domain.offers import OfferState
from bot.domain.passing import Piece
from bot.services import on_schedule, returning, saying
from bot.services.context import Context
from bot.services.passing import sign
from bot.storage.entries import Entry
from bot.storage.store import Tables


async def try_later(ctx: Context, entry: Entry) -> None:
    """Discord gave no clear answer: again with a growing pause, given up after some days."""
    settings, now = ctx.settings.delivery, ctx.clock.now()
    if now - entry.created_at > settings.undelivered_kept:
        await give_up(ctx, entry)
        return
    # the power is capped before it is used: a timedelta overflows after some 30 attempts
    pause = settings.retry_first_after * 2 ** min(entry.attempts, 10)
    until = now + min(pause, settings.retry_at_most_every)
    await ctx.store.transaction(lambda tables: tables.outbox.postpone(entry.id, until))


async def wait_for_open_dms(ctx: Context, entry: Entry) -> None:
    """The reader's direct messages are closed: keep it, ask at most hourly, tell the other side
    once. A listener who cannot even be told of the ask gives it back."""
    settings, now = ctx.settings.delivery, ctx.clock.now()
    if now - entry.created_at > settings.undelivered_kept:
        await give_up(ctx, entry)
        return

    async def work(tables: Tables) -> None:
        if await _was_of_the_moment(ctx, tables, entry):
            return
        if await _opens_for_the_listener(tables, entry):
            await _give_back(ctx, tables, entry)
            return
        await tables.outbox.postpone(entry.id, now + settings.closed_dms_retried_every)
        if entry.first_attempt_at is None:
            await tables.outbox.refused(entry.id)
        if isinstance(entry.notice.to, bytes):
            await tables.people.set_dms_closed(entry.notice.to, closed=True)
            for opening in await tables.outbox.openings(entry.notice.to):
                if await _opens_for_the_listener(tables, opening):
                    await _give_back(ctx, tables, opening)
            await _tell_the_writers(ctx, tables, entry.notice.to)

    await ctx.store.transaction(work)


async def give_up(ctx: Context, entry: Entry) -> None:
    """It can never be said: erase it, and tell who would wait for it in vain."""

    async def work(tables: Tables) -> None:
        if await _was_of_the_moment(ctx, tables, entry):
            return
        if await _opens_for_the_listener(tables, entry):
            await _give_back(ctx, tables, entry)
        await tables.outbox.remove(entry.id)
        if entry.notice.piece_id is not None and entry.notice.action is Action.CREATE:
            await _tell_it_was_in_vain(ctx, tables, entry.notice.piece_id)
        await _forget_piece(tables, entry)
        match entry.notice.kind:
            case NoticeKind.ASK_IN_CHANNEL if entry.notice.action is Action.CREATE:
                await _close_unposted(ctx, tables, entry)
            case NoticeKind.SOMEBODY_WAITS:
                await saying.tell_whether_moderators_know(
                    ctx, tables, entry.notice, NoticeKind.ASK_WAITS_ON
                )
            case _:
                pass

    await ctx.store.transaction(work)


async def _was_of_the_moment(ctx: Context, tables: Tables, entry: Entry) -> bool:
    """What cannot be said now and is not said later: an offer, as others are told of the ask, and
    what comes on a schedule."""
    if entry.notice.on_schedule is not None:
        await on_schedule.not_delivered(ctx, tables, entry)
        return True
    if entry.notice.kind not in OFFERS or entry.notice.token is None:
        return False
    await tables.offers.settle(entry.notice.token, OfferState.UNREACHABLE)
    await tables.outbox.remove(entry.id)
    return True


async def _tell_it_was_in_vain(ctx: Context, tables: Tables, key: PieceId) -> None:
    piece = await tables.pieces.get(key)
    conversation = piece and await tables.conversations.get(piece.conversation_id)
    if piece and conversation and conversation.open and await _is_first_lost(tables, piece):
        told = about_conversation(NoticeKind.NOT_DELIVERED, conversation, piece.writer)
        await ctx.say(tables, told)


async def _is_first_lost(tables: Tables, piece: Piece) -> bool:
    """Whether no earlier piece of the same text was lost: its writer is told once."""
    pieces = await tables.pieces.of_source(piece.source.message)
    return sum(one.position <= piece.position for one in pieces) == piece.position + 1


async def _forget_piece(tables: Tables, entry: Entry) -> None:
    """What was never delivered, or is deleted, has no copy that could be corrected."""
    copyless = entry.notice.action in (Action.CREATE, Action.DELETE)
    if copyless and entry.notice.piece_id is not None:
        await tables.pieces.remove(entry.notice.piece_id)


async def _close_unposted(ctx: Context, tables: Tables, entry: Entry) -> None:
    ask = await _ask(tables, entry.notice.ask_id)
    if ask is not None:
        why = NoticeKind.ASK_NOT_POSTED
        told = Notice(why, ask.guild_id, ask.asker, ask_id=ask.id, text=ask.text)
        await returning.close(ctx, tables, ask, told)


async def _give_back(ctx: Context, tables: Tables, entry: Entry) -> None:
    """The listener cannot be reached: the ask waits again, and the asker is told what they are told
    of one who writes nothing. Which of the two it was is the listener's own."""
    conversation = await _conversation(tables, entry)
    ask = None if conversation is None else await _ask(tables, conversation.ask_id)
    if conversation is None or ask is None:
        return
    if not await returning.give_back(ctx, tables, conversation):
        await tables.outbox.remove(entry.id)
    else:
        await tables.outbox.drop_for_conversation(conversation.id)
        told = about_conversation(NoticeKind.LISTENER_SILENT_ASKER, conversation, Side.ASKER)
        await ctx.say(tables, told)


async def _tell_the_writers(ctx: Context, tables: Tables, reader: PersonTag) -> None:
    """Everybody whose words wait for this reader: a sign on each text, and words once."""
    for key in await tables.outbox.pieces_waiting(reader):
        piece = await tables.pieces.get(key)
        conversation = piece and await tables.conversations.get(piece.conversation_id)
        if not piece or not conversation or not conversation.open:
            continue
        source = piece.source.message
        await sign(ctx, tables, conversation, piece.writer, source, NoticeKind.WAITS_FOR_READER)
        if await tables.conversations.told(conversation.id, reader):
            told = about_conversation(NoticeKind.NOT_DELIVERED_YET, conversation, piece.writer)
            await ctx.say(tables, told)


async def _opens_for_the_listener(tables: Tables, entry: Entry) -> bool:
    """Whether a listener would learn from it that they have a conversation."""
    notice = entry.notice
    if notice.kind is not NoticeKind.MESSAGE_WAITING:
        return notice.kind is NoticeKind.YOU_ACCEPTED
    if notice.token is None or isinstance(notice.to, int):
        return False
    kept = await tables.kept.get(notice.token, notice.to)
    return kept is not None and kept.kind is NoticeKind.YOU_ACCEPTED


async def _ask(tables: Tables, key: AskId | None) -> Ask | None:
    return None if key is None else await tables.asks.get(key)


async def _conversation(tables: Tables, entry: Entry) -> Conversation | None:
    key = entry.notice.conversation_id
    return None if key is None else await tables.conversations.get(key)
