"""Following what people do to their own messages: edits and deletions carry over."""

from bot.domain.ids import MessageId
from bot.domain.passing import Piece
from bot.services import passing, strays
from bot.services.context import Context
from bot.storage.store import Tables


async def edited(
    ctx: Context, message: MessageId, text: str, stickers: tuple[str, ...] = ()
) -> None:
    """Let the copies, or what is kept, carry the words as they are now. After the end nothing is
    passed on."""
    words = passing.safe(text)
    carried = passing.parts(words, stickers)

    async def work(tables: Tables) -> None:
        held = tables.held.change(message, words) if carried else tables.held.take_back(message)
        if await held or await strays.edited(tables, message, text):
            return
        pieces = await tables.pieces.of_source(message)
        conversation = pieces and await tables.conversations.get(pieces[0].conversation_id)
        if conversation and conversation.open and not conversation.stopped:
            await passing.follow(ctx, tables, conversation, pieces, carried)

    await ctx.store.transaction(work)


async def deleted(ctx: Context, message: MessageId) -> None:
    """Delete the copies, also for a while after the end, or what is kept: they are their writer's
    words. What became a draft stays: its writer sees it before anybody else does."""

    async def work(tables: Tables) -> None:
        if await tables.held.take_back(message) or await tables.strays.take_back(message):
            return
        for piece in await tables.pieces.of_source(message):
            await _withdraw(ctx, tables, piece)

    await ctx.store.transaction(work)


async def _withdraw(ctx: Context, tables: Tables, piece: Piece) -> None:
    conversation = await tables.conversations.get(piece.conversation_id)
    assert conversation is not None, "a foreign key holds it"
    await passing.withdraw(ctx, tables, conversation, piece)
