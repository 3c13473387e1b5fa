"""Whose button of an open conversation it is: shared by all that is done while two people talk."""

from bot.domain.conversations import Conversation, Side
from bot.domain.errors import ConversationOver, OutOfDate
from bot.domain.ids import UserId
from bot.services.context import Context
from bot.storage.store import Tables


async def own(ctx: Context, tables: Tables, user: UserId, token: str) -> tuple[Conversation, Side]:
    """One's own open conversation behind any of one's buttons for it, and one's side. Raises
    OutOfDate for every other token, ConversationOver when it has ended."""
    person = ctx.store.person(user)
    meaning = await tables.buttons.meaning(token)
    if not meaning or not meaning.conversation_id or meaning.person != person:
        raise OutOfDate
    conversation = await tables.conversations.get(meaning.conversation_id)
    if conversation is None or not conversation.open:
        raise ConversationOver
    side = conversation.side_of(person)
    assert side is not None, "buttons are for the two who talk"
    return conversation, side
