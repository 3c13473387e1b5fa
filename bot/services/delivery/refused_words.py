"""Words that Discord refuses as they are: their writer learns it at once."""

from dataclasses import replace

from bot.domain.conversations import Conversation, Side, other
from bot.domain.message_copies import End, Piece, Reference
from bot.domain.notices import Notice, NoticeKind
from bot.domain.notices_about import about_conversation
from bot.services.context import Context
from bot.services.conversations import ending
from bot.services.conversations import signs as reactions
from bot.storage.delivery.outbox_rows import Entry
from bot.storage.store import Tables


async def tell_writer(ctx: Context, tables: Tables, entry: Entry) -> None:
    """Their writer hears it at once, and of a long text once. Where it is the ask itself, no
    listener can read it: it is over, in the words that every ask with such words has. A question
    that nobody can read has no answer, and an answer reads as if none had come."""
    notice, of_ask = entry.notice, NoticeKind.ASK_WORDS_REFUSED
    if not isinstance(notice.to, bytes) or notice.kind is NoticeKind.FIRST_QUESTION:
        return
    if notice.kind is NoticeKind.FIRST_ANSWER:
        await ctx.say(tables, replace(notice, kind=NoticeKind.FIRST_UNANSWERED, text=None))
        return
    conversation = notice.conversation_id and await tables.conversations.get(notice.conversation_id)
    if not conversation:  # their own words, which they were to have back
        told = Notice(of_ask, notice.guild_id, notice.to, ask_id=notice.ask_id)
        await ctx.say(tables, told)
    elif notice.kind is NoticeKind.YOU_ACCEPTED:
        why = Notice(of_ask, conversation.guild_id, conversation.asker.person)
        await ending.end_unread(ctx, tables, conversation, why)
    else:
        await _tell_their_writer(ctx, tables, notice, conversation)


async def _tell_their_writer(
    ctx: Context, tables: Tables, notice: Notice, conversation: Conversation
) -> None:
    reader = next(side for side in Side if conversation.party(side).person == notice.to)
    piece = notice.piece_id and await tables.message_copies.get(notice.piece_id)
    if piece and not await _refuse(ctx, tables, conversation, piece):
        return
    source = Reference(piece.id, End.SOURCE) if piece else None
    writer = other(reader)
    home = piece and piece.written_in and await tables.conversations.get(piece.written_in)
    if piece and home:
        conversation, writer = home, piece.writer
    told = about_conversation(NoticeKind.WORDS_REFUSED, conversation, writer, reference=source)
    await ctx.say(tables, told)


async def _refuse(ctx: Context, tables: Tables, conversation: Conversation, piece: Piece) -> bool:
    """No sign stands on it any more; whether it is the first part of its text to be refused."""
    source = piece.source.message
    parts = [*await tables.message_copies.of_source(source)]
    if conversation.room is not None:
        parts += await tables.copies_by_writer.further(source)
    before = any(part.refused for part in parts)
    await tables.message_copies.refuse(piece.id)
    await reactions.queue(ctx, tables, conversation, piece.writer, source)
    return not before
