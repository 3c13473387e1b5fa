"""An ask that waits long: still wanted? And one that nobody was free for: again, or until later."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.domain.asks import WAITS_AT_MOST, Ask, AskState, Draft
from bot.domain.errors import OutOfDate
from bot.domain.ids import DraftId, GuildId, UserId
from bot.domain.limit_errors import WaitedLongest
from bot.domain.notices import Notice, NoticeKind
from bot.domain.timers import Timer, TimerKind
from bot.services import membership, restrictions
from bot.services.ages import admission
from bot.services.asks import access, closing, holding, limits
from bot.services.context import Context, Member
from bot.storage.store import Tables

PAUSE_LOOKED_AT_EVERY = timedelta(minutes=30)
"""While nobody is on duty."""

WORTH_KEEPING = timedelta(hours=1)
"""An ask that could wait for less time than this is not kept."""


@dataclass(frozen=True, slots=True)
class HeldFirst:
    """A moderator of that server looks at it first."""

    guild: GuildId


async def ask_if_still_wanted(ctx: Context, due: Timer) -> None:
    """Ask the asker whether they still want to be heard; without an answer the ask goes on. While
    nobody is on duty that pauses: nobody could have come, so there is nothing to decide. Whom they
    talked with lately counts as not there, else the question would tell what that one does."""

    async def work(tables: Tables) -> None:
        if not await tables.timers.take(due) or due.ask_id is None:
            return
        ask = await tables.asks.get(due.ask_id)
        now = ctx.clock.now()
        if ask is None or ask.state is not AskState.WAITING or now >= ask.expires_at:
            return
        known = await tables.same_listener.numbers_of(ask.asker, ask.guild_id, now)
        whose = ask.guild_id, now, ask.asker, ask.age
        if not await tables.listeners.somebody_on_duty(*whose, known):
            await tables.timers.put(Timer(due.what, now + PAUSE_LOOKED_AT_EVERY, ask.id))
            return
        token = await tables.button_tokens.for_ask(ctx.randomness.token(), ask.id, ask.asker)
        await ctx.say(
            tables,
            Notice(NoticeKind.STILL_WANTED, ask.guild_id, ask.asker, ask_id=ask.id, token=token),
        )

    await ctx.store.transaction(work)


async def get_waiting_ask(ctx: Context, user: UserId, token: str) -> Ask:
    """One's own ask that still waits. Raises OutOfDate."""
    return await ctx.store.read(lambda tables: access.require_waiting(ctx, tables, user, token))


async def ask_others_now(ctx: Context, user: UserId, token: str) -> None:
    """Ask everybody now, where one listener was to be asked first. Raises OutOfDate when the ask no
    longer waits; where everybody is asked already, nothing changes."""

    async def work(tables: Tables) -> None:
        ask = await access.require_waiting(ctx, tables, user, token)
        if await tables.timers.is_waiting(TimerKind.OTHERS_ASKED, ask.id):
            await tables.timers.put(Timer(TimerKind.OTHERS_ASKED, ctx.clock.now(), ask.id))

    await ctx.store.transaction(work)


async def ask_again(ctx: Context, user: UserId, token: str) -> tuple[Member, DraftId]:
    """A new draft with the words of an ask that ended, for the same people. Raises OutOfDate when
    the words are no longer kept, and while the ask waits, DraftsFull, and what `must_be_admitted`
    raises."""
    before = await ctx.store.read(lambda tables: access.require_own(ctx, tables, user, token))
    await admission.must_be_admitted(ctx, Member(user, before.guild_id))

    async def work(tables: Tables) -> tuple[Member, DraftId]:
        ask = await _ended(ctx, tables, user, token)
        assert ask.text is not None, "they are kept"
        new = Draft(
            DraftId(ctx.randomness.token()),
            ask.guild_id,
            ask.asker,
            ask.kind,
            ask.text,
            ctx.clock.now() + ctx.settings.asks.draft_lives,
            ask.wishes,
            await tables.asks.excluded(ask.id),
        )
        await limits.must_have_room(ctx, tables, Member(user, ask.guild_id))
        await tables.drafts.save(new)
        goal = await tables.partners.goal_of(ask.id)
        if goal is not None:
            await tables.partners.want(new.id, goal)
        return Member(user, ask.guild_id), new.id

    return await ctx.store.transaction(work)


async def extend(ctx: Context, user: UserId, token: str) -> datetime | HeldFirst:
    """Let an ask that ended wait once more, and until when; HeldFirst where a moderator looks at it
    first: one may have kept it in, or people have reported it meanwhile. As long for everybody:
    everybody sees when its post ends, and if that were its author's own morning, it would tell
    their time zone. None waits for longer than `WAITS_AT_MOST` after it was posted.

    Raises OutOfDate when its words are no longer kept and for somebody who is no longer in the
    server, WaitedLongest, BannedHere, AskAlreadyOpen, TryAgain, and what `must_be_admitted`
    raises."""
    ended = await ctx.store.read(lambda tables: access.require_own(ctx, tables, user, token))
    await membership.must_be_here(ctx, user, ended.guild_id)
    age = await admission.must_be_admitted(ctx, Member(user, ended.guild_id))

    async def work(tables: Tables) -> datetime | HeldFirst:
        ask = await _ended(ctx, tables, user, token)
        goal = await tables.partners.goal_of(ask.id)
        await restrictions.must_be_free(ctx, tables, Member(user, ask.guild_id))
        await limits.must_be_free(ctx, tables, ask.asker_number, ask.guild_id, goal)
        now = ctx.clock.now()
        until = min(now + ctx.settings.asks.kept_longer_for, ask.posted_at + WAITS_AT_MOST)
        if until - now < WORTH_KEEPING:
            raise WaitedLongest(token=token, length=WAITS_AT_MOST)
        await tables.asks.wait_again(ask.id, until)
        await tables.asks.of_age(ask.id, age)
        kept = await tables.asks.get(ask.id)
        assert kept is not None, "it was just changed"
        if await holding.is_looked_at_first(ctx, tables, kept):
            await holding.hold(ctx, tables, kept)
            return HeldFirst(ask.guild_id)
        await closing.search_again(ctx, tables, kept)
        return until

    return await ctx.store.transaction(work)


async def _ended(ctx: Context, tables: Tables, user: UserId, token: str) -> Ask:
    """One's own ask that is over, while its words are kept."""
    ask = await access.require_own(ctx, tables, user, token)
    if not ask.can_wait_again:
        raise OutOfDate
    return ask
