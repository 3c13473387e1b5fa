"""Setting a server up: where asks are posted, who moderates, which asks may be chosen."""

from bot.domain.guilds import GuildChoices
from bot.services.context import Context
from bot.storage.store import Tables


async def save(ctx: Context, choices: GuildChoices) -> None:
    """Keep a server's choices, in the database and then in memory."""

    async def work(tables: Tables) -> None:
        await tables.guilds.save(choices)

    await ctx.store.transaction(work)
    ctx.guilds.remember(choices)
