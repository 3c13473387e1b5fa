"""Images that come with words: which go on, what is shown of them, and what is said of the others.

Neither bytes nor an address of one is ever stored. Each time that one is shown it is looked up
where its sender wrote it, and drawn anew, but for one that was drawn seconds ago; deleted there, it
is gone.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial

from bot.domain.asks import OwnWords
from bot.domain.conversations import Conversation, Side, other
from bot.domain.ids import PieceId
from bot.domain.images import FIRST_ONLY, MOST_IN_A_MESSAGE, ImageFault, ShownImage, UncleanImage
from bot.domain.message_copies import End, MessagePart, PartKind, Piece, Place, Reference
from bot.domain.notices import Notice, NoticeKind
from bot.domain.notices_about import about_conversation
from bot.services.context import Context
from bot.services.conversations import message_copies, signs
from bot.services.conversations.passed_words import Decided
from bot.services.ports import Closed, Gone, Refused, SentMessage, Unsure
from bot.storage.delivery.outbox_rows import Entry
from bot.storage.store import Tables

TRIES = 3
"""How often an image is asked for that Discord does not give, before both are told: what is written
after it waits meanwhile."""


def _parts(ctx: Context, conversation: Conversation, decided: Decided) -> list[MessagePart]:
    """The messages that words, stickers and images become there."""
    found = [*decided.parts]
    if ctx.may_show_images(conversation.guild_id):
        few = decided.images[:MOST_IN_A_MESSAGE]
        found += [MessagePart(PartKind.IMAGE, str(number)) for number in few]
    return found


async def pass_to(
    ctx: Context,
    tables: Tables,
    conversation: Conversation,
    side: Side,
    source: Place,
    decided: Decided,
    reference: Reference | None = None,
) -> None:
    """Take in what somebody wrote with what came with it, and pass it on: words first. Why an image
    does not go is said to them."""
    carried = _parts(ctx, conversation, decided)
    if carried:
        await message_copies.pass_to(ctx, tables, conversation, side, source, carried, reference)
    else:
        await message_copies.keep_place(ctx, tables, conversation, side, source)
    await _tell_of_others(ctx, tables, conversation, side, decided.images)


async def _tell_of_others(
    ctx: Context, tables: Tables, conversation: Conversation, side: Side, images: Sequence[int]
) -> None:
    """They are off there, or are more than a message may bring, which both learn."""
    if images and not ctx.may_show_images(conversation.guild_id):
        kind = NoticeKind.FILES_NOT_PASSED_ON
        await ctx.say(tables, about_conversation(kind, conversation, side))
    elif len(images) > MOST_IN_A_MESSAGE:
        fault = ImageFault.TOO_MANY
        await ctx.say(tables, not_passed_on(conversation, side, fault))
        if not conversation.stopped:
            kind, why = NoticeKind.IMAGE_MISSED, OwnWords(fault)
            await ctx.say(tables, about_conversation(kind, conversation, other(side), text=why))


async def follow(
    ctx: Context,
    tables: Tables,
    conversation: Conversation,
    pieces: Sequence[Piece],
    images: Sequence[int],
) -> None:
    """Take back those that their sender took out of the message: an edit can bring no new ones."""
    tag = tables.message_copies.words_tag
    for piece in pieces:
        left = (MessagePart(PartKind.IMAGE, str(number)) for number in images)
        if piece.is_image and not any(tag(piece.id, one) == piece.words_tag for one in left):
            await message_copies.withdraw(ctx, tables, conversation, piece)


@dataclass(frozen=True, slots=True)
class CarriedImage:
    """A piece that carries an image, and which of its message that is."""

    piece: Piece
    is_it: Callable[[int], bool]


async def find(ctx: Context, key: PieceId | None) -> CarriedImage | None:
    """The image that a notice carries; None for one that carries none, or one taken back."""

    async def work(tables: Tables) -> CarriedImage | None:
        piece = None if key is None else await tables.message_copies.get(key)
        if piece is None or not piece.is_image:
            return None
        tag = partial(tables.message_copies.words_tag, piece.id)
        wanted = piece.words_tag
        return CarriedImage(
            piece, lambda number: tag(MessagePart(PartKind.IMAGE, str(number))) == wanted
        )

    return await ctx.store.read(work)


async def draw(ctx: Context, carried: CarriedImage) -> ShownImage | None:
    """The image, looked up and drawn anew; None when its sender took it back. Raises UncleanImage
    for one that cannot pass, Unsure for one that Discord does not give just now."""
    source = carried.piece.source
    place = SentMessage(source.channel, source.message)
    try:
        sent = await ctx.messenger.sent_image(place, carried.is_it)
    except (Closed, Gone, Refused) as error:
        raise UncleanImage(ImageFault.OUT_OF_REACH) from error
    if sent is None:
        return None
    return ShownImage(await ctx.images.clean(sent.data), sent.hidden)


async def draw_waiting(ctx: Context, notice: Notice) -> tuple[Notice, ShownImage | None]:
    """What somebody sees who presses to see an image: it, or why it is not there. Whoever sent it
    learns nothing of the press."""
    carried = None if notice.kind is not NoticeKind.IMAGE else await find(ctx, notice.piece_id)
    try:
        shown = None if carried is None else await draw(ctx, carried)
    except UncleanImage as error:
        return missed(notice, error.fault), None
    except Unsure:
        return missed(notice, ImageFault.OUT_OF_REACH), None
    if shown is None and notice.kind is NoticeKind.IMAGE:
        return missed(notice, ImageFault.TAKEN_BACK), None
    if shown is not None and shown.image.first_only:
        notice = replace(notice, text=OwnWords(FIRST_ONLY))
    return notice, shown


async def tell_sender(ctx: Context, key: PieceId, fault: ImageFault) -> None:
    """Tell whoever sent an image that it could not pass, once, however many were to see it; no sign
    stands on it any more."""

    async def work(tables: Tables) -> None:
        piece = await tables.message_copies.get(key)
        home = piece and (piece.written_in or piece.conversation_id)
        conversation = home and await tables.conversations.get(home)
        if piece is None or piece.refused or not conversation:
            return
        told = any(one.refused for one in await tables.copies_by_writer.alike(piece.id))
        await tables.message_copies.refuse(piece.id)
        if told:
            return
        await signs.queue(ctx, tables, conversation, piece.writer, piece.source.message)
        if conversation.open:
            await ctx.say(tables, not_passed_on(conversation, piece.writer, fault, piece))

    await ctx.store.transaction(work)


async def tell_first_only(ctx: Context, check: Entry, key: PieceId) -> None:
    """Tell whoever sent an image that moved that one picture of it passed; with the end of the
    check, so that it is told once."""

    async def work(tables: Tables) -> None:
        piece = await tables.message_copies.get(key)
        conversation = piece and await tables.conversations.get(piece.conversation_id)
        if not await tables.outbox.remove(check.id) or piece is None or piece.written_in:
            return
        if conversation and conversation.open:
            kind, source = NoticeKind.IMAGE_FIRST_ONLY, Reference(piece.id, End.SOURCE)
            told = about_conversation(kind, conversation, piece.writer, reference=source)
            await ctx.say(tables, told)

    await ctx.store.transaction(work)


def not_passed_on(
    conversation: Conversation, side: Side, fault: ImageFault, piece: Piece | None = None
) -> Notice:
    """What whoever sent an image is told, in reply to it where it is known."""
    kind, why = NoticeKind.IMAGE_NOT_PASSED_ON, OwnWords(fault)
    source = None if piece is None else Reference(piece.id, End.SOURCE)
    return about_conversation(kind, conversation, side, text=why, reference=source)


def missed(notice: Notice, fault: ImageFault) -> Notice:
    """What its reader is told in the place of an image."""
    return replace(notice, kind=NoticeKind.IMAGE_MISSED, text=OwnWords(fault))
