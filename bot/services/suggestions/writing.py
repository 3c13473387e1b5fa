"""Suggesting an encouragement: a draft that only its writer sees, then sending it."""

from dataclasses import replace
from datetime import timedelta

from bot.domain.cool_downs import Limited, WhoseLimit
from bot.domain.details import CONTACT
from bot.domain.errors import NotSwitchedOn, OutOfDate
from bot.domain.guilds import Feature
from bot.domain.ids import GuildId, NumberId, SuggestionId, UserId
from bot.domain.suggestion_errors import (
    ContactSuggested,
    SuggestedAlready,
    SuggestionOver,
    SuggestionsForToday,
    SuggestionsWait,
)
from bot.domain.suggestions import (
    TIPS_THEME,
    Suggested,
    Suggestion,
    SuggestionState,
    is_among,
    read_words,
)
from bot.services import cool_downs, restrictions
from bot.services.context import Context, Member
from bot.services.direct_messages import opening
from bot.services.moderation import answers, numbers
from bot.storage.store import Tables

A_DAY = timedelta(days=1)


def of_suggestions(member: Member) -> WhoseLimit:
    """How many somebody may send to one server."""
    return WhoseLimit(Limited.SUGGESTIONS, member.user, member.guild)


async def must_be_open(ctx: Context, member: Member, *, tip: bool = False) -> None:
    """Whether somebody may suggest now: known before a word is written. Raises NotSetUp,
    NotSwitchedOn, BannedHere, SuggestionsWait, SuggestionsForToday, TooSoonAgain."""
    async with cool_downs.noting(ctx, of_suggestions(member)):
        await ctx.store.read(lambda tables: _check(ctx, tables, member, tip=tip))


async def begin_suggestion(ctx: Context, member: Member, typed: Suggested) -> Suggestion:
    """Keep what was written as a draft, in the place of an earlier one. Raises as `must_be_open`,
    and NoWords, TooManyWords, LinkSuggested, ContactSuggested, SuggestedAlready; OutOfDate for a
    theme that is none."""
    text = _read(ctx, member, typed)

    async def work(tables: Tables) -> Suggestion:
        await _check(ctx, tables, member, tip=text.tip)
        await _must_be_new(ctx, tables, member, text)
        draft = Suggestion(
            SuggestionId(ctx.randomness.token()),
            member.guild,
            ctx.asker_number(member),
            SuggestionState.DRAFT,
            text,
            ctx.clock.now(),
        )
        writer = await tables.people.meet(member.user, ctx.language)
        await tables.suggestions.add(draft, writer)
        return draft

    async with cool_downs.noting(ctx, of_suggestions(member)):
        return await ctx.store.transaction(work)


async def home_of(ctx: Context, user: UserId, key: SuggestionId) -> GuildId:
    """The server of one's own draft, for a press in direct messages. Raises SuggestionOver."""
    found = await ctx.store.read(lambda tables: tables.suggestions.get(key))
    if found is None or found.asker != ctx.store.asker_number(found.guild_id, user):
        raise SuggestionOver
    return found.guild_id


async def get_suggestion(ctx: Context, member: Member, key: SuggestionId) -> Suggestion:
    """One's own draft, to change it. Raises SuggestionOver."""
    return await ctx.store.read(lambda tables: _own(ctx, tables, member, key))


async def rewrite(ctx: Context, member: Member, key: SuggestionId, typed: Suggested) -> Suggestion:
    """Write a draft anew. Raises as `begin_suggestion`, and SuggestionOver; it stays as it was."""
    text = _read(ctx, member, typed)

    async def work(tables: Tables) -> Suggestion:
        tip = (await _own(ctx, tables, member, key)).text.tip
        theme = TIPS_THEME if tip else text.theme
        again = replace(text, tip=tip, theme=theme)
        await _must_be_new(ctx, tables, member, again, key)
        await tables.suggestions.rewrite(key, again, ctx.clock.now())
        return await _own(ctx, tables, member, key)

    return await ctx.store.transaction(work)


async def drop_draft(ctx: Context, member: Member, key: SuggestionId) -> None:
    """Erase a draft. Raises SuggestionOver."""

    async def work(tables: Tables) -> None:
        await _own(ctx, tables, member, key)
        await tables.suggestions.remove(key)

    await ctx.store.transaction(work)


async def send_suggestion(ctx: Context, member: Member, key: SuggestionId) -> None:
    """Let it wait for moderators; the first that waits is brought to their notice. Raises as
    `begin_suggestion`, and SuggestionOver."""

    async def work(tables: Tables) -> None:
        draft = await _own(ctx, tables, member, key)
        await _check(ctx, tables, member, tip=draft.text.tip)
        await _must_be_new(ctx, tables, member, draft.text, key)
        number: NumberId = await numbers.know_asker(ctx, tables, member)
        waited = await tables.suggestions.count(member.guild, SuggestionState.WAITING)
        await tables.suggestions.send(key, number, ctx.clock.now())
        await tables.limits.use(of_suggestions(member), ctx.clock.now() + A_DAY)
        if not waited:
            await answers.let_moderators_look(ctx, tables, member.guild)

    async with cool_downs.noting(ctx, of_suggestions(member)):
        await ctx.store.transaction(work)
    await opening.for_an_answer(ctx, member.user)


def _read(ctx: Context, member: Member, typed: Suggested) -> Suggested:
    if typed.theme not in ctx.decks(typed.language):
        raise OutOfDate
    words = read_words(typed.words)
    tells_contact = any(one.kind in CONTACT for one in ctx.details(words))
    if tells_contact and not ctx.guilds.of(member.guild).for_adults_only:
        raise ContactSuggested
    return replace(typed, words=words)


async def _check(ctx: Context, tables: Tables, member: Member, *, tip: bool) -> None:
    if not ctx.guilds.of(member.guild).has(Feature.TIPS if tip else Feature.SUGGESTIONS):
        raise NotSwitchedOn
    await restrictions.must_be_free(ctx, tables, member)
    number, limits = ctx.asker_number(member), ctx.settings.suggestions
    if await tables.suggestions.waiting_of(number) >= limits.waiting_at_most:
        raise SuggestionsWait(count=limits.waiting_at_most)
    whose = of_suggestions(member)
    await cool_downs.must_have_rested(ctx, tables, whose)
    frees = await cool_downs.frees(ctx, tables, whose, limits.per_day)
    if frees is not None:
        raise SuggestionsForToday(count=limits.per_day, next=frees)


async def _must_be_new(
    ctx: Context,
    tables: Tables,
    member: Member,
    text: Suggested,
    key: SuggestionId | None = None,
) -> None:
    shipped = [one.text for deck in ctx.decks(text.language).values() for one in deck.texts]
    suggested = await tables.suggested_deck.words_in(member.guild, key)
    if is_among(text.words, [*shipped, *suggested]):
        raise SuggestedAlready


async def _own(ctx: Context, tables: Tables, member: Member, key: SuggestionId) -> Suggestion:
    found = await tables.suggestions.get(key)
    if found is None or found.asker != ctx.asker_number(member):
        raise SuggestionOver
    lives: timedelta = ctx.settings.asks.draft_lives
    if found.state is not SuggestionState.DRAFT or found.written_at + lives <= ctx.clock.now():
        raise SuggestionOver
    return found
