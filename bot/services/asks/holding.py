"""Asks that a moderator looks at before they go out.

Such an ask waits like every other, and can be taken back, erased or end; only that nobody is told
of it. Where no moderator looks, it goes to listeners after a while, without its words in a channel.
"""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import TypeAlias

from bot.domain.asks import Ask, AskKind, AskState, OwnWords, written
from bot.domain.community import What
from bot.domain.guilds import Feature
from bot.domain.ids import AskId, GuildId
from bot.domain.moderation import WORDS_AT_MOST
from bot.domain.notices import Action, Notice, NoticeKind
from bot.domain.report_errors import AskLookedAt, AskReworded
from bot.domain.reports import TWO_REPORTS_WITHIN
from bot.domain.timers import Timer, TimerKind
from bot.services import moderators, restrictions
from bot.services.asks import closing
from bot.services.community import tally
from bot.services.context import Context, Member
from bot.services.offers import rewording, search
from bot.storage.moderation.known_numbers import NOT_THEIRS
from bot.storage.store import Tables

Note: TypeAlias = Callable[[Tables], Awaitable[None]]

HELD_AT_MOST = timedelta(hours=24)
"""How long an ask waits for a moderator's look."""


async def _no_note(_: Tables) -> None:
    """Nobody wants to know."""


async def is_looked_at_first(ctx: Context, tables: Tables, ask: Ask) -> bool:
    """Whether a moderator looks at it first: the server wants so for all, or two different people
    reported its asker lately."""
    if ctx.guilds.is_on(ask.guild_id, Feature.APPROVE_ASKS):
        return True
    return await _is_reported(ctx, tables, ask)


async def _is_reported(ctx: Context, tables: Tables, ask: Ask) -> bool:
    since = ctx.clock.now() - TWO_REPORTS_WITHIN
    return len(await tables.reports.reporters_of_number(ask.asker_number, since)) > 1


async def hold(ctx: Context, tables: Tables, ask: Ask) -> Ask:
    """Let an ask wait for a moderator's look. Its asker reads so, in the same words for every
    cause; moderators read that something waits for them, or where it leaves somebody out, who may
    read along there, each of the others does. The ask, which is kept longer."""
    until = ctx.clock.now() + HELD_AT_MOST
    held = replace(ask, expires_at=ask.expires_at + HELD_AT_MOST)
    await tables.asks.prolong(ask.id, held.expires_at)
    await tables.timers.call_off(TimerKind.ASK_EXPIRES, ask.id)  # or it ends while nobody looked
    await tables.timers.put(Timer(TimerKind.ASK_HELD, until, ask.id))
    await search.tell_asker(ctx, tables, ask, NoticeKind.ASK_HELD)
    if await search.is_kept_from_some(tables, ask):
        await tables.timers.put(Timer(TimerKind.OTHERS_LOOK, ctx.clock.now(), ask.id))
    else:
        channel = ctx.guilds.of(ask.guild_id).moderator_channel
        await ctx.say(tables, Notice(NoticeKind.MODERATORS_LOOK, ask.guild_id, channel))
    return held


async def go_out_again(ctx: Context, tables: Tables, ask: Ask) -> bool:
    """Let an ask that a listener had already go to others; whether a moderator looks at it first.
    Only reports have one look again: where a server sees all asks, it has seen these words."""
    if await _is_reported(ctx, tables, ask):
        await hold(ctx, tables, ask)
        return True
    await closing.search_again(ctx, tables, ask)
    return False


async def tell_others(ctx: Context, due: Timer) -> None:
    """Let each moderator whom it may reach know of an ask that leaves somebody out."""
    found = await search.other_moderators(ctx, due)

    async def work(tables: Tables) -> None:
        if not await tables.timers.take(due) or due.ask_id is None:
            return
        ask = await tables.asks.get(due.ask_id)
        if ask is not None and await tables.timers.is_waiting(TimerKind.ASK_HELD, ask.id):
            await moderators.tell_of(ctx, tables, ask, found, NoticeKind.ASK_FOR_OTHERS)

    await ctx.store.transaction(work)


async def usual_look(ctx: Context, guild: GuildId) -> int | None:
    """The step of how long it usually takes until moderators have looked, from the last whole
    weeks of this server; None where that is not known."""
    numbers = await ctx.store.read(lambda tables: tables.tallies.shown(guild))
    return None if numbers is None else numbers.look_wait


