"""Whose button below an ended conversation it is: shared by all that is done afterwards."""

from bot.domain.conversations import Conversation, Side
from bot.domain.errors import OutOfDate
from bot.domain.ids import UserId
from bot.services.context import Context
from bot.storage.store import Tables


async def own(
    ctx: Context, tables: Tables, user: UserId, token: str, only: Side | None = None
) -> tuple[Conversation, Side]:
    """One's own conversation that is over, and one's side. Raises OutOfDate for every other token,
    once the conversation is erased, and for the other side where it is for one only."""
    meaning = await tables.buttons.meaning(token)
    person = ctx.store.person(user)
    if not meaning or not meaning.conversation_id or meaning.held_id or meaning.person != person:
        raise OutOfDate
    conversation = await tables.conversations.get(meaning.conversation_id)
    side = conversation.side_of(person) if conversation else None
    if conversation is None or conversation.open or side is None or only not in (None, side):
        raise OutOfDate
    return conversation, side
