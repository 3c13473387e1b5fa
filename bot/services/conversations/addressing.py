"""Which conversation a direct message is for: what its writer chose, or the only one that it can be
for. Where it could be another, nobody is chosen: its writer is asked.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.domain.conversations import Conversation, one_of_each_room
from bot.domain.ids import AskId, ConversationId, MessageId, PersonTag, written_at
from bot.domain.message_copies import Reference
from bot.services.context import Context
from bot.storage.store import Tables

JUST_TOLD = timedelta(minutes=1)
"""Somebody who writes may send it this long after an end was told, without having seen that."""


@dataclass(frozen=True, slots=True)
class Meant:
    """Whom a message is for (None: its writer must say), and what it refers to there."""

    conversation: Conversation | None
    reference: Reference | None = None


@dataclass(frozen=True, slots=True)
class _Known:
    """Where the message belongs that somebody replies to."""

    conversation: ConversationId | None
    ask: AskId | None = None
    reference: Reference | None = None


async def meant(
    ctx: Context,
    tables: Tables,
    writer: PersonTag,
    open_ones: Sequence[Conversation],
    when: datetime,
    reply_to: MessageId | None,
    *,
    late: bool = False,
) -> Meant:
    """Whom a message of somebody with open conversations is for.

    A reply is for the conversation of what it answers, and for no other: not for the one that its
    writer chose to talk with, as they may have meant this reply for somebody else. `when`: it was
    written, by Discord's clock; `late`: it was found in the history only.
    """
    if reply_to is None:
        apart = one_of_each_room(open_ones)
        sure = not late or await _were_the_same(tables, writer, apart, when)
        return Meant(await _chosen(tables, writer, open_ones, when) if sure else None)
    known = await _known(tables, reply_to)
    if known is None:
        apart = one_of_each_room(open_ones)
        return Meant(await _only_possible(ctx, tables, writer, apart, reply_to))
    for one in open_ones:
        if known.conversation == one.id or (known.ask is not None and known.ask == one.ask_id):
            return Meant(one, known.reference)
    return Meant(None)


async def _chosen(
    tables: Tables, writer: PersonTag, open_ones: Sequence[Conversation], when: datetime
) -> Conversation | None:
    wanted = await tables.people.talking_with(writer)
    chosen = next((one for one in open_ones if one.id == wanted), None)
    if chosen is not None or len(one_of_each_room(open_ones)) > 1:
        return chosen
    return None if await _may_mean_who_has_gone(tables, writer, when) else open_ones[0]


async def _may_mean_who_has_gone(tables: Tables, writer: PersonTag, when: datetime) -> bool:
    """Whether somebody did not know of an end as they wrote, or was told of it only just before.
    That it has ended counts as well as that it was told: not every end is told by a notice."""
    told, since = await tables.people.end_told(writer), when - JUST_TOLD
    if told is not None and written_at(told) >= since:
        return True
    return await tables.doubts.may_not_know_of_an_end(writer, since)


async def _were_the_same(
    tables: Tables, writer: PersonTag, open_ones: Sequence[Conversation], when: datetime
) -> bool:
    """Whether the one conversation that is open now was the only one at a moment. With several,
    their writer may have chosen one of them since."""
    if len(open_ones) != 1 or open_ones[0].started_at > when:
        return False
    return not await tables.doubts.ended_since(writer, when)


async def _known(tables: Tables, message: MessageId) -> _Known | None:
    piece = await tables.message_copies.referred(message)
    if piece is not None:
        return _Known(piece[0], reference=piece[1])
    said = await tables.message_copies.where_said(message)
    if said is not None:
        return _Known(said)
    ask = await tables.message_copies.about_ask(message)
    return None if ask is None else _Known(None, ask)


async def _only_possible(
    ctx: Context,
    tables: Tables,
    writer: PersonTag,
    open_ones: Sequence[Conversation],
    message: MessageId,
) -> Conversation | None:
    """The one conversation that an unknown message can belong to: its reader had no other since
    long before it was written, and it is not older than this one. What is known to be said of
    something else, such as a goal, belongs to none."""
    if await tables.messages.was_noted(message):
        return None
    if len(open_ones) != 1 or await tables.doubts.had_another(writer, open_ones[0].id):
        return None
    # what ended longer ago than this is forgotten, and its last words may have come late
    kept = ctx.guilds.shortest(ctx.settings.retention.closed_metadata)
    remembered = kept - ctx.settings.delivery.undelivered_kept
    since = max(open_ones[0].started_at, ctx.clock.now() - remembered)
    return open_ones[0] if written_at(message) >= since else None
