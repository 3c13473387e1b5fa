"""How a community is doing: what may be shown of the last whole weeks."""

from bot.domain.community import Numbers
from bot.domain.errors import NotSwitchedOn
from bot.domain.guilds import Feature
from bot.domain.ids import GuildId
from bot.services.context import Context


async def get_report(ctx: Context, guild: GuildId) -> Numbers | None:
    """The numbers as they were counted last; None before the first time. Nothing is counted now,
    so that asking shows nothing of today. Raises NotSetUp, NotSwitchedOn."""
    if Feature.COMMUNITY not in ctx.guilds.of(guild).features:
        raise NotSwitchedOn
    return await ctx.store.read(lambda tables: tables.tallies.shown(guild))
