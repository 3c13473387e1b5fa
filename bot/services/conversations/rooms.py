"""All who are in one talk: its asker with a listener, and whoever joined them.

Each listener has a conversation of their own with the asker. Silence counts in the oldest alone.
"""

from collections.abc import Sequence

from bot.domain.conversations import Conversation, Side
from bot.storage.store import Tables


async def all_of(tables: Tables, conversation: Conversation) -> Sequence[Conversation]:
    """This one, with the other open ones in its room."""
    return (conversation, *await tables.rooms.others(conversation))


async def first(tables: Tables, conversation: Conversation) -> Conversation:
    """The oldest open one in its room, which may be this one."""
    if conversation.room is None:
        return conversation
    return (await tables.rooms.about(conversation.ask_id) or [conversation])[0]


async def names(tables: Tables, conversation: Conversation, side: Side) -> str:
    """The names of all others, as one side of it reads them; of one that is over, of the two."""
    others = await tables.rooms.others(conversation) if conversation.open else ()
    theirs = [one.listener.alias for one in others]
    if side is Side.ASKER:
        return " + ".join((conversation.listener.alias, *theirs))
    return " + ".join((conversation.asker.alias, *theirs))
