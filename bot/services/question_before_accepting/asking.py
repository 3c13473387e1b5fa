"""A listener asks one question before they accept: whoever asked may answer it, or leave it.

It is no promise, and keeps nobody from taking the ask: the first who accepts has it. One listener
at a time has one open, so that nobody who asked for an ear is questioned by many. Whichever of the
two wants no more of it, the other reads silence.
"""

from dataclasses import replace

from bot.domain.aliases import another_name
from bot.domain.asks import Ask, AskState, OwnWords
from bot.domain.errors import NoLongerAvailable, OutOfDate
from bot.domain.first_question_errors import AnotherAsks, AskedBefore
from bot.domain.first_questions import FirstEvent, FirstQuestion, FirstState, after
from bot.domain.ids import FirstQuestionId, MessageId, PersonTag, UserId
from bot.domain.listening import Listener
from bot.domain.notices import Notice, NoticeKind, Priority
from bot.domain.timers import Timer, TimerKind
from bot.services import cool_downs, membership
from bot.services.context import Context
from bot.services.conversations import incoming
from bot.services.conversations.passed_words import Decided
from bot.services.offers import acceptance, access, first_questions, presence
from bot.services.question_before_accepting import wording
from bot.services.question_before_accepting.wording import FirstWords
from bot.storage.store import Tables


async def must_be_askable(ctx: Context, user: UserId, token: str) -> None:
    """Known before a word is written. Raises NotAListener, NoLongerAvailable, AskedBefore,
    AnotherAsks, and OutOfDate for whoever has not read the ask."""

    async def work(tables: Tables) -> None:
        ask, listener = await _askable(ctx, tables, user, token)
        await _must_be_free(tables, ask, listener, token)

    await ctx.store.read(work)


async def ask(ctx: Context, user: UserId, token: str, number: int, text: str) -> FirstWords:
    """Let the question go, once for each `number` of an opened form, or keep it as a draft. Raises
    as `must_be_askable`, NoWords, TooManyWords, TooMuchAtOnce, TooSoonAgain, TryAgain."""
    decided = wording.decide(ctx, text)
    found = await ctx.store.read(lambda tables: access.require_ask(ctx, tables, user, token))
    await membership.listener_must_be_here(ctx, user, found.guild_id)

    async def work(tables: Tables) -> FirstWords:
        ask, listener = await _askable(ctx, tables, user, token)
        known = await tables.first_questions.of_listener(ask.id, listener.number)
        if await tables.messages.first_time(MessageId(number), ctx.clock.now()):
            await incoming.must_not_be_too_much(ctx, tables, user, MessageId(number))
        elif known is not None and known.state is not FirstState.DRAFT:
            return FirstWords(known.id, token=token)  # sent twice
        await _must_be_free(tables, ask, listener, token)
        await presence.shows(tables, listener.number)
        one = await _kept(ctx, tables, ask, listener, decided, known)
        return await go(ctx, tables, ask, one, decided, token)

    async with cool_downs.noting(ctx, incoming.of_messages(user)):
        return await ctx.store.transaction(work)


async def go(
    ctx: Context,
    tables: Tables,
    ask: Ask,
    one: FirstQuestion,
    decided: Decided,
    token: str,
    *,
    anyway: bool = False,
) -> FirstWords:
    """Let a draft go, if nothing stands against it; else what does. Raises AnotherAsks."""
    stays, refused = wording.stay(ctx, ask.guild_id, decided, anyway=anyway)
    if stays:
        shown = decided.own, decided.exact, refused
        return FirstWords(one.id, False, *shown, token=token)
    until = ctx.clock.now() + ctx.settings.offers.question_open_for
    sent = after(one, FirstEvent.SENT)
    if sent is None or not await tables.first_questions.put(one.state, replace(sent, until=until)):
        raise AnotherAsks(token=token)
    await tables.timers.put(Timer(TimerKind.QUESTION_ENDS, until, ask.id))
    words = decided.words
    await ctx.say(
        tables, await _notice(tables, ask, ask.asker, NoticeKind.FIRST_QUESTION, one, words)
    )
    return FirstWords(one.id, token=token)


async def tell_answer(ctx: Context, tables: Tables, ask: Ask, one: FirstQuestion) -> None:
    """Bring its listener the answer; whoever can no longer take the ask gets no words of it."""
    listener = await tables.listeners.get(one.listener)
    if listener is None or not await access.may_take(ctx, tables, ask, listener):
        await first_questions.happen(tables, ask, one, FirstEvent.DECLINED)
        if listener is not None:
            await first_questions.say_over(ctx, tables, ask, one)
        return
    kind, words = NoticeKind.FIRST_ANSWER, one.answer or ""
    told = await _notice(tables, ask, listener.person, kind, one, words)
    await ctx.say(tables, replace(told, token=await _token(ctx, tables, ask, listener), alias=None))