async def count_held(ctx: Context, guild: GuildId) -> int:
    """How many wait for a look: the same for every moderator, and without those that leave somebody
    out, as whoever is left out would see that there is one more than they can find."""

    async def work(tables: Tables) -> int:
        found = 0
        for key in await tables.held_asks.of(guild, NOT_THEIRS):
            ask = await tables.asks.get(key)
            found += ask is not None and not await search.is_kept_from_some(tables, ask)
        return found

    return await ctx.store.read(work)


async def list_held(ctx: Context, moderator: Member) -> Sequence[Ask]:
    """Those that wait for this moderator's look: not their own, nor one that leaves them out, nor
    of somebody who blocked them."""
    return await ctx.store.read(lambda tables: _held(ctx, tables, moderator))


async def let_out(
    ctx: Context, moderator: Member, key: AskId, note: Note = _no_note, *, edition: int = 0
) -> None:
    """Let it go out now, with the words of the `edition` that was looked at; `note` keeps that they
    did. Raises AskLookedAt when it waits for no look any more, AskReworded."""

    async def work(tables: Tables) -> None:
        ask = await require_held(ctx, tables, moderator, key)
        if ask.edition != edition:
            raise AskReworded
        await _go_out(ctx, tables, ask, NoticeKind.ASK_LET_OUT)
        await note(tables)

    await ctx.store.transaction(work)


async def keep_in(
    ctx: Context, moderator: Member, key: AskId, words: str, note: Note = _no_note
) -> None:
    """Close it; its asker reads why, beside help lines. Raises AskLookedAt, NoWords,
    TooManyWords."""
    why = written(words, "", WORDS_AT_MOST, 0).words

    async def work(tables: Tables) -> None:
        ask = await require_held(ctx, tables, moderator, key)
        # it names no ask: it must outlast that, where it cannot be told for long
        kind, text = NoticeKind.ASK_NOT_LET_OUT, OwnWords(why)
        told = Notice(kind, ask.guild_id, ask.asker, text=text)
        await _note_wait(ctx, tables, ask)
        await closing.close_unanswered(ctx, tables, ask, told, f"ask {key} not let out")
        await note(tables)

    await ctx.store.transaction(work)


async def no_moderator_looked(ctx: Context, due: Timer) -> None:
    """Nobody looked in time: listeners are told, and its words stand in no channel."""

    async def work(tables: Tables) -> None:
        if not await tables.timers.take(due) or due.ask_id is None:
            return
        ask = await tables.asks.get(due.ask_id)
        if ask is not None and ask.state is AskState.WAITING:
            await tables.asks.make_private(ask.id)
            private = replace(ask, kind=AskKind.PRIVATE)
            await _go_out(ctx, tables, private, NoticeKind.ASK_NOT_LOOKED_AT)

    await ctx.store.transaction(work)


async def _go_out(ctx: Context, tables: Tables, ask: Ask, told: NoticeKind) -> None:
    """Its asker is told by a message of its own, as an edit of an earlier one makes no sound."""
    await _note_wait(ctx, tables, ask)
    await tables.timers.call_off(TimerKind.ASK_HELD, ask.id)
    await search.start_search(ctx, tables, ask)
    await search.announce_waiting_ask(ctx, tables, ask, Action.EDIT)
    if ask.edition:
        await rewording.tell_readers(ctx, tables, ask)
    await ctx.say(tables, Notice(told, ask.guild_id, ask.asker, ask_id=ask.id))


async def _note_wait(ctx: Context, tables: Tables, ask: Ask) -> None:
    """How long it took counts towards what others read who wait for a look."""
    guild, now = ask.guild_id, ctx.clock.now()
    until = await tables.timers.until(TimerKind.ASK_HELD, ask.id)
    since = ask.posted_at if until is None else until - HELD_AT_MOST
    number = ctx.store.listener_number(guild, await tables.people.user(ask.asker))
    await tally.note(ctx, tables, guild, What.LOOKED_AT, number, wait=now - since)


async def _held(ctx: Context, tables: Tables, moderator: Member) -> Sequence[Ask]:
    asking, listening = restrictions.numbers_of(ctx, moderator)
    found = list[Ask]()
    for key in await tables.held_asks.of(moderator.guild, (asking, listening)):
        ask = await tables.asks.get(key)
        if ask is not None and not await tables.blocks.apart(
            moderator.guild, ask.asker_number, [listening]
        ):
            found.append(ask)
    return found


async def require_held(ctx: Context, tables: Tables, moderator: Member, key: AskId) -> Ask:
    """One that waits for this moderator's look. Raises AskLookedAt."""
    for ask in await _held(ctx, tables, moderator):
        if ask.id == key:
            return ask
    raise AskLookedAt
