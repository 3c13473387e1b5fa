"""What is stored about somebody now, read from the database: for showing, and for the export."""

from collections.abc import Sequence

from bot.domain.ids import PersonTag, UserId
from bot.domain.personal_data import PersonalData, Whose
from bot.services.context import Context
from bot.storage.store import Tables


async def everything_of(ctx: Context, user: UserId) -> Sequence[PersonalData]:
    """All of it, and nothing of anybody else. Looking changes nothing."""
    return await ctx.store.read(lambda tables: everything_in(tables, user))


async def everything_in(tables: Tables, user: UserId) -> Sequence[PersonalData]:
    """As `everything_of`, within one look."""
    who = await whose(tables, tables.sealer.person_tag(user), user)
    return [one for part in tables.personal.values() for one in await part.export_of(who)]


async def whose(tables: Tables, person: PersonTag, user: UserId) -> Whose:
    """A person as the tables know them, in every server in which anybody is known."""
    servers, sealer = await tables.erasing.servers(), tables.sealer
    return Whose(
        user,
        person,
        {guild: sealer.asker_number(guild, user) for guild in servers},
        {guild: sealer.listener_number(guild, user) for guild in servers},
    )
