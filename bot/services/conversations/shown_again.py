"""What stands inside the server for whoever reads there follows what happens to the words: their
own from a form are kept for them, and what they read of the other side changes and goes with it,
as a direct message would.
"""

from bot.domain.asks import OwnWords
from bot.domain.conversations import Conversation, Side
from bot.domain.ids import NOBODY, PieceId
from bot.domain.message_copies import NOWHERE, MessagePart, Piece, Place
from bot.domain.notices import NoticeKind
from bot.domain.notices_about import about_conversation
from bot.services.context import Context
from bot.storage.store import Tables


async def keep_own(
    tables: Tables,
    conversation: Conversation,
    writer: Side,
    source: Place,
    key: PieceId,
    part: MessagePart,
) -> None:
    """Keep what was written in a form for its writer, if they read inside the server."""
    if source.channel != NOWHERE:
        return  # it stands in their direct messages
    person = conversation.party(writer).person
    reader = await tables.people.reader(person)
    if reader is not None and (reader.where or reader.dms_closed):
        text = OwnWords(part.words)
        notice = about_conversation(NoticeKind.OWN_WORDS, conversation, writer, text=text)
        await tables.read_here.add(_own(key), person, notice)


async def change(
    ctx: Context, tables: Tables, conversation: Conversation, piece: Piece, text: OwnWords
) -> bool:
    """Other words take their place, for both; whether that is all: the other side's are kept here,
    or nothing is passed on any more."""
    await tables.discreet_notices.reword(_own(piece.id), text)
    if conversation.stopped:
        return True
    await _keep_what_was_read(ctx, tables, conversation, piece)
    return await tables.discreet_notices.change(piece.id, text)


async def withdraw(ctx: Context, tables: Tables, conversation: Conversation, piece: Piece) -> None:
    """They are taken back: what the other side read goes with the piece."""
    await tables.discreet_notices.drop(_own(piece.id))
    await _keep_what_was_read(ctx, tables, conversation, piece)


async def _keep_what_was_read(
    ctx: Context, tables: Tables, conversation: Conversation, piece: Piece
) -> None:
    """In case that its reader reports it. Of whoever erased everything nothing is kept."""
    if piece.of_another_listener:
        return  # a report of this conversation's other side is not about it
    words = await tables.read_here.words_of(piece.id)
    if words is not None and conversation.party(piece.writer).person != NOBODY:
        key = ctx.randomness.token()
        await tables.words_before.keep(key, conversation.id, piece.writer, words)


def _own(piece: PieceId) -> str:
    return f"own {piece}"
