"""What a message of one side becomes on the other: its parts, and how they follow its edits.

Shared by writing, editing and choosing whom a held text is for.
"""

from collections.abc import Collection, Sequence
from dataclasses import replace

from bot.domain.conversations import Conversation, Side, other
from bot.domain.ids import PieceId
from bot.domain.message_copies import (
    NOTHING,
    NOWHERE,
    MessagePart,
    PartKind,
    Piece,
    Place,
    Reference,
)
from bot.domain.notices import Action, NoticeKind, Priority
from bot.domain.notices_about import about_conversation
from bot.domain.timers import Timer, TimerKind
from bot.services.context import Context
from bot.services.conversations import (
    further_readers,
    lost_partner,
    one_copy,
    rooms,
    shown_again,
    signs,
)
from bot.storage.store import Tables


async def pass_to(
    ctx: Context,
    tables: Tables,
    conversation: Conversation,
    writer: Side,
    source: Place,
    carried: Sequence[MessagePart],
    reference: Reference | None = None,
) -> None:
    """Take a message in, and pass it on. Where somebody went, nothing is passed on, and its writer
    sees what they would see beside somebody who is slow."""
    if not carried:
        return
    references: further_readers.References = {}
    if conversation.room is not None:
        references = await further_readers.references(tables, conversation, reference)
        reference = references.get(conversation.party(other(writer)).person)
    started = [
        await _start(
            *(ctx, tables, conversation, writer, source, position, part),
            None if position else reference,
        )
        for position, part in enumerate(carried)
    ]
    if source.channel != NOWHERE:
        await signs.queue_on(ctx, tables, conversation, writer, started[0])
    await _somebody_wrote(ctx, tables, conversation, writer)
    if not conversation.stopped:
        await lost_partner.found(tables, conversation.party(writer).person)
        await lost_partner.check_reader(ctx, tables, conversation, other(writer))
    await further_readers.pass_to(ctx, tables, conversation, writer, source, carried, references)


async def sync_copies(
    ctx: Context,
    tables: Tables,
    conversation: Conversation,
    pieces: Sequence[Piece],
    carried: Sequence[MessagePart],
) -> None:
    """Let the copies of an edited message carry what it says now; its images stay as they are."""
    writer, source = pieces[0].writer, pieces[0].source
    pieces = [piece for piece in pieces if not piece.is_image]
    if not pieces:
        await pass_to(ctx, tables, conversation, writer, source, carried)
        return
    if not carried:
        await _lose_words(ctx, tables, conversation, pieces)
        return
    if pieces[0].empty:
        await tables.message_copies.remove(pieces[0].id)
        await pass_to(ctx, tables, conversation, writer, source, carried)
        return
    for piece, part in zip(pieces, carried, strict=False):
        await one_copy.reword(ctx, tables, conversation, conversation, piece, part)
    for position in range(len(pieces), len(carried)):
        await _start(ctx, tables, conversation, writer, source, position, carried[position])
    for piece in () if conversation.stopped else pieces[len(carried) :]:
        await one_copy.take_away(ctx, tables, conversation, piece)
    await further_readers.follow(ctx, tables, conversation, writer, source, carried)
    if any(piece.refused for piece in pieces):
        await signs.queue(ctx, tables, conversation, writer, source.message)


async def keep_place(
    ctx: Context, tables: Tables, conversation: Conversation, writer: Side, source: Place
) -> None:
    """Nothing of a message can be read: words that an edit brings later go to this conversation."""
    key = PieceId(ctx.randomness.token())
    empty = Piece(key, conversation.id, writer, 0, NOTHING, source, None)
    await tables.message_copies.add(empty)


async def _lose_words(
    ctx: Context, tables: Tables, conversation: Conversation, pieces: Sequence[Piece]
) -> None:
    """The words were edited away: so are their copies, and the sign that stands on them."""
    if pieces[0].empty:
        return
    writer, source = pieces[0].writer, pieces[0].source
    for piece in pieces:
        await withdraw(ctx, tables, conversation, piece)
    await keep_place(ctx, tables, conversation, writer, source)
    await signs.queue(ctx, tables, conversation, writer, source.message)


async def withdraw(ctx: Context, tables: Tables, conversation: Conversation, piece: Piece) -> None:
    """Its source is gone: what was not sent yet never is, and what was is deleted, for everybody
    who reads it."""
    await further_readers.take_away_all(ctx, tables, conversation, piece)
    await one_copy.take_away(ctx, tables, conversation, piece)


async def _start(
    ctx: Context,
    tables: Tables,
    conversation: Conversation,
    writer: Side,
    source: Place,
    position: int,
    part: MessagePart,
    reference: Reference | None = None,
) -> PieceId:
    key = await one_copy.start(
        *(ctx, tables, conversation, writer, source, position, part, reference)
    )
    await shown_again.keep_own(tables, conversation, writer, source, key, part)
    if part.kind is PartKind.IMAGE:
        await _look_whether_it_passes(ctx, tables, conversation, writer, key)
    return key


async def _look_whether_it_passes(
    ctx: Context, tables: Tables, conversation: Conversation, writer: Side, piece: PieceId
) -> None:
    """For its sender alone, whether or not anybody reads: in a lane that holds up nothing else."""
    notice = about_conversation(NoticeKind.IMAGE_CHECK, conversation, writer, piece_id=piece)
    notice = replace(notice, action=Action.EDIT, priority=Priority.BROADCAST)
    lane = f"{conversation.party(writer).person.hex()}:images"
    await ctx.say(tables, notice, lane=lane)


async def _somebody_wrote(
    ctx: Context, tables: Tables, conversation: Conversation, writer: Side
) -> None:
    """What waits follows, as both know of the words. Of somebody's who went only they know: these
    move nothing that the other is asked or told."""
    first = await rooms.first(tables, conversation)  # silence counts in that one alone
    key, is_there = first.id, writer not in conversation.gone
    over = _no_longer_waits(conversation, writer)
    if over:
        await tables.timers.call_off_all(over, key)
    if writer is Side.ASKER:
        await _let_the_asker_wait(ctx, tables, first)
    if is_there:
        now, settings = ctx.clock.now(), ctx.settings.conversations
        await tables.conversations.words_passed(key, now)
        await tables.timers.put(
            Timer(TimerKind.IDLE_WARNING, now + settings.idle_warning_after, conversation_id=key)
        )


def _no_longer_waits(conversation: Conversation, writer: Side) -> Collection[TimerKind]:
    over = set[TimerKind]()
    if writer is Side.LISTENER:
        over.add(TimerKind.NUDGE_LISTENER)
        if not conversation.stopped:
            over.add(TimerKind.ASKER_WAITS)
    if writer not in conversation.gone:
        over.add(TimerKind.IDLE_CLOSES)
        if writer is Side.LISTENER:
            over.add(TimerKind.LISTENER_SILENT)
    return over


async def _let_the_asker_wait(ctx: Context, tables: Tables, conversation: Conversation) -> None:
    """From their words until those of the listener that reach them."""
    if not await tables.timers.is_waiting(TimerKind.ASKER_WAITS, conversation.id):
        due = ctx.clock.now() + ctx.settings.conversations.asker_asked_after
        await tables.timers.put(Timer(TimerKind.ASKER_WAITS, due, conversation_id=conversation.id))
