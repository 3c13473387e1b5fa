"""In which server somebody means it who presses in direct messages, where none is named.

A button there carries a token of this person's own for the server, never its id.
"""

from bot.domain.errors import OutOfDate
from bot.domain.ids import GuildId, UserId
from bot.services.context import Context
from bot.services.direct_messages import unaddressed
from bot.services.direct_messages.unaddressed import Way, Ways
from bot.storage.store import Tables


async def to_listen_in(ctx: Context, user: UserId, page: int = 0) -> Ways:
    """A page of the servers where somebody listens or used the bot, which are set up and where they
    are a member now. Raises TryAgain when Discord does not answer, ServerAway where the bot was
    just taken out of all of them."""
    now = ctx.clock.now()
    await ctx.store.transaction(lambda tables: tables.known_servers.note_listening(user, now))
    members, further = await unaddressed.where_they_are(ctx, user, page)

    async def work(tables: Tables) -> Ways:
        new, token = ctx.randomness.token, tables.known_servers.token
        ways = [Way(guild, await token(user, guild, new())) for guild in members]
        return Ways(tuple(ways), further)

    return await ctx.store.transaction(work)


async def behind(ctx: Context, user: UserId, token: str) -> GuildId:
    """The server that one's own button is of. Raises OutOfDate."""
    guild = await ctx.store.read(lambda tables: tables.known_servers.behind(token, user))
    if guild is None:
        raise OutOfDate
    return guild
