"""One encouragement, for one person, when they ask for it; and those that they keep."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from bot.domain.errors import KeepsTooMany, OutOfDate
from bot.domain.ids import PersonTag, UserId
from bot.domain.schedules import Scheduled, Taste
from bot.prompts import Decks
from bot.services.context import Context
from bot.services.encouragements import decks as encouragements_decks
from bot.storage.delivery.outbox import lane_of
from bot.storage.store import Tables

KEPT_AT_MOST = 100
"""Texts that one person keeps: there are some 200 of them in all."""


@dataclass(frozen=True, slots=True)
class ShownText:
    """A text, and the name of its theme; whether its reader has a schedule, and keeps texts."""

    id: str
    text: str
    theme: str
    has_schedule: bool = False
    keeps_some: bool = False


async def show(ctx: Context, user: UserId, theme: str | None = None) -> ShownText:
    """A text of one theme or of all, in the language of one's schedule: none again before all
    of these were shown."""
    person = ctx.store.person(user)

    async def work(tables: Tables) -> ShownText:
        mine = await tables.schedules.of_person(person, Scheduled.ENCOURAGEMENT)
        language = mine.taste.language if mine else ctx.language
        taste = Taste(language, frozenset({theme} if theme else ()))
        fitting = encouragements_decks.fitting_texts(ctx, taste)
        chosen = await encouragements_decks.choose(ctx, tables, lane_of(person), fitting)
        text, name = _all(ctx.decks(language))[chosen]
        keeps_some = bool(await tables.texts.kept(person))
        return ShownText(chosen, text, name, mine is not None, keeps_some)

    return await ctx.store.transaction(work)


async def keep(ctx: Context, user: UserId, text: str) -> None:
    """Keep a text. Raises OutOfDate for one that no longer is in the decks, KeepsTooMany."""
    if text not in _all(ctx.decks(ctx.language)):
        raise OutOfDate

    async def work(tables: Tables) -> None:
        person = await tables.people.meet(user, ctx.language)
        mine = await tables.texts.kept(person)
        if text not in mine and len(mine) >= KEPT_AT_MOST:
            raise KeepsTooMany(count=KEPT_AT_MOST)
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
    known = _all(ctx.decks(mine.taste.language if mine else ctx.language))
    ids = await tables.texts.kept(person)
    return [ShownText(key, *known[key], mine is not None) for key in ids if key in known]


def _all(decks: Decks) -> Mapping[str, tuple[str, str]]:
    """Every text with the name of its theme, by id."""

    def each() -> Iterator[tuple[str, tuple[str, str]]]:
        for deck in decks.values():
            for one in deck.texts:
                yield one.id, (one.text, deck.name)

    return dict(each())
