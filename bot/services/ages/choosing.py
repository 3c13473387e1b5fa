"""A server chooses who may ask and listen there. Until it has, nothing new begins in it."""

from bot.domain.ids import GuildId
from bot.domain.notices import Notice, NoticeKind
from bot.services.context import Context
from bot.storage.store import Tables


async def chosen_anew(ctx: Context, tables: Tables, guild: GuildId) -> None:
    """What follows from another choice, in its transaction: listeners of whom nothing is known are
    told that they should look at their page once."""
    await tables.age_statements.forget_younger(guild)
    await _tell_listeners(ctx, tables, guild)


async def _tell_listeners(ctx: Context, tables: Tables, guild: GuildId) -> None:
    for person in await tables.listeners.of_unknown_age(guild):
        user, now = await tables.people.user(person), ctx.clock.now()
        await tables.known_servers.note(user, guild, now)
        token = await tables.known_servers.token(user, guild, ctx.randomness.token())
        await ctx.say(tables, Notice(NoticeKind.LISTENERS_AGE, guild, person, token=token))


async def remind_moderators(ctx: Context) -> None:
    """Tell the moderators of servers that were set up before there was anything to choose, once,
    that nothing new begins there until somebody has chosen."""
    if all(ctx.guilds.of(guild).ages is not None for guild in ctx.guilds.known()):
        return

    async def work(tables: Tables) -> None:
        for guild in await tables.guilds.tell_to_choose_ages():
            channel = ctx.guilds.of(guild).moderator_channel
            await ctx.say(tables, Notice(NoticeKind.AGES_NOT_CHOSEN, guild, channel))

    await ctx.store.transaction(work)
