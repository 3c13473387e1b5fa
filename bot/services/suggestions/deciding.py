"""Suggestions as moderators see them: their words, a private number, and never a name."""

from dataclasses import dataclass

from bot.domain.asks import written
from bot.domain.errors import NotSwitchedOn
from bot.domain.guilds import Feature
from bot.domain.ids import GuildId, SuggestionId
from bot.domain.moderation_record import RecordedAct
from bot.domain.notices import NoticeKind
from bot.domain.suggestion_errors import OwnSuggestion, SuggestionOver
from bot.domain.suggestions import ANSWER_AT_MOST, Suggestion, SuggestionState
from bot.services.context import Context, Member
from bot.services.encouragements import of_members
from bot.services.moderation import record
from bot.storage.store import Tables


@dataclass(frozen=True, slots=True)
class SuggestionShown:
    """One of those in a state: which of how many, counted from 0; None where there are none."""

    suggestion: Suggestion | None
    place: int
    count: int
    beside: int
    """How many are in the other state."""
    to_look_at: int = 0
    """How many of the deck somebody wants to be looked at again."""


_OTHER = {
    SuggestionState.WAITING: SuggestionState.TAKEN,
    SuggestionState.TAKEN: SuggestionState.WAITING,
}


async def look_at(
    ctx: Context, guild: GuildId, state: SuggestionState, place: int = 0
) -> SuggestionShown:
    """One of those that wait, or stand in the deck; the last, where there are fewer by now."""

    async def work(tables: Tables) -> SuggestionShown:
        count = await tables.suggestions.count(guild, state)
        at = max(0, min(place, count - 1))
        found = await tables.suggestions.at(guild, state, at) if count else None
        beside = await tables.suggestions.count(guild, _OTHER[state])
        again = await tables.suggested_deck.count_to_look_at(guild)
        return SuggestionShown(found, at, count, beside, again)

    return await ctx.store.read(work)


async def take(ctx: Context, moderator: Member, key: SuggestionId) -> None:
    """Let it stand in the server's deck; whoever suggested it reads so once, if they wanted to.
    Raises NotSwitchedOn, OwnSuggestion; SuggestionOver where somebody else decided, or it is gone.
    """

    async def work(tables: Tables) -> None:
        found = await _require(ctx, tables, moderator, key, {SuggestionState.WAITING})
        feature = Feature.TIPS if found.text.tip else Feature.SUGGESTIONS
        if not ctx.guilds.is_on(moderator.guild, feature):
            raise NotSwitchedOn
        now, taken = ctx.clock.now(), SuggestionState.TAKEN
        if not await tables.suggestions.decide(key, SuggestionState.WAITING, taken, now):
            raise SuggestionOver
        await record.note(ctx, tables, moderator, RecordedAct.TOOK_SUGGESTION, key)
        await of_members.tell_writer(ctx, tables, found, NoticeKind.SUGGESTION_TAKEN)

    await ctx.store.transaction(work)


async def leave_out(ctx: Context, moderator: Member, key: SuggestionId, words: str) -> None:
    """Do not take it, or take it out of the deck again; whoever suggested it reads these words
    below it, and that there is something to read, if they wanted to.
    Raises NoWords, TooManyWords, OwnSuggestion, SuggestionOver."""
    why = written(words, "", ANSWER_AT_MOST, 0).words

    async def work(tables: Tables) -> None:
        found = await _require(ctx, tables, moderator, key, set(_OTHER))
        now, left = ctx.clock.now(), SuggestionState.NOT_TAKEN
        if not await tables.suggestions.decide(key, found.state, left, now, why):
            raise SuggestionOver
        await tables.suggestions.let_go(key)
        was_in = found.state is SuggestionState.TAKEN
        what = RecordedAct.TOOK_OUT_SUGGESTION if was_in else RecordedAct.LEFT_SUGGESTION
        await record.note(ctx, tables, moderator, what, key, why)
        await of_members.tell_writer(ctx, tables, found, NoticeKind.SUGGESTION_NOT_TAKEN)

    await ctx.store.transaction(work)


async def let_stand(ctx: Context, moderator: Member, key: SuggestionId) -> None:
    """It was looked at again, and stays. Raises OwnSuggestion, SuggestionOver."""

    async def work(tables: Tables) -> None:
        await _require(ctx, tables, moderator, key, {SuggestionState.TAKEN})
        if not await tables.suggested_deck.was_looked_at(key):
            raise SuggestionOver
        await record.note(ctx, tables, moderator, RecordedAct.LET_SUGGESTION_STAND, key)

    await ctx.store.transaction(work)


async def _require(
    ctx: Context,
    tables: Tables,
    moderator: Member,
    key: SuggestionId,
    states: set[SuggestionState],
) -> Suggestion:
    found = await tables.suggestions.get(key)
    if found is None or found.guild_id != moderator.guild or found.state not in states:
        raise SuggestionOver
    if found.asker == ctx.asker_number(moderator):
        raise OwnSuggestion
    return found
