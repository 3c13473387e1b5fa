"""That somebody's name was opened is told before nothing leads to them any more."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace

import structlog

from bot.domain.ids import GuildId, PersonTag, UserId
from bot.domain.notices import Notice, NoticeKind
from bot.services.context import Context
from bot.services.direct_messages import greeting
from bot.services.ports import Undelivered
from bot.storage.moderation.name_openings import Untold
from bot.storage.store import Tables

PATIENCE = 5.0
"""Seconds for each: erasing waits no longer for Discord."""


async def untold(ctx: Context, user: UserId) -> Sequence[GuildId]:
    """In which servers a name of this person's was opened that they have not been told of."""
    person = ctx.store.person(user)
    found = await ctx.store.read(lambda tables: tables.name_openings.untold(person))
    return [one.guild for one in found]


async def tell_now(ctx: Context, person: PersonTag) -> None:
    """Say so in their direct messages now, whenever it was to be said, and only then let it go. One
    that cannot be said is left to be erased: whoever presses reads it in the answer, too."""

    async def look(tables: Tables) -> tuple[UserId, str | None, Sequence[Untold]]:
        reader = await tables.people.reader(person)
        language = None if reader is None else reader.language
        return await tables.people.user(person), language, await tables.name_openings.untold(person)

    if not await ctx.store.read(lambda tables: tables.name_openings.untold(person)):
        return
    user, language, waiting = await ctx.store.read(look)
    reads = replace(ctx, language=language or ctx.language)
    for one in waiting:
        await _tell(reads, user, person, one)


async def _tell(ctx: Context, user: UserId, person: PersonTag, one: Untold) -> None:
    notice = Notice(NoticeKind.NAME_OPENED, one.guild, person)
    now = ctx.clock.now()
    await ctx.store.transaction(lambda tables: tables.outbox.note_attempt(one.entry, now))
    try:
        async with asyncio.timeout(PATIENCE):
            await greeting.say_hello(ctx, user, notice, one.nonce, one.first_attempt_at)
    except (Undelivered, TimeoutError):
        structlog.get_logger("erasure").warning("erasure.name_opened_not_told")
    else:
        await ctx.store.transaction(lambda tables: tables.outbox.remove(one.entry))
