"""What a bench is, for whoever runs all of them: what grows, and which lines of a table it gives.

A bench is a module of this folder with one function for all of them together:

    async def at(size: int, **how) -> Sequence[Pair]

which measures at one size and gives a pair for each of its lines: what is ours, and what stood
beside it in the same run. `how` (how long, how often) and the sizes stand in `registry`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

from tests.bench.figures import Row

GROWS: Sequence[int] = (1, 10, 100)
"""How many times the size each bench is measured at."""

SHORT: Mapping[str, float] = {
    "seconds": 5,
    "minutes": 0.1,
    "rounds": 1,
    "photos": 2,
    "words": 2,
    "starts": 1,
    "erased": 2,
    "queue": 20,
}
"""Of what `how` states, for a short look."""

Pair: TypeAlias = tuple[Row, Row]
"""Ours, and the baseline: the figures of both by name, the unit at the name's end (`p50 ms`)."""


class NotHere(Exception):
    """It cannot be measured on this machine; its words say what is missing."""


@dataclass(frozen=True)
class Line:
    """A row of the JSON, and the line of the README's table that has the same words in front."""

    what: str
    beside: str
    """The baseline."""
    says: str
    """What the table says at each size: `{p50 ms}` is a figure, `{p50 ms beside}` the baseline's,
    `{p50 ms times}` the first divided by the second."""


@dataclass(frozen=True)
class Bench:
    """A module of this folder, and how it is measured."""

    name: str
    size: float
    """What it begins with: it is measured at so many, ten times and a hundred times as many."""
    of: str
    """What there are so many of."""
    lines: Sequence[Line]
    how: Mapping[str, float] = field(default_factory=dict)
    """How long and how often, for `at`."""
    ends: Mapping[int, str] = field(default_factory=dict)
    """Where it does not grow so far: why."""
    apart: str = ""
    """Why it is only run when it is named, if so."""

    @property
    def command(self) -> str:
        """What measures it, and nothing else."""
        return f"python -m tests.bench --only {self.name}"

    @property
    def quick(self) -> Mapping[str, float]:
        """How long and how often for a short look."""
        return {name: min(much, SHORT[name]) for name, much in self.how.items()}

    def grown(self, times: int) -> float:
        """So many times its size; whole where it is."""
        size = round(self.size * times, 6)
        return int(size) if size == int(size) else size
