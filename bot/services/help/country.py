"""The country whose help lines somebody looked at last: there at once the next time, on a bad day.

Help lines come from memory and must come when the database does not, so that nothing here raises.
"""

import asyncio

import structlog

from bot.domain.ids import UserId
from bot.services.context import Context
from bot.storage.store import Tables

PATIENCE = 0.3
"""Seconds: whoever asks for help lines does not wait for a database that is busy."""


async def remembered(ctx: Context, user: UserId) -> str | None:
    """The code of that country; None where none is known, or where it cannot be read now."""
    person = ctx.store.person(user)
    try:
        async with asyncio.timeout(PATIENCE):
            return await ctx.store.read(lambda tables: tables.help_countries.get(person))
    except Exception as error:  # noqa: BLE001 - whatever it is, the help lines come
        structlog.get_logger("help").warning("help.country_not_read", why=type(error).__name__)
        return None


async def remember(ctx: Context, user: UserId, country: str) -> None:
    """Keep it for some months; where it cannot be kept, it is asked for again."""
    until = ctx.clock.now() + ctx.settings.retention.help_country

    async def work(tables: Tables) -> None:
        person = await tables.people.meet(user, ctx.language)
        await tables.help_countries.remember(person, country, until)

    try:
        await ctx.store.transaction(work)
    except Exception as error:  # noqa: BLE001 - as above
        structlog.get_logger("help").warning("help.country_not_kept", why=type(error).__name__)
