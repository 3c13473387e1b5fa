"""In which language somebody reads what only they see: the one that they chose, else that of their
own Discord, where the bot speaks it, else that of the server they are in."""

import asyncio
from collections.abc import Callable

import structlog

from bot.domain.ids import GuildId, PersonTag, UserId
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

    if language is not None:
        ctx.languages.chooses(ctx.store.person(user))
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
    own, person = of_locale(locale), ctx.store.person(user)
    here = own or (None if guild is None else ctx.guilds.language(guild))
    if here is not None and ctx.languages.is_none(person):
        return here
    reader = await _reader(ctx, person)
    if reader is not None and reader.chose_language and reader.language:
        return reader.language
    if own is None and guild is None and reader is not None:
        own = reader.language  # as in the server where they were last
    return own or ctx.guilds.language(guild)


async def _reader(ctx: Context, person: PersonTag) -> Reader | None:
    try:
        async with asyncio.timeout(PATIENCE):
            reader = await ctx.store.read(lambda tables: tables.people.reader(person))
    except Exception as error:  # noqa: BLE001 - whatever it is, they are answered
        structlog.get_logger("language").warning("language.not_read", why=type(error).__name__)
        return None
    if reader is None or not reader.chose_language:
        ctx.languages.found_none(person)
    return reader
