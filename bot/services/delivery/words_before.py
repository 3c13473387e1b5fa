"""Before a copy is changed or deleted: what its reader could read until now."""

from bot.domain.ids import NOBODY
from bot.domain.notices import Notice
from bot.domain.shapes import words_under
from bot.services.context import Context
from bot.services.ports import Closed, Gone, SentMessage
from bot.storage.store import Tables


async def keep_what_was_read(ctx: Context, notice: Notice, copy: SentMessage) -> None:
    """What its reader could read until now, in case that they report it. Nothing is kept of whoever
    erased everything: that is no change of their words."""
    try:
        words = words_under(await ctx.messenger.text_of(copy))
    except (Closed, Gone):
        return

    async def work(tables: Tables) -> None:
        piece = notice.piece_id and await tables.message_copies.get(notice.piece_id)
        talk = piece and await tables.conversations.get(piece.conversation_id)
        if (
            piece
            and talk
            and not piece.of_another_listener
            and talk.party(piece.writer).person != NOBODY
        ):
            key = ctx.randomness.token()
            await tables.words_before.keep(key, talk.id, piece.writer, words)

    if words:
        await ctx.store.transaction(work)
