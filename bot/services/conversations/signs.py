"""The small sign on what somebody wrote: it is stored, whoever is there or not."""

from bot.domain.conversations import Conversation, Side
from bot.domain.ids import MessageId, PieceId
from bot.domain.message_copies import NOWHERE
from bot.domain.notices import Action, Notice, NoticeKind, Priority
from bot.services.context import Context
from bot.storage.delivery.signs import SIGNS
from bot.storage.store import Tables


async def queue(
    ctx: Context,
    tables: Tables,
    conversation: Conversation,
    writer: Side,
    source: MessageId,
) -> None:
    """Put a small sign on what somebody wrote, when there is nothing more urgent: it is stored. On
    what can no longer be read none is left."""
    pieces = await tables.message_copies.of_source(source)
    if pieces and pieces[0].source.channel != NOWHERE:
        await queue_on(ctx, tables, conversation, writer, pieces[0].id)


async def queue_on(
    ctx: Context, tables: Tables, conversation: Conversation, writer: Side, piece: PieceId
) -> None:
    """The same for one that is known."""
    party = conversation.party(writer)
    notice = Notice(
        NoticeKind.HAVE_IT,
        None,
        party.person,
        Action.SIGN,
        Priority.SIGN,
        conversation_id=conversation.id,
        piece_id=piece,
    )
    await ctx.say(tables, notice, lane=SIGNS)
