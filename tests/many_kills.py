"""Tests that kill, stop or play something at many moments, or try one thing with many cases, and
take as long as a hundred others.

`.ci/run` has them run; the README's command alone leaves them out, and says so.
"""

import os
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Protocol, TypeVar

import pytest

VARIABLE = "MANY_KILLS"

MANY = os.environ.get(VARIABLE) == "1"
"""Whether everything is tried as often as it is worth."""

many_kills = pytest.mark.skipif(not MANY, reason=f"it takes many rounds: {VARIABLE}=1 has it run")

many_starts = pytest.mark.skipif(
    not MANY, reason=f"it starts several processes: {VARIABLE}=1 has it run"
)


def often(examples: int) -> int:
    """So many examples where `.ci/run` has them tried, and a quarter in every other run."""
    return examples if MANY else max(5, examples // 4)


class Case(Protocol):
    """A test with one of its cases, as pytest collects it."""

    @property
    def parent(self) -> object:
        """Where the test stands."""

    @property
    def originalname(self) -> str:
        """Its name without the case."""


AnyCase = TypeVar("AnyCase", bound=Case)


def some_cases(tests: Iterable[AnyCase]) -> Sequence[AnyCase]:
    """Of each test that is tried with many cases three: the first, one in the middle, the last.
    They show whether it holds; where all are tried one sees which of them it does not hold for."""
    cases = defaultdict[tuple[object, str], list[AnyCase]](list)
    for one in tests:
        cases[one.parent, one.originalname].append(one)
    return [of[at] for of in cases.values() for at in sorted({0, len(of) // 2, len(of) - 1})]
