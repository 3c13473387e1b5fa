"""What is stored about somebody now, read from the database: for showing, and for the export."""

from collections.abc import Sequence

from bot.domain.ids import PersonTag, UserId
from bot.domain.personal_data import PersonalData, Whose
from bot.services.context import Context
from bot.storage.store import Tables


async def everything_of(ctx: Context, user: UserId) -> Sequence[PersonalData]:
    """All of it, and nothing of anybody else. Looking changes nothing."""

    async def work(tables: Tables) -> Sequence[PersonalData]:
        who = await whose(ctx, tables, ctx.store.person(user), user)
        return [one for part in tables.personal.values() for one in await part.export_of(who)]

    return await ctx.store.read(work)


async def whose(ctx: Context, tables: Tables, person: PersonTag, user: UserId) -> Whose:
    """A person as the tables know them, in every server in which anybody is known."""
    servers, store = await tables.erasing.servers(), ctx.store
    return Whose(
        person,
        {guild: store.asker_number(guild, user) for guild in servers},
        {guild: store.listener_number(guild, user) for guild in servers},
    )
