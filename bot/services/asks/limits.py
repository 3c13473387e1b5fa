"""Whether somebody may ask now: said before they write a word, and looked at when they post."""

from datetime import timedelta

from bot.domain.asks import too_many
from bot.domain.errors import AsksForToday
from bot.domain.ids import GuildId, PrivateNumber, ScheduleId
from bot.services.context import Context
from bot.services.goals import partners
from bot.storage.store import Tables

A_DAY = timedelta(days=1)


async def check(
    ctx: Context, tables: Tables, asker: PrivateNumber, guild: GuildId, goal: ScheduleId | None
) -> None:
    """Raises AskAlreadyOpen, InConversation, AsksForToday; OutOfDate where a goal is in question
    and the server no longer has partners."""
    await partners.must_be_free(ctx, tables, asker, guild, goal)
    posted = await tables.asks.posted_since(asker, ctx.clock.now() - A_DAY)
    full = too_many(posted, ctx.settings.asks.per_day)
    if full is not None:
        raise AsksForToday(count=full.count, next=full.oldest + A_DAY)
