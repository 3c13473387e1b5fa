"""Other words for an ask that was posted: written and looked at as a draft, as those before were.

They take the place of the earlier ones where those stand, and whoever read those is told. Where
moderators look at asks first, they look at these, too: else one could post anything by changing it.
"""

from dataclasses import dataclass, replace
from enum import StrEnum

from bot.domain.asks import (
    CHANGED_AT_MOST,
    Ask,
    AskKind,
    AskState,
    Draft,
    OwnWords,
    written,
)
from bot.domain.errors import OutOfDate
from bot.domain.ids import DraftId, UserId
from bot.domain.limit_errors import ChangedOften
from bot.domain.notices import Action, Notice, NoticeKind, Part
from bot.domain.notices_about import ask_in_channel
from bot.domain.open_asks import ThreadState
from bot.domain.timers import TimerKind
from bot.services import restrictions
from bot.services.asks import access, drafts, holding, limits
from bot.services.context import Context, Member
from bot.services.offers import rewording, search
from bot.storage.store import Tables


class Became(StrEnum):
    """What came of new words."""

    STAND = "stand"
    """They are those of the ask now."""
    HELD = "held"
    """The same; a moderator looks at them first."""
    TAKEN = "taken"
    """A listener has the ask already, who read it as it was. The words are kept as they are."""
    OVER = "over"
    """The ask is over: they are the draft of a new one now."""


@dataclass(frozen=True, slots=True)
class Changed:
    """`preview`: of what was not used and is still kept."""

    became: Became
    preview: drafts.Preview | None = None


async def words_of(ctx: Context, user: UserId, token: str) -> OwnWords:
    """The words of one's own ask, to write them anew. Raises OutOfDate, ChangedOften."""
    return await ctx.store.read(lambda tables: _words_of(ctx, tables, user, token))


async def _words_of(ctx: Context, tables: Tables, user: UserId, token: str) -> OwnWords:
    ask = await access.require_own(ctx, tables, user, token)
    if ask.text is None or not await _can_be_changed(tables, ask):
        raise OutOfDate
    _must_not_be_often(ask)
    return ask.text


async def write_anew(
    ctx: Context, user: UserId, token: str, words: str, would_help: str
) -> drafts.Preview:
    """Keep new words as a draft. Raises OutOfDate, ChangedOften, BannedHere, NoWords, TooManyWords,
    DraftsFull. Whoever has an ask open is not asked anew how old they are."""
    asks = ctx.settings.asks
    text = written(words, would_help, asks.text_at_most, asks.what_would_help_at_most)
    found = await ctx.store.read(lambda tables: access.require_own(ctx, tables, user, token))
    member = Member(user, found.guild_id)

    async def work(tables: Tables) -> DraftId:
        await restrictions.must_be_free(ctx, tables, member)
        await _words_of(ctx, tables, user, token)
        ask = await access.require_own(ctx, tables, user, token)
        await limits.must_have_room(ctx, tables, member)
        new = await _draft(ctx, tables, ask, text)
        await tables.drafts.save(new)
        return new.id

    return await drafts.get_preview(ctx, member, await ctx.store.transaction(work))


async def _draft(ctx: Context, tables: Tables, ask: Ask, text: OwnWords) -> Draft:
    return Draft(
        DraftId(ctx.randomness.token()),
        ask.guild_id,
        ask.asker,
        ask.kind,
        text,
        ctx.clock.now() + ctx.settings.asks.draft_lives,
        ask.wishes,
        await tables.asks.excluded(ask.id),
        changes=ask.id,
    )


async def use(ctx: Context, member: Member, key: DraftId) -> Changed:
    """Let the words of a draft take the place of its ask's. Raises OutOfDate where it is gone, or
    another press has used it, BannedHere, ChangedOften."""

    async def work(tables: Tables) -> Became:
        await restrictions.must_be_free(ctx, tables, member)
        own = await tables.drafts.get(key, ctx.person(member), ctx.clock.now())
        if own is None or own.guild_id != member.guild:
            raise OutOfDate
        ask = None if own.changes is None else await tables.asks.get(own.changes)
        if ask is None or ask.state is AskState.CLOSED:
            await tables.drafts.save(replace(own, changes=None))
            return Became.OVER
        if not await _can_be_changed(tables, ask):
            return Became.TAKEN
        _must_not_be_often(ask)
        await tables.drafts.remove(own.id, own.person)
        # its preview may still be shown: pressed again, it shows how the ask stands
        await tables.button_tokens.for_ask(own.id, ask.id, ask.asker)
        await tables.asks.reword(ask.id, own.text)
        return await _say(ctx, tables, replace(ask, text=own.text))

    became = await ctx.store.transaction(work)
    kept = became in (Became.TAKEN, Became.OVER)
    return Changed(became, await drafts.get_preview(ctx, member, key) if kept else None)


async def _can_be_changed(tables: Tables, ask: Ask) -> bool:
    """While it waits, and an open one as long as others answer it in its thread."""
    if ask.state is AskState.WAITING:
        return True
    return ask.state is AskState.TAKEN and await tables.open_threads.place_of(ask.id) is not None


def _must_not_be_often(ask: Ask) -> None:
    if ask.edition >= CHANGED_AT_MOST:
        raise ChangedOften(count=CHANGED_AT_MOST)


async def _say(ctx: Context, tables: Tables, ask: Ask) -> Became:
    """Where it was read; or nowhere yet, where a moderator looks at it first."""
    if ask.state is AskState.TAKEN:
        await _edit_post(ctx, tables, ask)
        await _say_in_thread(ctx, tables, ask)
        return Became.STAND
    if await tables.timers.is_waiting(TimerKind.ASK_HELD, ask.id):
        return Became.HELD
    if await holding.is_looked_at_first(ctx, tables, ask):
        await _hold_again(ctx, tables, ask)
        return Became.HELD
    if not await tables.timers.is_waiting(TimerKind.OTHERS_ASKED, ask.id):
        await _edit_post(ctx, tables, ask)
        await _say_in_thread(ctx, tables, ask)
    await rewording.tell_readers(ctx, tables, ask)
    return Became.STAND


async def _hold_again(ctx: Context, tables: Tables, ask: Ask) -> None:
    """Nobody can take it until then, and its earlier words go from the channel."""
    await search.stop_search(ctx, tables, ask)
    if await tables.messages.where(ask.id, Part.POST) is not None:
        channel = ctx.guilds.of(ask.guild_id).ask_channel
        over = ask_in_channel(NoticeKind.ASK_OVER_IN_CHANNEL, ask, channel, Action.EDIT)
        await ctx.say(tables, over)
    await holding.hold(ctx, tables, ask)


async def _edit_post(ctx: Context, tables: Tables, ask: Ask) -> None:
    """Only an open one shows its words."""
    if ask.kind is not AskKind.OPEN or not await search.is_shown(ctx, tables, ask):
        return
    if ask.state is AskState.WAITING:
        await search.post_it(ctx, tables, ask, Action.EDIT)
        return
    channel = ctx.guilds.of(ask.guild_id).ask_channel
    taken = ask_in_channel(NoticeKind.ASK_TAKEN_IN_CHANNEL, ask, channel, Action.EDIT)
    await ctx.say(tables, taken)


async def _say_in_thread(ctx: Context, tables: Tables, ask: Ask) -> None:
    thread = await tables.open_threads.get(ask.id)
    if thread is None or thread.place is None or thread.state is not ThreadState.OPEN:
        return
    said = Notice(NoticeKind.THREAD_REWORDED, ask.guild_id, thread.place, ask_id=ask.id)
    await ctx.say(tables, said)
