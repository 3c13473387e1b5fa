"""Words in a room: what somebody writes goes to the listeners of the other conversations in it,
too, and follows its edits there. Whoever joined reads nothing that was written before, and a
moderator nothing of somebody who was not told of them yet.
"""

from collections.abc import Mapping, Sequence

from bot.domain.conversations import Conversation, Side
from bot.domain.ids import PersonTag
from bot.domain.message_copies import End, MessagePart, Piece, Place, Reference
from bot.services.context import Context
from bot.services.conversations import lost_partner, one_copy
from bot.storage.store import Tables

References = Mapping[PersonTag, Reference]
"""What a reply refers to, as each of the readers has it."""


async def pass_to(
    ctx: Context,
    tables: Tables,
    home: Conversation,
    writer: Side,
    source: Place,
    carried: Sequence[MessagePart],
    references: References,
) -> None:
    """Pass a message on to all others in the room. Of somebody who went nothing is."""
    for conversation in await _reached(tables, home, writer):
        for position, part in enumerate(carried):
            reference = references.get(conversation.listener.person)
            await one_copy.start(
                *(ctx, tables, conversation, writer, source, position, part),
                None if position else reference,
                home=home,
            )
        await lost_partner.check_reader(ctx, tables, conversation, Side.LISTENER)


async def follow(
    ctx: Context,
    tables: Tables,
    home: Conversation,
    writer: Side,
    source: Place,
    carried: Sequence[MessagePart],
) -> None:
    """Let their copies carry what an edited message says now, in as many as it takes; whoever has
    none of it gets none. Images stay as they are."""
    if home.room is None:
        return
    found = await tables.copies_by_writer.further(source.message)
    for conversation in await _reached(tables, home, writer):
        pieces = [
            one for one in found if one.conversation_id == conversation.id and not one.is_image
        ]
        for piece, part in zip(pieces, carried, strict=False):
            await one_copy.reword(ctx, tables, home, conversation, piece, part)
        for piece in pieces[len(carried) :]:
            await one_copy.take_away(ctx, tables, conversation, piece)
        for position in range(len(pieces), len(carried)) if pieces else ():
            await one_copy.start(
                *(ctx, tables, conversation, writer, source, position, carried[position]),
                home=home,
            )


async def take_away_all(ctx: Context, tables: Tables, home: Conversation, piece: Piece) -> None:
    """A part of a message is gone: so are its copies for all others, also after the end."""
    if home.room is None:
        return
    for one in await tables.copies_by_writer.further(piece.source.message):
        conversation = await tables.conversations.get(one.conversation_id)
        if conversation is not None and one.position == piece.position:
            await one_copy.take_away(ctx, tables, conversation, one)


async def references(tables: Tables, home: Conversation, reference: Reference | None) -> References:
    """What a reply refers to, in the messages of each who is in the room; nothing for whoever has
    it not."""
    if reference is None:
        return {}
    rooms = {one.id: one for one in (home, *await tables.rooms.others(home))}
    found = dict[PersonTag, Reference]()
    for piece in await tables.copies_by_writer.alike(reference.piece):
        conversation = rooms.get(piece.conversation_id)
        if conversation is None:
            continue
        found[conversation.party(piece.reader).person] = Reference(piece.id, End.COPY)
        if piece.written_in is None:
            found[conversation.party(piece.writer).person] = Reference(piece.id, End.SOURCE)
    return found


async def _reached(tables: Tables, home: Conversation, writer: Side) -> Sequence[Conversation]:
    if writer in home.gone or home.frozen:
        return ()
    return [
        one
        for one in await tables.rooms.others(home)
        if not one.stopped
        and not (one.moderates and not await tables.rooms.is_told(one, home, writer))
    ]
