"""The private numbers that moderators of a server may see, and all that was done to one."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.domain import private_numbers
from bot.domain.errors import OutOfDate
from bot.domain.ids import AskerNumber, AskId, GuildId, ListenerNumber, NumberId, UserId
from bot.domain.moderation import KnownNumber, ModeratorAction
from bot.domain.moderation_errors import SeveralNumbers, UnknownNumber
from bot.services import restrictions
from bot.services.asks import holding
from bot.services.context import Context, Member
from bot.storage.moderation.known_numbers import NOT_THEIRS, Own
from bot.storage.store import Tables

PAGE = 5
"""How many numbers are listed at once."""


@dataclass(frozen=True, slots=True)
class NumberShown:
    """A number with what was done to it, the last first."""

    known: KnownNumber
    actions: Sequence[ModeratorAction]
    reachable: bool
    """Whether its person can be written to: they may have erased everything."""
    listener: UserId | None = None
    """Of a number as a listener, who it is: moderators know listeners by name."""


@dataclass(frozen=True, slots=True)
class NumbersPage:
    """A page of a list, counted from 0, and whether more follow."""

    shown: Sequence[NumberShown]
    page: int
    more: bool


async def know_asker(ctx: Context, tables: Tables, member: Member) -> NumberId:
    """Let moderators see somebody's number as an asker, as it stands in something of theirs."""
    return await _know(ctx, tables, member, ctx.asker_number(member))


async def know_listener(ctx: Context, tables: Tables, member: Member) -> NumberId:
    """As `know_asker`, for the number as a listener."""
    return await _know(ctx, tables, member, ctx.listener_number(member), listens=True)


async def _know(
    ctx: Context,
    tables: Tables,
    member: Member,
    number: AskerNumber | ListenerNumber,
    *,
    listens: bool = False,
) -> NumberId:
    new = KnownNumber(NumberId(ctx.randomness.token()), number, listens, ctx.clock.now())
    return await tables.known_numbers.know(new, member.guild, member.user)


def own_of(ctx: Context, looker: Member | None) -> Own:
    """The two numbers of whoever looks."""
    return NOT_THEIRS if looker is None else restrictions.numbers_of(ctx, looker)


async def list_numbers(
    ctx: Context, guild: GuildId, page: int, looker: Member | None = None
) -> NumbersPage:
    """A page of those that moderators may see, but of whoever looks: one does not find out by it
    what is reported, noted, or done and not told yet."""

    async def work(tables: Tables) -> NumbersPage:
        found = await tables.known_numbers.page(guild, page * PAGE, PAGE + 1, own_of(ctx, looker))
        shown = [await _shown(tables, one) for one in found[:PAGE]]
        return NumbersPage(shown, page, len(found) > PAGE)

    return await ctx.store.read(work)


async def get_number(
    ctx: Context, guild: GuildId, key: NumberId, looker: Member | None = None
) -> NumberShown:
    """One of them; what was answered counts as seen. Raises OutOfDate, also for one's own."""

    async def work(tables: Tables) -> NumberShown:
        known = await tables.known_numbers.get(key, guild)
        if known is None or known.number in own_of(ctx, looker):
            raise OutOfDate
        await tables.actions.answers_read(key)
        return await _shown(tables, known)

    return await ctx.store.transaction(work)


async def shown_in(tables: Tables, guild: GuildId, key: NumberId) -> NumberShown:
    """As `get_number`, within something that is shown with it: no answer counts as seen."""
    known = await tables.known_numbers.get(key, guild)
    if known is None:
        raise OutOfDate
    return await _shown(tables, known)


async def find_number(
    ctx: Context, guild: GuildId, typed: str, looker: Member | None = None
) -> NumberShown:
    """The one that begins as it was typed. Raises UnknownNumber, the same for a number that there
    is not, that is of another server, and that stands in nothing of the moderators'; and
    SeveralNumbers."""
    try:
        begins = private_numbers.read(typed)
    except private_numbers.NotANumber as error:
        raise UnknownNumber from error
    own = own_of(ctx, looker)
    known = await ctx.store.read(lambda tables: tables.known_numbers.that_begin(guild, begins, own))
    held = [] if looker is None else await holding.list_held(ctx, looker)
    above = {one.asker_number: one.id for one in held if begins.fits(one.asker_number)}
    if len({one.number for one in known} | above.keys()) > 1:
        raise SeveralNumbers
    if known:
        return await get_number(ctx, guild, known[0].id, looker)
    if looker is None or not above:
        raise UnknownNumber
    return await number_of_held(ctx, looker, next(iter(above.values())))


async def number_of_held(ctx: Context, moderator: Member, key: AskId) -> NumberShown:
    """The number that stands above an ask which waits for this moderator's look. Raises
    AskLookedAt."""

    async def work(tables: Tables) -> NumberShown:
        ask = await holding.require_held(ctx, tables, moderator, key)
        asker = Member(await tables.people.user(ask.asker), moderator.guild)
        number = await know_asker(ctx, tables, asker)
        await tables.actions.answers_read(number)
        return await shown_in(tables, moderator.guild, number)

    return await ctx.store.transaction(work)


async def _shown(tables: Tables, known: KnownNumber) -> NumberShown:
    user = await tables.known_numbers.user(known.id)
    actions = await tables.actions.of(known.id)
    return NumberShown(known, actions, user is not None, user if known.listens else None)
