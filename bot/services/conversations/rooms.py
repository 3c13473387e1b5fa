"""All who are in one talk: its asker with a listener, and whoever joined them.

Each listener has a conversation of their own with the asker. Silence counts in the oldest alone.
"""

from collections.abc import Sequence
from dataclasses import replace

from bot.domain.conversations import Conversation, Side
from bot.domain.notices import Notice
from bot.domain.notices_about import about_conversation
from bot.storage.conversations.discreet_notices import KeptNotice
from bot.storage.store import Tables


async def all_of(tables: Tables, conversation: Conversation) -> Sequence[Conversation]:
    """This one, with the other open ones in its room."""
    return (conversation, *await tables.rooms.others(conversation))


async def first(tables: Tables, conversation: Conversation) -> Conversation:
    """The oldest open one in its room, which may be this one."""
    if conversation.room is None:
        return conversation
    return (await tables.rooms.about(conversation.ask_id) or [conversation])[0]


async def listeners_beside(tables: Tables, conversation: Conversation) -> Sequence[Conversation]:
    """Those of the other listeners in its room; a moderator is none."""
    return [one for one in await tables.rooms.others(conversation) if not one.moderates]


async def moderator(tables: Tables, conversation: Conversation) -> Conversation | None:
    """That of the moderator in its room, which may be this one; None where there is none."""
    return next((one for one in await all_of(tables, conversation) if one.moderates), None)


async def names(tables: Tables, conversation: Conversation, side: Side) -> str:
    """The names of all others, as one side of it reads them; of one that is over, of the two."""
    others = await tables.rooms.others(conversation) if conversation.open else ()
    theirs = [one.listener.alias for one in others]
    if side is Side.ASKER:
        return " + ".join((conversation.listener.alias, *theirs))
    return " + ".join((conversation.asker.alias, *theirs))


async def as_kept(
    tables: Tables, conversation: Conversation, side: Side, kept: KeptNotice
) -> Notice:
    """What is kept for one side, under the name of whoever it came from."""
    button, text, piece = kept.button, kept.text, kept.piece
    notice = about_conversation(
        kept.kind, conversation, side, token=button, text=text, piece_id=piece
    )
    if conversation.room is None or piece is None:
        return notice
    copy = await tables.message_copies.get(piece)
    home = None
    if copy is not None and copy.of_another_listener and copy.written_in is not None:
        home = await tables.conversations.get(copy.written_in)
    return notice if home is None else replace(notice, alias=home.listener.alias)
