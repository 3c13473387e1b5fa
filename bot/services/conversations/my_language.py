"""In which language somebody reads what only they see: the one that they chose, else that of their
own Discord, where the bot speaks it, else that of the server they are in."""

import asyncio
from collections.abc import Callable

import structlog

from bot.domain.ids import GuildId, UserId
from bot.services.context import Context
from bot.storage.people import Reader
from bot.storage.store import Tables

PATIENCE = 0.3
"""Seconds: nobody waits for a database that is busy to be answered in another language."""


async def choose_to_read(ctx: Context, user: UserId, language: str | None) -> None:
    """One's own choice, for answers and direct messages, in every server; None: none any more."""

    async def work(tables: Tables) -> None:
        person = await tables.people.meet(user, ctx.language)
        await tables.people.reads(person, language or ctx.language, chosen=language is not None)

    await ctx.store.transaction(work)


async def chosen(ctx: Context, user: UserId) -> str | None:
    """What they chose; None where they chose none."""
    person = ctx.store.person(user)
    reader = await ctx.store.read(lambda tables: tables.people.reader(person))
    return reader.language if reader is not None and reader.chose_language else None


async def language_of(
    ctx: Context,
    of_locale: Callable[[str], str | None],
    user: UserId,
    guild: GuildId | None,
    locale: str,
) -> str:
    """The language of an answer to somebody whose Discord has this locale, in this server or in
    direct messages. `of_locale` says which language of the bot's that is. Never raises: help lines
    need no database."""
    reader = await _reader(ctx, user)
    if reader is not None and reader.chose_language and reader.language:
        return reader.language
    own = of_locale(locale)
    if own is None and guild is None and reader is not None:
        own = reader.language  # as in the server where they were last
    return own or ctx.guilds.language(guild)


async def _reader(ctx: Context, user: UserId) -> Reader | None:
    person = ctx.store.person(user)
    try:
        async with asyncio.timeout(PATIENCE):
            return await ctx.store.read(lambda tables: tables.people.reader(person))
    except Exception as error:  # noqa: BLE001 - whatever it is, they are answered
        structlog.get_logger("language").warning("language.not_read", why=type(error).__name__)
        return None
