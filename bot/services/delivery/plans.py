"""What Discord's answer to an attempt calls for; how it is done is in `failures`."""

from bot.services.context import Context
from bot.services.delivery import failures
from bot.services.ports import Closed, Gone, NotBefore, Passing, Refused, Undelivered
from bot.storage.delivery.outbox_rows import Entry


async def follow(ctx: Context, entry: Entry, error: Undelivered) -> None:
    """Wait, try again, or give it up."""
    if not await ctx.store.read(lambda tables: tables.doubts.is_left(entry.id)):
        return  # it stands there: its echo came, and only the answer was lost
    match error:
        case Closed():
            await failures.wait_for_open_dms(ctx, entry)
        case Gone() | Refused():
            await failures.drop_undeliverable(ctx, entry, error)
        case Passing():
            await failures.try_for_hours(ctx, entry)
        case NotBefore():
            await failures.try_after(ctx, entry, error.seconds)
        case _:
            await failures.try_later(ctx, entry)
