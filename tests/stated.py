"""A server for adults only, where everybody has said that they are one: what a test begins with
that is about something else. Stories about ages play the choice and the answer for real."""

from collections.abc import Iterable

from bot.domain.ages import Age, AgeRule, Ages
from bot.domain.guilds import Feature
from bot.domain.ids import GuildId, UserId
from bot.local_discord import Guild
from bot.services.context import Context
from bot.storage.store import Store, Tables
from tests import server_setup
from tests.fakes import START

ALL_WITHOUT_A_LOOK = frozenset(Feature) - {Feature.APPROVE_ASKS, Feature.APPROVE_LISTENERS}
"""All that a server may switch on, but what lets things wait for a moderator."""

ADULTS_ONLY = AgeRule(Ages.ADULTS_ONLY)


async def have_said_so(store: Store, guild: GuildId, users: Iterable[UserId]) -> None:
    """These have said in a server that they are 18 or older."""
    numbers = [store.asker_number(guild, user) for user in users]

    async def work(tables: Tables) -> None:
        for number in numbers:
            await tables.age_statements.keep(number, guild, Age.ADULT, START)

    await store.transaction(work)


async def for_adults(ctx: Context, guild: Guild) -> None:
    """A server on the local Discord that is set up is for adults only, and each member is one."""
    here = GuildId(guild.id)
    if here not in ctx.guilds.known():
        return  # what was filled in was refused
    if ctx.guilds.of(here).ages is None:
        await server_setup.choose_ages(ctx, here, ADULTS_ONLY)
    await have_said_so(ctx.store, here, map(UserId, guild.members))
