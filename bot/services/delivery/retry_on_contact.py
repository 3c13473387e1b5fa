"""Whoever presses a button may have opened their direct messages: what waits is tried at once."""

from bot.domain.ids import UserId
from bot.services.context import Context


async def retry_after_contact(ctx: Context, user: UserId) -> None:
    """Try again what waits for somebody whose direct messages were closed."""
    person, now = ctx.store.person(user), ctx.clock.now()
    if await ctx.store.read(lambda tables: tables.people.dms_closed(person)):
        await ctx.store.transaction(lambda tables: tables.outbox.hurry(person, now))
