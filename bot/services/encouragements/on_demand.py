"""One encouragement, for one person, when they ask for it; and those that they keep."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from bot.domain.ids import GuildId, PersonTag, UserId
from bot.domain.limit_errors import KeepsTooMany
from bot.domain.schedules import Schedule, Scheduled, Taste
from bot.domain.suggestions import is_members
from bot.prompts import Decks
from bot.services.context import Context
from bot.services.encouragements import decks as encouragements_decks
from bot.services.encouragements import of_members
from bot.storage.delivery.lanes import lane_of
from bot.storage.store import Tables

KEPT_AT_MOST = 100
"""Texts that one person keeps: there are some 200 of them in all."""


@dataclass(frozen=True, slots=True)
class ShownText:
    """A text, and its theme, by name, or by key where a member suggested it; whether its reader has
    a schedule, keeps texts, and suggested some here."""

    id: str
    text: str
    theme: str
    has_schedule: bool = False
    keeps_some: bool = False
    suggested_some: bool = False
    by_member: bool = False


async def show(
    ctx: Context, user: UserId, theme: str | None = None, guild: GuildId | None = None
) -> ShownText:
    """A text of one theme or of all, in the language of one's schedule: none again before all
    of these were shown. What members of a server suggested is among them where it is asked for
    there, or in direct messages by whoever chose their schedule there."""
    person = ctx.store.person(user)

    async def work(tables: Tables) -> ShownText:
        mine = await tables.schedules.of_person(person, Scheduled.ENCOURAGEMENT)
        language = mine.taste.language if mine else ctx.language
        taste = Taste(language, frozenset({theme} if theme else ()))
        where = guild if guild is not None else await _home(tables, mine)
        fitting = await encouragements_decks.texts_for(ctx, tables, taste, where)
        chosen = await encouragements_decks.choose(ctx, tables, lane_of(person), fitting)
        shown = await _text(ctx, tables, chosen, language)
        assert shown is not None, "it was just listed"
        return replace(
            shown,
            has_schedule=mine is not None,
            keeps_some=bool(await tables.texts.kept(person)),
            suggested_some=bool(await of_members.suggested_by(ctx, tables, user, guild)),
        )

    return await ctx.store.transaction(work)


async def keep(ctx: Context, user: UserId, text: str) -> None:
    """Keep a text. Raises OutOfDate for one that no longer is in the decks, KeepsTooMany."""
    in_decks = text in _all(ctx.decks(ctx.language))

    async def work(tables: Tables) -> None:
        person = await tables.people.meet(user, ctx.language)
        mine = await tables.texts.kept(person)
        if text not in mine and len(mine) >= KEPT_AT_MOST:
            raise KeepsTooMany(count=KEPT_AT_MOST)
        if not in_decks:
            await of_members.require_kept(ctx, tables, text, user)
        await tables.texts.keep(person, text, ctx.clock.now())

    await ctx.store.transaction(work)


async def kept(ctx: Context, user: UserId) -> Sequence[ShownText]:
    """What somebody keeps, the newest first, in the language of their schedule."""
    return await ctx.store.read(lambda tables: _kept(ctx, tables, ctx.store.person(user)))


async def let_go(ctx: Context, user: UserId, text: str) -> Sequence[ShownText]:
    """Keep a text no longer; those that are left."""
    person = ctx.store.person(user)

    async def work(tables: Tables) -> Sequence[ShownText]:
        await tables.texts.let_go(person, text)
        return await _kept(ctx, tables, person)

    return await ctx.store.transaction(work)


async def _kept(ctx: Context, tables: Tables, person: PersonTag) -> Sequence[ShownText]:
    mine = await tables.schedules.of_person(person, Scheduled.ENCOURAGEMENT)
    language = mine.taste.language if mine else ctx.language
    found = [await _text(ctx, tables, key, language) for key in await tables.texts.kept(person)]
    return [replace(one, has_schedule=mine is not None) for one in found if one is not None]


async def _text(ctx: Context, tables: Tables, text: str, language: str) -> ShownText | None:
    """A text of the decks or of a member; None where it stands in neither any more."""
    known = _all(ctx.decks(language)).get(text)
    if known is not None:
        return ShownText(text, *known)
    own = await tables.suggested_deck.with_text(text) if is_members(text) else None
    if own is None:
        return None
    return ShownText(text, own.text.words, own.text.theme, by_member=True)


async def _home(tables: Tables, mine: Schedule | None) -> GuildId | None:
    return None if mine is None else await tables.schedule_homes.of(mine.id)


def _all(decks: Decks) -> Mapping[str, tuple[str, str]]:
    """Every text with the name of its theme, by id."""

    def each() -> Iterator[tuple[str, tuple[str, str]]]:
        for deck in decks.values():
            for one in deck.texts:
                yield one.id, (one.text, deck.name)

    return dict(each())
