"""Which kinds of ask a server offers now: asked for each preview, and again when posting."""

from bot.domain.asks import AskKind, kinds_offered
from bot.domain.ids import GuildId
from bot.services.context import Context
from bot.storage.store import Tables


async def offered(ctx: Context, tables: Tables, guild: GuildId) -> tuple[AskKind, ...]:
    """Private, and open where the server allows it and is large enough; where groups are kept apart
    none is, as a thread is for everybody. Raises NotSetUp."""
    small, choices = ctx.settings.small_servers, ctx.guilds.of(guild)
    return kinds_offered(
        open_asks=choices.open_asks and not choices.keeps_groups_apart,
        members=ctx.messenger.members(guild),
        listeners=await tables.listeners.count(guild),
        few_members=small.members_below,
        few_listeners=small.listeners_below,
    )


def is_small(ctx: Context, guild: GuildId) -> bool:
    """Whether a server has so few people that they may guess from little. Only members count: how
    many listeners there are is nobody's to learn."""
    return ctx.messenger.members(guild) < ctx.settings.small_servers.members_below
