"""Whoever presses a button may have opened their direct messages, and shows which language they
read: what waits is tried at once, and what comes from now on is in that language, unless they chose
one themselves."""

from bot.domain.ids import PersonTag, UserId
from bot.domain.reads_where import ReadsWhere
from bot.services.context import Context
from bot.services.direct_messages import opening
from bot.storage.people import Reader
from bot.storage.store import Tables


async def retry_after_contact(ctx: Context, user: UserId, *, in_dms: bool = True) -> None:
    """Try again what waits for somebody whose direct messages were closed, in their language,
    which is that of the context. A press `in_dms` shows that they are open; one in a server does
    not, and whoever reads there presses with every word."""
    person, now, language = ctx.store.person(user), ctx.clock.now(), ctx.language
    reader = await ctx.store.read(lambda tables: tables.people.reader(person))
    if reader is not None and not reader.chose_language and reader.language != language:
        await ctx.store.transaction(lambda tables: tables.people.reads(person, language))
    if reader is None:
        return
    if reader.dm_channel is None:
        await opening.for_what_comes(ctx, user)
    if not reader.dms_closed:
        return
    if not in_dms and reader.where is ReadsWhere.WHILE_CLOSED:
        return

    async def work(tables: Tables) -> None:
        await tables.closed_dms.may_be_open(person)
        await tables.outbox.hurry(person, now)

    await ctx.store.transaction(work)


async def may_be_tried(ctx: Context, tables: Tables, to: PersonTag, reader: Reader) -> bool:
    """Not in direct messages that somebody wants no more; nor, of whoever reads inside the server
    as they were closed, again with every word before there is a sign that they are open."""
    if reader.where is not ReadsWhere.WHILE_CLOSED:
        return not reader.wants_no_dms
    return not await tables.closed_dms.are_closed(to, ctx.clock.now())
