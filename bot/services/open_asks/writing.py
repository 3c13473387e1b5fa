"""Writing in an open ask's thread without one's name: a helper's answer, or the asker's reply.

Both press the same button and fill in the same form: who is who shows in the thread alone. What
could give its writer away is a draft that only they see, until they say that it may go.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta

from bot.domain.asks import OwnWords
from bot.domain.cool_downs import Limited, WhoseLimit
from bot.domain.errors import OutOfDate
from bot.domain.form_errors import NoWords, TooManyWords
from bot.domain.ids import GuildId, MessageId, ThreadMessageId, UserId
from bot.domain.notices import Notice, NoticeKind
from bot.domain.open_ask_errors import AnswersForToday
from bot.domain.open_asks import ThreadMessage, ThreadWriter
from bot.domain.text import length
from bot.services import cool_downs, restrictions
from bot.services.ages import admission
from bot.services.context import Context, Member
from bot.services.conversations import passed_words
from bot.services.conversations.passed_words import ROOM_FOR_WORDS, Decided
from bot.services.direct_messages import opening
from bot.services.offers import open_threads
from bot.services.open_asks import access, telling
from bot.services.open_asks.access import FoundThread
from bot.storage.store import Tables

A_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class InThread:
    """What became of it: it goes into the thread under `alias`, or, where `exact` are words of it
    that tell something of their writer, it is kept as the draft `id`. `refused`: they show how to
    reach somebody, which the server does not allow."""

    id: ThreadMessageId
    guild: GuildId
    alias: str
    words: str = ""
    exact: tuple[str, ...] = ()
    refused: bool = False


def of_answers(user: UserId, guild: GuildId) -> WhoseLimit:
    """How much somebody writes without their name in the threads of a server."""
    return WhoseLimit(Limited.ANSWERS, user, guild)


async def must_be_open(ctx: Context, user: UserId, token: str) -> None:
    """Known before a word is written. Raises OutOfDate, ThreadClosed, PausedHere, BannedHere,
    AnswersForToday, TooSoonAgain."""

    async def work(tables: Tables) -> None:
        found = await access.require_thread(ctx, tables, user, token)
        await _must_be_free(ctx, tables, Member(user, found.ask.guild_id))

    await ctx.store.read(work)


async def write(ctx: Context, member: Member, token: str, number: int, text: str) -> InThread:
    """Put it into the thread, once for each `number` of an opened form, or keep it as a draft.
    Raises as `must_be_open`, NoWords, TooManyWords, and what `must_be_admitted` raises."""
    decided = _decided(ctx, text)
    guild = (await _look(ctx, member.user, token)).ask.guild_id
    here = Member(member.user, guild, member.roles if member.guild == guild else None)
    await admission.must_be_admitted(ctx, here)

    async def work(tables: Tables) -> InThread:
        found = await access.require_thread(ctx, tables, member.user, token)
        await _must_be_free(ctx, tables, here)
        one = await _draft(ctx, tables, found, here, decided)
        if not await tables.messages.first_time(MessageId(number), ctx.clock.now()):
            return InThread(one.id, guild, one.alias)  # sent twice
        await tables.thread_messages.add(one)
        return await _go(ctx, tables, found, one, decided)

    async with cool_downs.noting(ctx, of_answers(member.user, guild)):
        return await _stored(ctx, member.user, work)


async def send_anyway(ctx: Context, user: UserId, key: ThreadMessageId) -> InThread:
    """Let a draft go as it is. Raises as `write`; OutOfDate where it is none any more."""

    async def work(tables: Tables) -> InThread:
        found, one = await _own_draft(ctx, tables, user, key)
        await _must_be_free(ctx, tables, Member(user, found.ask.guild_id))
        return await _go(ctx, tables, found, one, _decided(ctx, one.words), anyway=True)

    return await _stored(ctx, user, work)


async def draft_of(ctx: Context, user: UserId, key: ThreadMessageId) -> str:
    """The words of one's own draft. Raises OutOfDate, ThreadClosed."""
    found = await ctx.store.read(lambda tables: _own_draft(ctx, tables, user, key))
    return found[1].words


async def change_draft(ctx: Context, user: UserId, key: ThreadMessageId, text: str) -> InThread:
    """Write a draft anew; it goes if nothing in it stands against it. Raises as `write`."""
    decided = _decided(ctx, text)

    async def work(tables: Tables) -> InThread:
        found, one = await _own_draft(ctx, tables, user, key)
        await _must_be_free(ctx, tables, Member(user, found.ask.guild_id))
        await tables.thread_messages.rewrite(key, decided.words)
        return await _go(ctx, tables, found, one, decided)

    return await _stored(ctx, user, work)


