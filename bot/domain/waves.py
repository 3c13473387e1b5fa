"""When more people are told of an ask, how many, and from whom they are chosen.

Pure: the bot asks it with what its database says, `lend-an-ear simulate` with people in memory.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.domain.asks import Ask
from bot.domain.offers import Candidate, OfferLimits, best, fits

PAGE = 60
"""Candidates that are looked at in one step."""

PAGES = 20
"""Pages of candidates looked at for one ask at a time, at most."""


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

    def people(self, told: int) -> int:
        """How many more may be told now, where so many were within the time that counts."""
        wanted = self.next_people if told else self.first_people
        return max(0, min(wanted, self.at_most - told))

    def next_at(self, now: datetime) -> datetime:
        """When the next ones are told."""
        return now + self.every


class Shortlist:
    """Those who may be told of an ask, from as many pages of candidates as it takes to find enough
    of them. Pages come silent ones last, and whoever was left in peace longest first."""

    def __init__(self, ask: Ask, now: datetime, limits: OfferLimits, people: int) -> None:
        self._ask = ask
        self._now = now
        self._limits = limits
        self._people = people
        self._pages = 0
        self._found: list[Candidate] = []

    def fitting(self, page: Sequence[Candidate]) -> list[Candidate]:
        """Those of a page who fit."""
        return [one for one in page if fits(self._ask, one, self._now, self._limits)]

    def wants_more(self, page: Sequence[Candidate], kept: Sequence[Candidate]) -> bool:
        """Take who was kept of a page; whether another page is to be looked at."""
        self._found += kept
        self._pages += 1
        return len(page) == PAGE and len(self._found) < self._people and self._pages < PAGES

    def best(self) -> list[Candidate]:
        """The best of them, the first of them first."""
        return best(self._ask, self._found, self._people)
