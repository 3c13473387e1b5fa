"""A conversation inside the server, in answers that only one person sees: for whoever has no direct
messages, or wants none. The other side notices nothing of it.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.domain.conversations import Conversation, Side
from bot.domain.ids import PersonTag, UserId
from bot.domain.notices import Notice, NoticeKind
from bot.domain.reads_where import ReadsWhere
from bot.services.context import Context
from bot.services.conversations import access, lost_partner, overview, rooms
from bot.services.conversations.overview import WaitingMessage
from bot.storage.store import Tables

LAST = 20
"""Of what was read already; what of it fits is shown above what is new."""


@dataclass(frozen=True, slots=True)
class ConversationHere:
    """One's side of a conversation. `read`: what was shown before, the oldest first; `new`: what
    was not; `where` what comes next is read."""

    alias: str
    open: bool
    listening: bool
    where: ReadsWhere
    read: tuple[Notice, ...]
    new: tuple[WaitingMessage, ...] = ()


async def open_here(ctx: Context, user: UserId, token: str) -> ConversationHere:
    """The last of a conversation, and all that waits of it, which is held while it is shown. Whose
    direct messages are closed reads here from now on. Raises OutOfDate."""

    async def work(tables: Tables) -> ConversationHere:
        conversation, side = await access.require_own(ctx, tables, user, token)
        person = conversation.party(side).person
        where = await _where(tables, person)
        waits = await overview.waiting(ctx, tables, person)
        talks = {one.id for one in await _talks(tables, conversation, side)}
        new = tuple(one for one in waits if one.notice.conversation_id in talks)
        if new:
            until = ctx.clock.now() + ctx.settings.delivery.closed_dms_retried_every
            await tables.outbox.hold_all(person, until)
        shown = await _shown(tables, conversation, side, where)
        return replace(shown, new=tuple([await _opened(tables, one) for one in new]))

    return await ctx.store.transaction(work)


async def last_words(ctx: Context, user: UserId, token: str) -> ConversationHere:
    """The same to glance at, as in a form above one's own words: nothing of it counts as read.
    Raises OutOfDate, ConversationOver."""

    async def work(tables: Tables) -> ConversationHere:
        conversation, side = await access.require_open(ctx, tables, user, token)
        person = conversation.party(side).person
        where = await tables.people.reads_where(person)
        waits = await overview.waiting(ctx, tables, person)
        talks = {one.id for one in await _talks(tables, conversation, side)}
        new = [one for one in waits if one.notice.conversation_id in talks]
        shown = await _shown(tables, conversation, side, where)
        return replace(shown, new=tuple([await _opened(tables, one) for one in new]))

    return await ctx.store.read(work)


async def choose_where(ctx: Context, user: UserId, token: str, *, by_dm: bool) -> ConversationHere:
    """Read inside the server alone from now on, or in direct messages again: what waits is tried
    there at once. Raises OutOfDate."""

    async def work(tables: Tables) -> None:
        conversation, side = await access.require_own(ctx, tables, user, token)
        person = conversation.party(side).person
        await tables.people.set_reads_where(
            person, ReadsWhere.BY_DM if by_dm else ReadsWhere.CHOSEN
        )
        if by_dm:
            await tables.outbox.hurry(person, ctx.clock.now())
        else:
            await lost_partner.found(tables, person)

    await ctx.store.transaction(work)
    return await open_here(ctx, user, token)


async def _where(tables: Tables, person: PersonTag) -> ReadsWhere:
    reader = await tables.people.reader(person)
    if reader is None or not reader.dms_closed or reader.where:
        return ReadsWhere.BY_DM if reader is None else reader.where
    await tables.people.set_reads_where(person, ReadsWhere.WHILE_CLOSED)
    await lost_partner.found(tables, person)
    return ReadsWhere.WHILE_CLOSED


async def _shown(
    tables: Tables, conversation: Conversation, side: Side, where: ReadsWhere
) -> ConversationHere:
    person = conversation.party(side).person
    talks = await _talks(tables, conversation, side)
    beside = {one.id: one for one in talks}
    read = await tables.read_here.of(
        conversation.id, person, LAST, *beside.keys() - {conversation.id}
    )
    return ConversationHere(
        await rooms.names(tables, conversation, side),
        conversation.open,
        side is Side.LISTENER,
        where,
        tuple(
            [await rooms.as_kept(tables, beside[one.conversation_id], side, one) for one in read]
        ),
    )


async def _talks(tables: Tables, conversation: Conversation, side: Side) -> Sequence[Conversation]:
    """What one reads as one: an asker has a conversation with each who is in the room."""
    return await rooms.all_of(tables, conversation) if side is Side.ASKER else (conversation,)


async def _opened(tables: Tables, waits: WaitingMessage) -> WaitingMessage:
    """What stands behind "You have a message": it is read here and not in a notification."""
    notice = waits.notice
    if notice.kind is not NoticeKind.MESSAGE_WAITING or notice.token is None:
        return waits
    assert isinstance(notice.to, bytes), "only people are discreet"
    kept = await tables.discreet_notices.get(notice.token, notice.to)
    if kept is None:
        return waits
    opened = replace(notice, kind=kept.kind, token=kept.button, text=kept.text)
    return replace(waits, notice=opened)
