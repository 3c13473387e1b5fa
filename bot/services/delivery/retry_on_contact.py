"""Whoever presses a button may have opened their direct messages, and shows which language they
read: what waits is tried at once, and what comes from now on is in that language, unless they chose
one themselves."""

from bot.domain.ids import UserId
from bot.services.context import Context


async def retry_after_contact(ctx: Context, user: UserId) -> None:
    """Try again what waits for somebody whose direct messages were closed, in their language,
    which is that of the context."""
    person, now, language = ctx.store.person(user), ctx.clock.now(), ctx.language
    reader = await ctx.store.read(lambda tables: tables.people.reader(person))
    if reader is not None and not reader.chose_language and reader.language != language:
        await ctx.store.transaction(lambda tables: tables.people.reads(person, language))
    if reader is not None and reader.dms_closed:
        await ctx.store.transaction(lambda tables: tables.outbox.hurry(person, now))
