"""When more people are told of an ask, how many, and from whom they are chosen.

Pure: the bot asks it with what its database says, `lend-an-ear simulate` with people in memory.
"""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from operator import attrgetter
from typing import TypeVar

from bot.domain.asks import Ask
from bot.domain.offers import (
    Candidate,
    FirstOf,
    HereWanted,
    LinePart,
    OfferLimits,
    Turn,
    best,
    first_of_candidate,
    fits,
)

T = TypeVar("T")

PAGE = 60
"""Candidates that are looked at in one step."""

OFF_DUTY_PAGE = 30
"""Of those off duty, who are told by fives: most of them are in their hours."""

PAGES = 20
"""Pages of candidates looked at for one ask at a time, at most."""

TURN_WITHIN = timedelta(hours=1)
"""However many asks wait, each goes out again within this time."""


@dataclass(frozen=True, slots=True)
class WaveRule:
    """How many people are told of one ask: first, then each time, and at most within some time; how
    many of those who are off duty."""

    first_people: int
    next_people: int
    every: timedelta
    at_most: int
    within: timedelta
    off_duty_people: int
    off_duty_after: timedelta
    turns_after: timedelta
    """How long an ask has waited when it begins to take turns with the others that wait."""

    def people(self, told: int) -> int:
        """How many more may be told now, where so many were within the time that counts."""
        wanted = self.next_people if told else self.first_people
        return max(0, min(wanted, self.at_most - told))

    def pause(self, waited: timedelta, waiting: int) -> timedelta:
        """How long after these the next ones are told, where so many asks wait in a server.

        Who asks now is there and reads at once, so that ask goes out again soon. One that was not
        taken for long takes turns with the others: where many wait, all of them together would
        spend what each listener may be told in a day, and nobody would be left for whoever asks
        next. Who goes on duty, or comes too late, is shown the oldest one whatever this says.
        """
        if waited < self.turns_after:
            return self.every
        return min(self.every * max(1, waiting), max(self.every, TURN_WITHIN))


class Shortlist:
    """Those who may be told of an ask, from as many pages of turns as it takes to find enough of
    them. Pages come silent ones last, and whoever was left in peace longest first. What somebody
    carries is looked at only while they may be among the best."""

    def __init__(self, ask: Ask, now: datetime, limits: OfferLimits, people: int) -> None:
        self._ask = ask
        self._now = now
        self._limits = limits
        self._people = people
        self._pages = 0
        self._found: list[Candidate] = []

    @property
    def wanted(self) -> HereWanted:
        """Whom to look for next. Until so many are here another page is looked at in any case, so
        several can be taken as one."""
        return HereWanted(self._people - len(self._found), PAGES - self._pages)

    def batches(self, page: LinePart[T]) -> Iterator[list[Turn[T]]]:
        """Those of a page to look at, some at a time, until nobody left can be among the best.
        Keep who of them may be told before the next ones are asked for."""
        left = sorted(page.turns, key=_FIRST)
        while left and (missing := self._people - self._before(left[0].first)) > 0:
            last = left[min(missing, len(left)) - 1].first
            several = bisect_right(left, last, key=_FIRST)  # of equal ones what they carry decides
            yield left[:several]
            del left[:several]

    def fitting(self, some: Sequence[Candidate]) -> list[Candidate]:
        """Those of them who fit."""
        return [one for one in some if fits(self._ask, one, self._now, self._limits)]

    def keep(self, some: Sequence[Candidate]) -> None:
        """These may be told."""
        self._found += some

    def next_place(self, page: LinePart[T]) -> T | None:
        """Behind whom another page is to be looked at; None where that is enough."""
        self._pages += page.pages
        return page.last if all(more > 0 for more in self.wanted) else None

    def best(self) -> list[Candidate]:
        """The best of them, the first of them first."""
        return best(self._ask, self._found, self._people)

    def _before(self, first: FirstOf) -> int:
        return sum(first_of_candidate(self._ask, one) < first for one in self._found)


_FIRST = attrgetter("first")