async def drop(ctx: Context, user: UserId, key: ThreadMessageId) -> None:
    """Erase a draft. Raises OutOfDate."""

    async def work(tables: Tables) -> None:
        await _own_draft(ctx, tables, user, key, standing=False)
        await tables.thread_messages.drop(key)

    await ctx.store.transaction(work)


async def _stored(
    ctx: Context, user: UserId, work: Callable[[Tables], Awaitable[InThread]]
) -> InThread:
    done = await ctx.store.transaction(work)
    await opening.for_an_answer(ctx, user)  # that it helped is told of later
    return done


def _decided(ctx: Context, text: str) -> Decided:
    decided = passed_words.decide(text, (), ctx.details)
    if not decided.parts:
        raise NoWords
    if len(decided.parts) > 1:
        raise TooManyWords(limit=ROOM_FOR_WORDS, length=length(decided.words))
    return decided


async def _look(ctx: Context, user: UserId, token: str) -> FoundThread:
    return await ctx.store.read(lambda tables: access.require_thread(ctx, tables, user, token))


async def _must_be_free(ctx: Context, tables: Tables, member: Member) -> None:
    await restrictions.must_be_free(ctx, tables, member)
    whose, at_most = of_answers(member.user, member.guild), ctx.settings.open_asks.per_day
    await cool_downs.must_have_rested(ctx, tables, whose)
    frees = await cool_downs.frees(ctx, tables, whose, at_most)
    if frees is not None:
        raise AnswersForToday(count=at_most, next=frees)


async def _draft(
    ctx: Context, tables: Tables, found: FoundThread, member: Member, decided: Decided
) -> ThreadMessage:
    key, ask = ThreadMessageId(ctx.randomness.token()), found.ask
    until = ctx.clock.now() + ctx.settings.asks.draft_lives
    if found.asked:
        alias, writer = found.thread.alias, ThreadWriter.ASKER
        return ThreadMessage(key, ask.id, writer, alias, decided.words, draft_until=until)
    number = ctx.asker_number(member)
    person = await tables.people.meet(member.user, ctx.language)
    alias = await _name(ctx, tables, found, member)
    await tables.numbers.has_one_in(ask.guild_id, person)
    return ThreadMessage(
        *(key, ask.id, ThreadWriter.UNNAMED, alias, decided.words, number, person),
        draft_until=until,
    )


async def _name(ctx: Context, tables: Tables, found: FoundThread, member: Member) -> str:
    """The same in this thread, and nowhere else."""
    number, ask = ctx.asker_number(member), found.ask
    known = await tables.thread_messages.name_of(ask.id, number)
    if known is not None:
        return known
    worn = await tables.open_threads.names_of(number)
    return await open_threads.draw_name(ctx, tables, ask, ctx.person(member), worn)


async def _go(
    ctx: Context,
    tables: Tables,
    found: FoundThread,
    one: ThreadMessage,
    decided: Decided,
    *,
    anyway: bool = False,
) -> InThread:
    ask, place = found.ask, found.thread.place
    refused = decided.contact and not ctx.may_pass_contact(ask.guild_id)
    if refused or (decided.exact and not anyway):
        return InThread(one.id, ask.guild_id, one.alias, decided.own, decided.exact, refused)
    if place is not None and await tables.thread_messages.let_go(one.id):
        kind = NoticeKind.THREAD_REPLY if found.asked else NoticeKind.THREAD_ANSWER
        text = OwnWords(decided.words)
        await ctx.say(
            tables,
            Notice(
                kind, ask.guild_id, place, ask_id=ask.id, token=one.id, alias=one.alias, text=text
            ),
        )
        user = await _writer(tables, found, one)
        await tables.limits.use(of_answers(user, ask.guild_id), ctx.clock.now() + A_DAY)
        if not found.asked:
            await telling.note_answer(ctx, tables, ask, found.thread)
    return InThread(one.id, ask.guild_id, one.alias)


async def _writer(tables: Tables, found: FoundThread, one: ThreadMessage) -> UserId:
    person = found.ask.asker if one.person is None else one.person
    return await tables.people.user(person)


async def _own_draft(
    ctx: Context, tables: Tables, user: UserId, key: ThreadMessageId, *, standing: bool = True
) -> tuple[FoundThread, ThreadMessage]:
    one = await tables.thread_messages.get(key)
    if one is None or one.draft_until is None or one.draft_until <= ctx.clock.now():
        raise OutOfDate
    found = await access.thread_of(ctx, tables, user, one.ask_id, standing=standing)
    mine = found.asked if one.writer is ThreadWriter.ASKER else one.person == ctx.store.person(user)
    if not mine:
        raise OutOfDate
    return found, one
