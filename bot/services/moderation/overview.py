"""How a server is doing now, for its moderators."""

from dataclasses import dataclass

from bot.domain.ids import GuildId
from bot.domain.moderation import Health
from bot.services.context import Context
from bot.storage.store import Tables


@dataclass(frozen=True, slots=True)
class ServerStanding:
    """What there is now, and how much waits for moderators."""

    health: Health
    numbers: int
    answers: int
    """Numbers from which an answer came that nobody has seen."""
    record: int


async def get_standing(ctx: Context, guild: GuildId) -> ServerStanding:
    """All counts, as they are at this moment. Raises NotSetUp."""
    ctx.guilds.of(guild)

    async def work(tables: Tables) -> ServerStanding:
        return ServerStanding(
            await tables.health.of(guild, ctx.clock.now()),
            await tables.known_numbers.count(guild),
            len(await tables.actions.unread_answers(guild)),
            await tables.record.count(guild),
        )

    return await ctx.store.read(work)
