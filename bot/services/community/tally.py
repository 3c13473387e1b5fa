"""Noting what happens, so that a community can learn how it is doing; see bot/domain/community.py.

Only what the server switched on is noted. That others asked about a topic, too, needs no switch,
nor does how long moderators take to look at an ask: whoever waits for that reads it.
"""

from datetime import timedelta

from bot.domain.community import What, parts_between, wait_step, week_of
from bot.domain.guilds import Feature
from bot.domain.ids import GuildId, ListenerNumber
from bot.services.context import Context
from bot.storage.store import Tables

ALWAYS = frozenset({What.ASKED, What.LOOKED_AT})
"""What is noted wherever it happens."""


async def note(
    ctx: Context,
    tables: Tables,
    guild: GuildId,
    what: What,
    number: ListenerNumber,
    detail: str = "",
    *,
    wait: timedelta | None = None,
) -> None:
    """Note that somebody did something this week, in the transaction in which they did it."""
    if what not in ALWAYS and not ctx.guilds.is_on(guild, Feature.COMMUNITY):
        return
    step = None if wait is None else wait_step(wait)
    await tables.tallies.note(guild, week_of(ctx.clock.now()), what, number, detail, step)


async def note_here(
    ctx: Context,
    tables: Tables,
    guild: GuildId,
    number: ListenerNumber,
    lasts: timedelta = timedelta(),
) -> None:
    """Note in which parts of the day a listener is here: now, and for as long as it lasts."""
    now = ctx.clock.now()
    for part in sorted(parts_between(now, now + lasts)):
        await note(ctx, tables, guild, What.HERE, number, str(part))
