"""What somebody writes to the bot outside a conversation: kept, answered, passed on if they wish.

The answer is written in the transaction that read the message. In which servers the person still
is, Discord is asked when they press, as only then it matters.
"""

from dataclasses import dataclass

from bot.domain.errors import NotSetUp, OutOfDate, ServerAway
from bot.domain.ids import GuildId, MessageId, PersonTag, UserId
from bot.domain.notices import Notice, NoticeKind, Priority
from bot.domain.text import length
from bot.services import membership
from bot.services.context import Context
from bot.storage.direct_messages.unaddressed import Stray
from bot.storage.store import Tables

SERVERS_A_PAGE = 10
"""Two rows of buttons; each server is looked up at Discord before it is offered."""


@dataclass(frozen=True, slots=True)
class Way:
    """One server that the words may be passed on to, and the token of its button."""

    guild: GuildId
    token: str


@dataclass(frozen=True, slots=True)
class Ways:
    """Some of the servers, those used last first; `next_page` where there may be more."""

    found: tuple[Way, ...]
    next_page: int | None = None


async def keep_and_reply(
    ctx: Context, tables: Tables, writer: PersonTag, message: MessageId, words: str
) -> Notice:
    """Keep what was written, cleaned, and what to answer; what came before in the last half hour
    stays with it. Where nothing can be passed on, the answer says so."""
    servers = await _known(ctx, tables, await tables.people.user(writer))
    if not words or not servers:
        return Notice(NoticeKind.NOTHING_OPEN, None, writer, priority=Priority.CONVERSATION)
    token = await _joined(ctx, tables, writer, words) or ctx.randomness.token()
    until = ctx.clock.now() + ctx.settings.asks.draft_lives
    await tables.unaddressed.keep(token, writer, message, words, until)
    return Notice(
        NoticeKind.SHALL_I_PASS_IT_ON,
        servers[0] if len(servers) == 1 else None,
        writer,
        priority=Priority.CONVERSATION,
        token=token,
    )


async def edited(tables: Tables, message: MessageId, words: str) -> bool:
    """Let what is kept say what its writer says now, cleaned, or no longer say it when nothing is
    left. False for a message that is not kept here."""
    if words:
        return await tables.unaddressed.change(message, words)
    return await tables.unaddressed.take_back(message)


async def server_options(ctx: Context, user: UserId, token: str, page: int = 0) -> Ways:
    """A page of the servers to choose from: used before, set up, and the person is a member now.

    Raises OutOfDate when the words are gone, TryAgain when Discord does not answer, ServerAway
    where the bot was just taken out of all of them.
    """
    person = ctx.store.person(user)
    await ctx.store.read(lambda tables: _own(ctx, tables, token, person))
    members, further = await where_they_are(ctx, user, page)

    async def work(tables: Tables) -> Ways:
        await _own(ctx, tables, token, person)
        found = tuple(Way(guild, ctx.randomness.token()) for guild in members)
        for way in found:
            await tables.unaddressed.offer(way.token, token, way.guild)
        return Ways(found, further)

    return await ctx.store.transaction(work)


async def chosen_server(ctx: Context, user: UserId, token: str) -> tuple[GuildId, str]:
    """The server behind a button, and the words for it. Raises OutOfDate, also for those who are
    no longer members there, TryAgain and ServerAway."""
    person = ctx.store.person(user)

    async def look(tables: Tables) -> tuple[GuildId, str]:
        offered = await tables.unaddressed.offered(token)
        if offered is None:
            raise OutOfDate
        return offered[1], (await _own(ctx, tables, offered[0], person)).words

    guild, words = await ctx.store.read(look)
    if not await membership.is_here(ctx, user, guild):
        raise OutOfDate
    return guild, words


async def passed_on(ctx: Context, user: UserId, token: str) -> None:
    """It became a draft: the words are no longer needed here. By the token of a server's button."""

    async def work(tables: Tables) -> None:
        offered = await tables.unaddressed.offered(token)
        if offered is not None:
            await tables.unaddressed.remove(offered[0], ctx.store.person(user))

    await ctx.store.transaction(work)


async def delete(ctx: Context, user: UserId, token: str) -> None:
    """Erase one's own words. Raises OutOfDate when they were gone."""
    person = ctx.store.person(user)
    if not await ctx.store.transaction(lambda tables: tables.unaddressed.remove(token, person)):
        raise OutOfDate


async def where_they_are(ctx: Context, user: UserId, page: int) -> tuple[list[GuildId], int | None]:
    """A page of the servers where somebody used the bot, which are set up and where they are a
    member now; and the next page where there may be more. Raises TryAgain, ServerAway."""
    return await _some(ctx, user, await _that_it_is_in(ctx, user), page)


async def _some(
    ctx: Context, user: UserId, known: list[GuildId], page: int
) -> tuple[list[GuildId], int | None]:
    """Those of a page where the person still is, or of the next page that has any; and the page
    after it, if there is one."""
    while True:
        place = page * SERVERS_A_PAGE
        some = known[place : place + SERVERS_A_PAGE]
        members = [guild for guild in some if await membership.is_here(ctx, user, guild)]
        page += 1
        last = page * SERVERS_A_PAGE >= len(known)
        if members or last:
            return members, None if last else page


async def _that_it_is_in(ctx: Context, user: UserId) -> list[GuildId]:
    """The servers of somebody that the bot was not just taken out of. Raises ServerAway."""

    async def work(tables: Tables) -> tuple[list[GuildId], frozenset[GuildId]]:
        return await _known(ctx, tables, user), await tables.departed.all()

    known, away = await ctx.store.read(work)
    if known and away.issuperset(known):
        raise ServerAway(kept=ctx.settings.servers.kept_for)
    return [guild for guild in known if guild not in away]


async def _own(ctx: Context, tables: Tables, token: str, person: PersonTag) -> Stray:
    own = await tables.unaddressed.get(token, person, ctx.clock.now())
    if own is None:
        raise OutOfDate
    return own


async def _known(ctx: Context, tables: Tables, user: UserId) -> list[GuildId]:
    return [guild for guild in await tables.known_servers.of(user) if _is_set_up(ctx, guild)]


def _is_set_up(ctx: Context, guild: GuildId) -> bool:
    try:
        ctx.guilds.of(guild)
    except NotSetUp:
        return False
    return True


async def _joined(ctx: Context, tables: Tables, writer: PersonTag, words: str) -> str | None:
    """The token of what was written before, where more words fit beside it."""
    before = await tables.unaddressed.newest(writer, ctx.clock.now())
    if before is None or length(f"{before.words}\n{words}") > ctx.settings.asks.text_at_most:
        return None
    return before.token
