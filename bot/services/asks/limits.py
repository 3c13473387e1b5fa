"""Whether somebody may ask now: said before they write a word, and looked at when they post."""

from datetime import timedelta

from bot.domain.asks import AskState, too_many
from bot.domain.cool_downs import Limited, WhoseLimit
from bot.domain.errors import AskAlreadyOpen, AsksForToday, InConversation, OutOfDate
from bot.domain.guilds import Feature
from bot.domain.ids import AskerNumber, DraftId, GuildId, ScheduleId
from bot.domain.limit_errors import DraftsFull
from bot.services import cool_downs, restrictions
from bot.services.context import Context, Member
from bot.storage.store import Tables

A_DAY = timedelta(days=1)


async def check(ctx: Context, tables: Tables, member: Member, goal: ScheduleId | None) -> None:
    """Raises BannedHere, AskAlreadyOpen, InConversation, AsksForToday, TooSoonAgain; OutOfDate
    where a goal is in question and the server no longer has partners."""
    await restrictions.must_be_free(ctx, tables, member)
    asker, guild = ctx.asker_number(member), member.guild
    await must_be_free(ctx, tables, asker, guild, goal)
    await cool_downs.must_have_rested(ctx, tables, of_asks(member))
    posted = await tables.asks.posted_since(asker, ctx.clock.now() - A_DAY)
    full = too_many(posted, ctx.settings.asks.per_day)
    if full is not None:
        raise AsksForToday(count=full.count, next=full.oldest + A_DAY)


def of_asks(member: Member) -> WhoseLimit:
    """How many asks somebody may post in one server."""
    return WhoseLimit(Limited.ASKS, member.user, member.guild)


async def must_be_free(
    ctx: Context, tables: Tables, asker: AskerNumber, guild: GuildId, goal: ScheduleId | None
) -> None:
    """Whether another ask may wait: one for help at a time, and one for each goal.

    Raises AskAlreadyOpen, InConversation; OutOfDate where the server no longer has partners.
    """
    if goal is None:
        states = await tables.asks.open_of(asker)
        if len(states) >= ctx.settings.asks.open_at_once:
            raise AskAlreadyOpen if AskState.WAITING in states else InConversation
        return
    if not ctx.guilds.is_on(guild, Feature.PARTNERS):
        raise OutOfDate
    ask = await tables.partners.open_ask(goal)
    if ask is not None:
        waits = await tables.asks.state(ask) is AskState.WAITING
        raise AskAlreadyOpen if waits else InConversation


async def draft_for_goal(tables: Tables, key: DraftId, goal: ScheduleId) -> None:
    """Let a draft look for a partner. Raises OutOfDate when the goal has ended."""
    if await tables.goals.words(goal) is None:
        raise OutOfDate
    await tables.partners.want(key, goal)


async def must_have_room(ctx: Context, tables: Tables, member: Member) -> None:
    """Whether somebody may begin one draft more in a server: none makes room, as its words would be
    lost. Raises DraftsFull."""
    asks = ctx.settings.asks
    known = await tables.drafts.expire_at(ctx.asker_number(member), ctx.clock.now())
    if len(known) >= asks.drafts_at_once:
        raise DraftsFull(count=len(known), length=asks.draft_lives, next=known[0])
