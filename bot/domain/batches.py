"""Numbers about what people do, told so that they are about no one of them.

A counter that goes up by one at 03:12 tells that somebody did something at 03:12. So what is
counted is told in batches only, at full quarters of an hour, and only a batch that at least five
different people are in; what a smaller one has waits with the next. Two answers then differ by five
people's doing or by nothing at all, and the moment at which a batch is told is no one's either.
"""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from typing import Final

PEOPLE: Final = 5
QUARTER: Final = 900.0
"""Seconds."""


@dataclass(frozen=True, slots=True)
class ToldBatch:
    """What may be known: of so many, how many were up to each bound (and, last, above all of
    them), and the sum of all."""

    counts: tuple[int, ...]
    total: float = 0.0

    @property
    def number(self) -> int:
        """Of how many."""
        return sum(self.counts)


class Batches:
    """Since the process began. People are remembered until their batch is told, and as whatever
    keyed mark the caller has; only how many differ is looked at."""

    def __init__(self, bounds: Sequence[float] = ()) -> None:
        self._bounds = tuple(bounds)
        self._told = ToldBatch((0,) * (len(self._bounds) + 1))
        self._untold = self._told
        self._people: set[Hashable] = set()
        self._quarter = 0

    def note(self, who: Hashable, value: float, now: float) -> None:
        """Somebody did something. `now`: seconds that really passed, since whenever."""
        self.told(now)
        at = sum(value > bound for bound in self._bounds)
        counts = tuple(n + (place == at) for place, n in enumerate(self._untold.counts))
        self._untold = ToldBatch(counts, self._untold.total + value)
        self._people.add(who)

    def told(self, now: float) -> ToldBatch:
        """What may be known now."""
        if int(now // QUARTER) != self._quarter:
            self._quarter = int(now // QUARTER)
            if len(self._people) >= PEOPLE:
                self._told = self._untold
                self._people.clear()
        return self._told
