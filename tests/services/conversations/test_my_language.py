"""In which language somebody is answered, by what they chose, their Discord and where they are."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from types import SimpleNamespace
from typing import TypeVar, cast

import pytest

from bot.domain.ids import GuildId
from bot.domain.personal_data import DataKind
from bot.services.context import Context
from bot.services.conversations import my_language
from bot.services.delivery.retry_on_contact import retry_after_contact
from bot.services.privacy import overview
from bot.storage.store import Store, Tables
from tests.prepared import shipped
from tests.services.scene import ASKER, GUILD, STRANGER, Scene

T = TypeVar("T")


async def read(ctx: Context, locale: str, guild: GuildId | None = GUILD) -> str:
    """The language of an answer to the asker."""
    return await my_language.language_of(ctx, shipped().of_locale, ASKER, guild, locale)


@pytest.mark.parametrize(
    ("locale", "language"),
    [("pt-BR", "pt-BR"), ("es-419", "es"), ("es-ES", "es"), ("en-GB", "en"), ("en-US", "en")],
)
async def test_by_the_locale_of_their_discord(ctx: Context, locale: str, language: str) -> None:
    """With or without a region, whatever the server's is."""
    ctx.guilds.remember(replace(ctx.guilds.of(GUILD), language="es"))
    assert await read(ctx, locale) == language


@pytest.mark.parametrize("locale", ["ar", "he", "xx-YY", ""])
async def test_a_locale_of_no_language_of_ours(ctx: Context, locale: str) -> None:
    """The server's; in direct messages that of the server where they were last."""
    ctx.guilds.remember(replace(ctx.guilds.of(GUILD), language="es"))
    assert await read(ctx, locale) == "es"
    assert await read(ctx, locale, None) == "en"
    await my_language.choose_to_read(replace(ctx, language="es"), ASKER, None)
    assert await read(ctx, locale, None) == "es"


async def test_what_they_chose_counts_before_all(ctx: Context) -> None:
    """Everywhere, and whatever they press next, until they choose none any more."""
    await my_language.choose_to_read(ctx, ASKER, "pt-BR")
    await retry_after_contact(replace(ctx, language="es"), ASKER)
    assert await read(ctx, "en-US") == await read(ctx, "ar", None) == "pt-BR"
    assert await my_language.chosen(ctx, ASKER) == "pt-BR"
    assert await my_language.chosen(ctx, STRANGER) is None
    await my_language.choose_to_read(ctx, ASKER, None)
    assert await my_language.chosen(ctx, ASKER) is None
    await retry_after_contact(replace(ctx, language="es"), ASKER)
    reader = await ctx.store.read(lambda tables: tables.people.reader(ctx.store.person(ASKER)))
    assert reader is not None
    assert (reader.language, reader.chose_language) == ("es", False)


async def test_whoever_chose_none_is_looked_up_once(ctx: Context) -> None:
    """Each press after it asks the database nothing; until they choose one, also while a look that
    began before it is still on its way."""
    assert await read(ctx, "es-ES") == "es"
    looks, real = [], ctx.store.read

    async def counted(work: Callable[[Tables], Awaitable[T]]) -> T:
        looks.append(work)
        return await real(work)

    counting = replace(
        ctx, store=cast("Store", SimpleNamespace(person=ctx.store.person, read=counted))
    )
    assert await read(counting, "es-ES") == "es"
    assert await read(counting, "en-US") == "en"
    assert not looks
    await my_language.choose_to_read(ctx, ASKER, "pt-BR")
    ctx.languages.found_none(ctx.store.person(ASKER))  # by a look that began before
    assert await read(counting, "es-ES") == "pt-BR"
    assert len(looks) == 1


async def test_what_is_told_of_it_is_the_language(ctx: Context) -> None:
    """Not how it is kept."""
    await my_language.choose_to_read(ctx, ASKER, "pt-BR")
    told = await overview.everything_of(ctx, ASKER)
    assert [one.facts["language"] for one in told if one.kind is DataKind.SETTINGS] == ["pt-BR"]


async def test_without_the_database_it_is_that_of_their_discord(scene: Scene) -> None:
    """Nobody waits for it, and help lines come all the same."""
    await my_language.choose_to_read(scene.ctx, ASKER, "pt-BR")
    await scene.store.close()
    assert await read(scene.ctx, "es-ES") == "es"
