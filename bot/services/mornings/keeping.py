"""A listener writes now what an asker reads in their morning, and may change it or take it back.

It promises nothing, and keeps nobody from taking the ask meanwhile.
"""

from dataclasses import dataclass

from bot.domain.asks import Ask
from bot.domain.errors import OutOfDate
from bot.domain.ids import MessageId, MorningWordsId, UserId
from bot.domain.listening import Listener
from bot.domain.morning_errors import MorningWordsOver, WritesForAnother
from bot.domain.mornings import SPREAD, MorningWords, morning_after, words_go_at
from bot.domain.schedules import Scheduled
from bot.domain.timers import Timer, TimerKind
from bot.domain.zones import whose_clock
from bot.services import cool_downs, membership
from bot.services.context import Context
from bot.services.conversations import incoming
from bot.services.conversations.passed_words import Decided
from bot.services.offers import access, presence
from bot.services.question_before_accepting import wording
from bot.storage.store import Tables

ROOM_FOR_MORNING_WORDS = 1000
"""Characters: what one begins a conversation with."""


@dataclass(frozen=True, slots=True)
class KeptForMorning:
    """What became of the words: kept until the morning, or, where `exact` are words that tell
    something of their writer, not until they say so. `refused`: they show how to reach somebody,
    which the server does not allow. `token`: the listener's, for the ask."""

    id: MorningWordsId
    words: str
    ready: bool
    exact: tuple[str, ...] = ()
    refused: bool = False
    token: str = ""


async def must_be_writable(ctx: Context, user: UserId, token: str) -> None:
    """Known before a word is written. Raises NotAListener, NoLongerAvailable, WritesForAnother, and
    OutOfDate for whoever has not read the ask."""
    await ctx.store.read(lambda tables: _writable(ctx, tables, user, token))


async def keep_words(
    ctx: Context, user: UserId, token: str, number: int, text: str
) -> KeptForMorning:
    """Keep words for the morning of whoever asked, once for each `number` of an opened form. Raises
    as `must_be_writable`, NoWords, TooManyWords, TooMuchAtOnce, TooSoonAgain, TryAgain."""
    decided = wording.decide(ctx, text, ROOM_FOR_MORNING_WORDS)
    found = await ctx.store.read(lambda tables: access.require_ask(ctx, tables, user, token))
    await membership.listener_must_be_here(ctx, user, found.guild_id)

    async def work(tables: Tables) -> KeptForMorning:
        ask, listener, known = await _writable(ctx, tables, user, token)
        if await tables.messages.first_time(MessageId(number), ctx.clock.now()):
            await incoming.must_not_be_too_much(ctx, tables, user, MessageId(number))
        await presence.shows(tables, listener.number)
        new = MorningWordsId(ctx.randomness.token())
        now, key = ctx.clock.now(), known.id if known else new
        one = MorningWords(key, ask.id, listener.number, decided.words, ready=False, written_at=now)
        return await _put(ctx, tables, ask, one, decided, token)

    async with cool_downs.noting(ctx, incoming.of_messages(user)):
        return await ctx.store.transaction(work)


async def change_words(ctx: Context, user: UserId, key: str, text: str) -> KeptForMorning:
    """Write it anew. Also while one rests or listens to somebody: whether they
    can be there is asked in the morning. Raises MorningWordsOver, NoWords, TooManyWords."""
    return await _again(ctx, user, key, wording.decide(ctx, text, ROOM_FOR_MORNING_WORDS))


async def let_go(ctx: Context, user: UserId, key: str) -> KeptForMorning:
    """It may go although it tells something of its writer. Raises as `change_words`."""
    return await _again(ctx, user, key, None)


async def words_of(ctx: Context, user: UserId, key: str) -> str:
    """What they wrote, to change it. Raises MorningWordsOver."""
    one, _ = await ctx.store.read(lambda tables: _own(ctx, tables, user, key))
    return one.words


