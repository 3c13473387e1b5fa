"""Somebody is lost to a conversation: their direct messages are closed, or they went.

The other side learns it once, some time later, as an ending like every other
(`departures.tell`), and nothing of it before. Whoever can be written to again by then, or reads
what waits for them under My conversations, was never lost. Shared by all that finds somebody lost
or found.
"""

from collections.abc import Collection
from datetime import datetime, timedelta

from bot.domain.conversations import Conversation, Side
from bot.domain.ids import PersonTag
from bot.domain.timers import Timer, TimerKind
from bot.services.context import Context
from bot.storage.store import Tables

TRIED_BEFORE = timedelta(seconds=30)
"""Time enough for Discord's answer before the end is told."""


async def check_reader(
    ctx: Context, tables: Tables, conversation: Conversation, reader: Side
) -> None:
    """Words were put on their way: their reader may be known to be out of reach."""
    if await _is_cut_off(tables, conversation, reader):
        await _tell_later(ctx, tables, conversation)


async def cut_off(ctx: Context, tables: Tables, reader: PersonTag) -> None:
    """A person's direct messages are closed, and things wait for them. Whoever reads inside the
    server is not out of reach."""
    if await tables.people.reads_where(reader):
        return
    for conversation in await tables.conversations.cut_off(reader):
        await _tell_later(ctx, tables, conversation)


async def last_try(ctx: Context, tables: Tables, reader: PersonTag) -> datetime | None:
    """When to try them once more before the first end is told; None when that has passed."""
    lost = await tables.conversations.cut_off(reader)
    ends = [await tables.timers.until(TimerKind.DEPARTURE_TOLD, one.id) for one in lost]
    tries = [end - TRIED_BEFORE for end in ends if end is not None]
    return min((one for one in tries if one > ctx.clock.now()), default=None)


async def found(tables: Tables, reader: PersonTag) -> None:
    """A person was written to, has read what waited, or writes: unless somebody went for good, or
    the other side is out of reach, too, there is nothing to tell."""
    if not await tables.timers.waits_for(TimerKind.DEPARTURE_TOLD, reader):
        return
    for conversation in await tables.conversations.open_with(reader):
        across = Side.LISTENER if conversation.asker.person == reader else Side.ASKER
        if not conversation.gone and not await _is_cut_off(tables, conversation, across):
            await tables.timers.call_off(TimerKind.DEPARTURE_TOLD, conversation.id)


async def went(
    ctx: Context, tables: Tables, conversation: Conversation, gone: Collection[Side]
) -> None:
    """Somebody left, was put out, or can never be written to: passing on stops at once."""
    await tables.conversations.stop(conversation.id, gone)
    if Side.ASKER in gone:
        for one in await tables.rooms.others(conversation):
            await tables.conversations.stop(one.id, (Side.ASKER,))
    await _tell_later(ctx, tables, conversation)


async def _is_cut_off(tables: Tables, conversation: Conversation, side: Side) -> bool:
    person = conversation.party(side).person
    reader = await tables.people.reader(person)
    if reader is None or not reader.dms_closed or reader.where:
        return False
    cut_off = await tables.conversations.cut_off(person)
    return any(one.id == conversation.id for one in cut_off)


def random_pause(ctx: Context) -> timedelta:
    """Until something is told that must not show when it happened."""
    settings = ctx.settings.conversations
    least = int(settings.departure_told_after_at_least.total_seconds())
    most = int(settings.departure_told_after_at_most.total_seconds())
    return timedelta(seconds=ctx.randomness.sample(range(least, most + 1), 1)[0])


async def _tell_later(ctx: Context, tables: Tables, conversation: Conversation) -> None:
    """The time is drawn once, however much is found out until then."""
    if await tables.timers.is_waiting(TimerKind.DEPARTURE_TOLD, conversation.id):
        return
    due = ctx.clock.now() + random_pause(ctx)
    await tables.timers.put(Timer(TimerKind.DEPARTURE_TOLD, due, conversation_id=conversation.id))
