"""The bot is taken out of a server, perhaps by mistake: everything waits, and is kept for a while.

Nobody is told, as most are invited again at once. Conversations go on as long as Discord lets the
bot write to both; asks wait for it to be back. If it is not, everything of that server is over.
"""

from collections.abc import Set

from bot.domain.conversations import Side
from bot.domain.ids import GuildId
from bot.domain.notices import Notice, NoticeKind
from bot.services.asks import closing
from bot.services.context import Context
from bot.services.conversations import ending
from bot.storage.store import Tables


async def left(ctx: Context, guild: GuildId) -> None:
    """The bot was removed from a server. Told again, or known already, it changes nothing."""
    until = ctx.clock.now() + ctx.settings.servers.kept_for
    await ctx.store.transaction(lambda tables: tables.departed.note(guild, until))


async def back(ctx: Context, guild: GuildId) -> None:
    """The bot is in a server. If it was gone, everything goes on, and what stands there is looked
    at: nobody told of what happened meanwhile."""
    now = ctx.clock.now()

    async def work(tables: Tables) -> None:
        if await tables.departed.take(guild):
            tables.outbox.news.may_be_anything()  # what waits for its channels is due
            await tables.panels.look_again(guild, now)
            await tables.timers.look_at_posts_in(guild, now)
            await _try_again(ctx, tables, guild)

    await ctx.store.transaction(work)


async def are_here(ctx: Context, here: Set[int]) -> None:
    """All servers that the bot is in now: what came and went meanwhile was not told."""
    for guild in ctx.guilds.known() - here:
        await left(ctx, guild)
    for guild in await ctx.store.read(lambda tables: tables.departed.all()) & here:
        await back(ctx, guild)


async def _tell_who_reported(ctx: Context, tables: Tables, guild: GuildId) -> None:
    """What waits for its moderators waits in vain, and is erased."""
    for report in await tables.reports.undecided():
        user = await tables.reports.reporter(report.id) if report.guild_id == guild else None
        if user is not None:
            person = await tables.people.meet(user)
            notice = Notice(NoticeKind.REPORT_OVER_SERVER, guild, person)
            await ctx.say(tables, notice, lane=f"report {report.id} over")


async def _try_again(ctx: Context, tables: Tables, guild: GuildId) -> None:
    """Those who share no other server with the bot could not be written to meanwhile."""
    for conversation in await tables.conversations.open_in(guild):
        for side in Side:
            person = conversation.party(side).person
            if await tables.people.dms_closed(person):
                await tables.outbox.hurry(person, ctx.clock.now())


async def end(ctx: Context, guild: GuildId) -> None:
    """It was kept as long as it is kept: all asks and conversations of the server are over."""

    async def work(tables: Tables) -> bool:
        if not await tables.departed.take_over(guild, ctx.clock.now()):
            return False
        for conversation in await tables.conversations.open_in(guild):
            await ending.end(ctx, tables, conversation)
        await closing.close_all_in(ctx, tables, guild, NoticeKind.ASK_OVER_SERVER)
        await tables.guilds.forget(guild)
        await tables.schedules.remove_of_guild(guild)
        await tables.same_listener.forget_guild(guild)
        await _tell_who_reported(ctx, tables, guild)
        await tables.suggestions.forget_guild(guild)
        await tables.reports.forget_guild(guild)
        await tables.moderators_seen.forget_guild(guild)
        await tables.known_numbers.forget_guild(guild)
        return True

    if await ctx.store.transaction(work):
        ctx.guilds.forget(guild)
