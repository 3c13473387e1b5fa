"""One copy of a part of somebody's message, for one reader: how it begins, changes and goes.

Each takes the conversation of its reader and the one in which its writer wrote it, which are two
for whoever joined (`further_readers`), and else the same.
"""

from dataclasses import replace

from bot.domain.asks import OwnWords
from bot.domain.conversations import Conversation, Side
from bot.domain.ids import PieceId
from bot.domain.message_copies import IMAGES_FROM, MessagePart, PartKind, Piece, Place, Reference
from bot.domain.notices import Action, Notice, NoticeKind, Priority
from bot.domain.notices_about import about_conversation
from bot.services.context import Context
from bot.services.conversations import shown_again
from bot.storage.store import Tables

_KINDS = {
    PartKind.WORDS: NoticeKind.WORDS,
    PartKind.STICKER: NoticeKind.STICKER,
    PartKind.IMAGE: NoticeKind.IMAGE,
}


async def start(
    ctx: Context,
    tables: Tables,
    conversation: Conversation,
    writer: Side,
    source: Place,
    position: int,
    part: MessagePart,
    reference: Reference | None = None,
    *,
    home: Conversation | None = None,
) -> PieceId:
    """Note it, and let it be said, unless somebody went or it is held. `home`: where it was
    written, if that is another conversation."""
    key = PieceId(ctx.randomness.token())
    tag = tables.message_copies.words_tag(key, part)
    if part.kind is PartKind.IMAGE:
        position += IMAGES_FROM
    written_in = None if home is None else home.id
    piece = Piece(key, conversation.id, writer, position, tag, source, None, written_in=written_in)
    await tables.message_copies.add(piece)
    if not conversation.stopped:
        kind = _KINDS[part.kind]
        notice = _notice(home or conversation, conversation, piece, kind, part, reference)
        await ctx.say(tables, notice)
    return key


async def reword(
    ctx: Context,
    tables: Tables,
    home: Conversation,
    conversation: Conversation,
    piece: Piece,
    part: MessagePart,
) -> None:
    """It carries other words now, unless it does already."""
    tag = tables.message_copies.words_tag(piece.id, part)
    if tag == piece.words_tag:
        return
    await tables.message_copies.change(piece.id, tag)
    kind, text = _KINDS[part.kind], OwnWords(part.words)
    if await shown_again.change(ctx, tables, conversation, piece, text):
        return  # the message of a reader who is discreet, or reads elsewhere, shows no words
    if not await tables.corrections.reword(piece.id, kind, text):
        action = Action.CREATE if piece.refused and piece.copy is None else Action.EDIT
        notice = _notice(home, conversation, piece, kind, part)
        await _put(ctx, tables, notice, action, piece)


async def take_away(ctx: Context, tables: Tables, conversation: Conversation, piece: Piece) -> None:
    """Its source is gone: what was not sent yet never is, and what was is deleted."""
    await shown_again.withdraw(ctx, tables, conversation, piece)
    if piece.empty or (piece.copy is None and not await _is_tried(tables, piece)):
        await tables.message_copies.remove(piece.id)
        return
    await tables.message_copies.disown(piece.id)
    notice = _notice(conversation, conversation, piece, NoticeKind.WORDS, None)
    await _put(ctx, tables, notice, Action.DELETE, piece)


async def _is_tried(tables: Tables, piece: Piece) -> bool:
    """Whether a copy may stand although it was not recorded yet."""
    waits = await tables.corrections.mentions(piece.id)
    return waits and not await tables.corrections.untried(piece.id)


async def _put(ctx: Context, tables: Tables, notice: Notice, action: Action, piece: Piece) -> None:
    """Correct a copy. Closed direct messages hold up new ones only, so this has its own lane."""
    alone = piece.copy is not None and not await tables.corrections.mentions(piece.id)
    assert isinstance(notice.to, bytes), "words go to a person"
    lane = f"{notice.to.hex()}:corrections" if alone else None
    await ctx.say(tables, replace(notice, action=action), lane=lane)


def _notice(
    home: Conversation,
    conversation: Conversation,
    piece: Piece,
    kind: NoticeKind,
    part: MessagePart | None,
    reference: Reference | None = None,
) -> Notice:
    is_image = kind is NoticeKind.IMAGE
    text = None if part is None or is_image else OwnWords(part.words)
    notice = about_conversation(
        kind, conversation, piece.reader, text=text, piece_id=piece.id, reference=reference
    )
    notice = replace(notice, alias=home.party(piece.writer).alias)
    # it takes long to draw one: somebody's words are not to wait for those of others
    return replace(notice, priority=Priority.BROADCAST) if is_image else notice
