"""Who is told of an ask next: the best of those whose turn it is, by the rules of the domain.

`python -m tests.bench.ranking` measures it.
"""

from collections.abc import Sequence
from datetime import datetime

from bot.config import Settings
from bot.domain.asks import Ask
from bot.domain.ids import ListenerNumber
from bot.domain.offers import Candidate, fits
from bot.domain.waves import Shortlist
from bot.services.offers import rules
from bot.storage.offers.turns import RankedPlace
from bot.storage.store import Tables


async def find_best(
    settings: Settings, tables: Tables, ask: Ask, now: datetime, people: int, *, on_duty: bool
) -> Sequence[Candidate]:
    """The best of those who may be told, so many at most; the first of them first."""
    limits, rest = rules.of_offers(settings), settings.listeners.rest_after_heavy
    some = Shortlist(ask, now, limits, people)
    place: RankedPlace | None = RankedPlace()
    turns = await tables.candidates.turns(ask, now, limits.quiet)
    while place is not None:
        page = await turns.here(place, some.wanted, on_duty=on_duty)
        for batch in some.batches(page):
            known = await tables.candidates.known(batch, now, rest)
            some.keep(await _without_blocked(tables, ask, some.fitting(known)))
        place = some.next_place(page)
    return some.best()


async def find_one(
    settings: Settings, tables: Tables, ask: Ask, now: datetime, listener: ListenerNumber
) -> Candidate | None:
    """One listener, if they may be told, on duty or off."""
    limits, rest = rules.of_offers(settings), settings.listeners.rest_after_heavy
    one = await tables.candidates.one(ask, listener, now, rest, limits.quiet)
    if one is None or not fits(ask, one, now, limits):
        return None
    return next(iter(await _without_blocked(tables, ask, [one])), None)


async def _without_blocked(
    tables: Tables, ask: Ask, fitting: Sequence[Candidate]
) -> Sequence[Candidate]:
    """Those who may meet whoever asks. No statement can tell: the pairs are keyed."""
    numbers = [one.listener.number for one in fitting]
    apart = await tables.blocks.apart(ask.guild_id, ask.asker_number, numbers)
    return [one for one in fitting if one.listener.number not in apart]