async def look_at(ctx: Context, user: UserId, key: str) -> KeptForMorning:
    """Read it again, with what can be done about it. Raises MorningWordsOver."""

    async def work(tables: Tables) -> KeptForMorning:
        one, ask = await _own(ctx, tables, user, key)
        token = await tables.button_tokens.known_for_ask(ask.id, ctx.store.person(user))
        decided = wording.decide(ctx, one.words, ROOM_FOR_MORNING_WORDS)
        _, refused = wording.stay(ctx, ask.guild_id, decided, anyway=False)
        shown = () if one.ready else decided.exact
        return KeptForMorning(one.id, one.words, one.ready, shown, refused, token or "")

    return await ctx.store.read(work)


async def take_back(ctx: Context, user: UserId, key: str) -> None:
    """Erase it; nobody else ever knows that it was. Raises MorningWordsOver."""

    async def work(tables: Tables) -> None:
        one, _ = await _own(ctx, tables, user, key)
        await tables.morning_words.drop(one.id)

    await ctx.store.transaction(work)


async def _again(ctx: Context, user: UserId, key: str, new: Decided | None) -> KeptForMorning:
    async def work(tables: Tables) -> KeptForMorning:
        one, ask = await _own(ctx, tables, user, key)
        decided = new or wording.decide(ctx, one.words, ROOM_FOR_MORNING_WORDS)
        token = await tables.button_tokens.known_for_ask(ask.id, ctx.store.person(user)) or ""
        return await _put(ctx, tables, ask, one, decided, token, anyway=new is None)

    return await ctx.store.transaction(work)


async def _own(ctx: Context, tables: Tables, user: UserId, key: str) -> tuple[MorningWords, Ask]:
    one = await tables.morning_words.get(key)
    ask = None if one is None else await tables.asks.get(one.ask_id)
    if one is None or ask is None:
        raise MorningWordsOver
    if one.listener != ctx.store.listener_number(ask.guild_id, user):
        raise MorningWordsOver
    return one, ask


async def _writable(
    ctx: Context, tables: Tables, user: UserId, token: str
) -> tuple[Ask, Listener, MorningWords | None]:
    ask, listener = await access.require_takeable(ctx, tables, user, token)
    if listener.person not in await tables.button_tokens.who_read(ask.id):
        raise OutOfDate
    known = await tables.morning_words.of_listener(listener.number)
    if known is not None and known.ask_id != ask.id:
        raise WritesForAnother(token=known.id)
    return ask, listener, known


async def _put(
    ctx: Context,
    tables: Tables,
    ask: Ask,
    one: MorningWords,
    decided: Decided,
    token: str,
    *,
    anyway: bool = False,
) -> KeptForMorning:
    stays, refused = wording.stay(ctx, ask.guild_id, decided, anyway=anyway)
    words, ready = decided.words, not stays
    kept = MorningWords(one.id, one.ask_id, one.listener, words, ready, one.written_at)
    await tables.morning_words.put(kept)
    await _wait(ctx, tables, ask)
    shown = decided.exact if stays else ()
    return KeptForMorning(one.id, decided.own, ready, shown, refused, token)


async def _wait(ctx: Context, tables: Tables, ask: Ask) -> None:
    """Until one moment for all who write about an ask: else the second would tell more of it."""
    if await tables.timers.is_waiting(TimerKind.MORNING_COMES, ask.id):
        return
    quiet, now = await tables.quiet_times.of(ask.asker), ctx.clock.now()
    told = [] if quiet is None else [quiet.zone]
    for what in (Scheduled.ENCOURAGEMENT, Scheduled.CHECK_IN):
        of_it = await tables.schedules.all_of_person(ask.asker, what)
        told += [one.rhythm.zone for one in of_it]
    zone = whose_clock(told, ctx.guilds.of(ask.guild_id).zone)
    minutes = range(int(SPREAD.total_seconds()) // 60 + 1)
    drawn = SPREAD * ctx.randomness.sample(minutes, 1)[0] / minutes[-1]
    due = words_go_at(now, morning_after(now, zone, quiet), drawn, ask.expires_at)
    await tables.timers.put(Timer(TimerKind.MORNING_COMES, due, ask.id))