async def question_ends(ctx: Context, due: Timer) -> None:
    """Its time is up: nobody waits any longer, and its listener is told that no answer came."""

    async def work(tables: Tables) -> None:
        if not await tables.timers.take(due) or due.ask_id is None:
            return
        ask = await tables.asks.get(due.ask_id)
        one = await tables.first_questions.open_for(due.ask_id)
        if ask is None or one is None:
            return
        await first_questions.happen(tables, ask, one, FirstEvent.TIME_UP)
        listener = await tables.listeners.get(one.listener)
        if listener is None or not one.is_waited_for or ask.state is not AskState.WAITING:
            return
        if not await access.may_take(ctx, tables, ask, listener):
            await first_questions.say_over(ctx, tables, ask, one)
        else:
            token, kind = await _token(ctx, tables, ask, listener), NoticeKind.FIRST_UNANSWERED
            guild, person = ask.guild_id, listener.person
            await ctx.say(tables, Notice(kind, guild, person, ask_id=ask.id, token=token))

    await ctx.store.transaction(work)


async def require_draft(
    ctx: Context, tables: Tables, user: UserId, one: FirstQuestion
) -> tuple[Ask, str]:
    """The ask of one's own draft, and one's token for it. Raises OutOfDate, NoLongerAvailable."""
    ask = await tables.asks.get(one.ask_id)
    if ask is None or one.person != ctx.store.person(user) or not one.is_draft(ctx.clock.now()):
        raise OutOfDate
    listener = await tables.listeners.get(one.listener)
    if listener is None or not await access.may_take(ctx, tables, ask, listener):
        raise NoLongerAvailable
    return ask, await _token(ctx, tables, ask, listener)


async def _askable(ctx: Context, tables: Tables, user: UserId, token: str) -> tuple[Ask, Listener]:
    ask, listener = await access.require_takeable(ctx, tables, user, token)
    if listener.person not in await tables.button_tokens.who_read(ask.id):
        raise OutOfDate
    return ask, listener


async def _must_be_free(tables: Tables, ask: Ask, listener: Listener, token: str) -> None:
    mine = await tables.first_questions.of_listener(ask.id, listener.number)
    if mine is not None and mine.state is not FirstState.DRAFT:
        raise AskedBefore(token=token)
    if await tables.first_questions.open_for(ask.id) is not None:
        raise AnotherAsks(token=token)


async def _kept(
    ctx: Context,
    tables: Tables,
    ask: Ask,
    listener: Listener,
    decided: Decided,
    known: FirstQuestion | None,
) -> FirstQuestion:
    """As a draft, in the place of an earlier one."""
    until = ctx.clock.now() + ctx.settings.asks.draft_lives
    if known is not None:
        one = replace(known, words=decided.words, until=until)
        await tables.first_questions.put(FirstState.DRAFT, one)
        return one
    key, alias = FirstQuestionId(ctx.randomness.token()), await _name(ctx, tables, ask, listener)
    who = listener.number, listener.person
    one = FirstQuestion(key, ask.id, *who, alias, decided.words, until=until)
    await tables.first_questions.add(one)
    return one


async def _name(ctx: Context, tables: Tables, ask: Ask, listener: Listener) -> str:
    """One that neither of them knows, and that is not worn in their conversation either."""
    both = {listener.person: listener.number}
    seen, lately = await acceptance.names_known(ctx, tables, ask, both)
    names = ctx.aliases(ctx.guilds.language(ask.guild_id))
    return another_name(ctx.randomness.sample(names, len(names)), seen, lately)


async def _notice(
    tables: Tables,
    ask: Ask,
    reader: PersonTag,
    kind: NoticeKind,
    one: FirstQuestion,
    words: str,
) -> Notice:
    """With the words; whoever is discreet reads those on a press."""
    text: OwnWords | None = OwnWords(words)
    if await tables.people.is_discreet(reader):
        kind, text = NoticeKind(f"{kind}_hidden"), None
    return Notice(
        *(kind, ask.guild_id, reader),
        priority=Priority.CONVERSATION,
        ask_id=ask.id,
        token=one.id,
        alias=one.alias,
        text=text,
    )


async def _token(ctx: Context, tables: Tables, ask: Ask, listener: Listener) -> str:
    known = await tables.button_tokens.known_for_ask(ask.id, listener.person)
    new = ctx.randomness.token
    return known or await tables.button_tokens.for_ask(new(), ask.id, listener.person)
