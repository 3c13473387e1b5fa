"""Which cases of a test a run tries that is told to try only some, as the README's command is."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Protocol, TypeVar


class Case(Protocol):
    """A test with one of its cases, as pytest collects it."""

    @property
    def parent(self) -> object:
        """Where the test stands."""

    @property
    def originalname(self) -> str:
        """Its name without the case."""


AnyCase = TypeVar("AnyCase", bound=Case)


def three_of_each(tests: Iterable[AnyCase]) -> Sequence[AnyCase]:
    """Of each test that is tried with many cases three: the first, one in the middle, the last.
    They show whether it holds; where all are tried one sees which of them it does not hold for."""
    cases = defaultdict[tuple[object, str], list[AnyCase]](list)
    for one in tests:
        cases[one.parent, one.originalname].append(one)
    return [of[at] for of in cases.values() for at in sorted({0, len(of) // 2, len(of) - 1})]
