"""Stopping for good: a last message to whoever has something open, before everything is erased."""

import asyncio

from bot.domain.asks import AskState
from bot.domain.notices import Action, Notice, NoticeKind, Priority
from bot.domain.notices_about import ask_in_channel
from bot.services.context import Context
from bot.services.delivery.outbox_loop import OutboxLoop
from bot.storage.store import Tables

BEGUN = "farewell"
"""Under this name the database remembers that the last messages are on their way."""

LOOKS_EVERY = 1.0
"""Seconds."""


class NotReached(Exception):
    """Discord cannot be reached, or does not answer: nobody can be told."""


async def begin(ctx: Context) -> int:
    """Let the last messages be said in the place of all that waited; how many people there are.
    Done again, it changes nothing, and counts those who are still to be told."""

    async def work(tables: Tables) -> int:
        if await tables.meta.get(BEGUN) is None:
            await tables.meta.put(BEGUN, b"1")
            await _say_it(ctx, tables)
        return await tables.open_things.all_unsaid()

    return await ctx.store.transaction(work)


async def tell(ctx: Context, delivery: OutboxLoop, seconds: float) -> int:
    """Until all who can be reached were told, or the time is over; how much was not said. Needs
    `delivery` to be running."""
    try:
        async with asyncio.timeout(seconds):
            while await ctx.store.read(lambda tables: tables.open_things.unsaid()):
                delivery.wake()
                await asyncio.sleep(LOOKS_EVERY)
    except TimeoutError:
        pass  # whoever could not be told in this time is not waited for
    return await ctx.store.read(lambda tables: tables.open_things.all_unsaid())


async def _say_it(ctx: Context, tables: Tables) -> None:
    people = await tables.open_things.people()
    await tables.open_things.drop_all_that_waits(ctx.clock.now())
    for choices in await tables.guilds.all():
        told = Notice(NoticeKind.FAREWELL_SERVER, choices.guild_id, choices.moderator_channel)
        await ctx.say(tables, told)
        for ask in await tables.asks.waiting(choices.guild_id):
            await tables.asks.move(ask.id, AskState.WAITING, AskState.CLOSED, ctx.clock.now())
            kind, channel = NoticeKind.ASK_OVER_IN_CHANNEL, choices.ask_channel
            await ctx.say(tables, ask_in_channel(kind, ask, channel, Action.EDIT))
    for person in people:
        told = Notice(NoticeKind.FAREWELL, None, person, priority=Priority.BROADCAST)
        await ctx.say(tables, told)
