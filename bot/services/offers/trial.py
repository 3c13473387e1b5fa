"""Where an ask would go that nobody asked: for moderators and operators who wonder why one waits.

Only for what somebody types in, never for an ask of a person. Whom an asker leaves out or never
meets is not looked at, and nobody is told anything.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from bot.config import Settings
from bot.domain.ages import Age
from bot.domain.asks import Ask, AskKind, AskState, Wishes
from bot.domain.ids import NO_NUMBER, NOBODY, AskerNumber, AskId, GuildId
from bot.domain.listening import WhyNot
from bot.domain.offers import why_not
from bot.domain.waves import PAGES
from bot.services.offers import rules
from bot.storage.offers.turns import RankedPlace
from bot.storage.store import Tables

COUNTED_FROM = 5
"""A smaller count is not said: it would tell of one listener what they chose."""


@dataclass(frozen=True, slots=True)
class Said:
    """What may be said of a group. None stands for fewer than `COUNTED_FROM`."""

    may: int | None
    why_not: Mapping[WhyNot, int]
    others: int | None
    """Those of all reasons too rare to be named, together; 0 where there are none."""


@dataclass(frozen=True, slots=True)
class Group:
    """Listeners who are on duty, or off: how many may be told now, and why the others may not."""

    may: int
    why_not: Mapping[WhyNot, int]
    complete: bool
    """Whether all were looked at; else these are the first of them whose turn it is."""

    @property
    def said(self) -> Said:
        """The counts as anybody may read them: nothing else of them is ever shown."""
        named = {why: self.why_not[why] for why in WhyNot if _is_many(self.why_not.get(why, 0))}
        others = sum(self.why_not.values()) - sum(named.values())
        return Said(_counted(self.may), named, _counted(others) if others else 0)


@dataclass(frozen=True, slots=True)
class Trial:
    """Where it would go at this moment."""

    on_duty: Group
    off_duty: Group


async def try_ask(
    settings: Settings, tables: Tables, guild: GuildId, wishes: Wishes, age: Age, now: datetime
) -> Trial:
    """Look at every listener of a server as if such an ask came now."""
    never = now + settings.asks.expires_after
    ask = Ask(
        *(AskId(""), guild, NOBODY, AskerNumber(NO_NUMBER), AskKind.PRIVATE, AskState.WAITING),
        *(now, never, None, wishes),
        age=age,
    )
    left_out = await tables.candidates.left_out(ask, now)
    both = [
        await _group(settings, tables, ask, now, left_out, on_duty=here) for here in (True, False)
    ]
    return Trial(*both)


async def _group(
    settings: Settings,
    tables: Tables,
    ask: Ask,
    now: datetime,
    left_out: Mapping[tuple[bool, WhyNot], int],
    *,
    on_duty: bool,
) -> Group:
    why = Counter({reason: many for (here, reason), many in left_out.items() if here == on_duty})
    limits, rest = rules.of_offers(settings), settings.listeners.rest_after_heavy
    may, place = 0, RankedPlace()
    turns = await tables.candidates.turns(ask, now, limits.quiet)
    for _ in range(PAGES):
        page = await turns.page(place, on_duty=on_duty)
        known = await tables.candidates.known(page.turns, now, rest)
        found = [why_not(ask, one, now, limits) for one in known]
        may += found.count(None)
        why.update(reason for reason in found if reason is not None)
        if page.last is None:
            return Group(may, why, complete=True)
        place = page.last
    page = await turns.page(place, on_duty=on_duty)
    return Group(may, why, complete=not page.turns)


def _is_many(count: int) -> bool:
    return count >= COUNTED_FROM


def _counted(count: int) -> int | None:
    return count if _is_many(count) else None
