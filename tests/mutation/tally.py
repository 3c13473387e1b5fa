"""How many mutants of a module were killed, and by what; which survived for a stated reason."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, Self

ENOUGH = 0.9
"""Of all mutants: killed or explained."""

# exit codes of mutmut 3.8.1
_BY_TESTS, _BY_TYPES = frozenset({1, 3, 24, -24, 36, 152, 255}), 37
_SURVIVED, _UNTESTED = 0, frozenset({5, 33})


@dataclass(frozen=True, slots=True)
class Change:
    """What a mutant changes: the new line, without white space around."""

    module: str
    after: str

    @classmethod
    def read(cls, module: str, diff: str) -> Self:
        """From `mutmut show`; several new lines are one."""
        new = re.findall(r"^\+(?!\+\+ )(.*)$", diff, re.MULTILINE)
        return cls(module, " ".join(line.strip() for line in new))


class Explained:
    """The survivors of which somebody said why they change nothing."""

    def __init__(self, exact: Iterable[Change], kinds: Iterable[re.Pattern[str]]) -> None:
        self._exact, self._kinds = frozenset(exact), tuple(kinds)

    @classmethod
    def read(cls, file: Mapping[str, Any]) -> Self:
        """From explained.toml: each has a reason, or is refused with a ValueError."""
        for one in (*file["survivor"], *file["kind"]):
            if not one["why"].strip():
                raise ValueError("a survivor is explained without a reason")
        exact = (Change(one["module"], one["after"]) for one in file["survivor"])
        return cls(exact, (re.compile(one["after"]) for one in file["kind"]))

    def __contains__(self, change: Change) -> bool:
        return change in self._exact or any(one.search(change.after) for one in self._kinds)


@dataclass(frozen=True, slots=True)
class Tally:
    """Of one module, or of all."""

    HEAD: ClassVar = (
        "module | mutants | by types | by tests | explained | survived | untested | share"
    )

    module: str
    mutants: int
    by_types: int
    by_tests: int
    explained: int
    survived: int
    untested: int

    @staticmethod
    def survivors(codes: Mapping[str, int | None]) -> list[str]:
        """The names of those that no test noticed, where one looked."""
        return [key for key, code in codes.items() if code == _SURVIVED]

    @classmethod
    def of(cls, module: str, codes: Mapping[str, int | None], explained: int) -> Self:
        """From mutmut's exit codes. What was not tried yet counts as untested."""
        found = list(codes.values())
        by_types, survived = found.count(_BY_TYPES), found.count(_SURVIVED) - explained
        by_tests = sum(one in _BY_TESTS for one in found)
        untested = len(found) - by_types - by_tests - survived - explained
        return cls(module, len(found), by_types, by_tests, explained, survived, untested)

    @classmethod
    def together(cls, tallies: Iterable[Self]) -> Self:
        """All of them."""
        rows = list(tallies)
        columns = ("mutants", "by_types", "by_tests", "explained", "survived", "untested")
        return cls("all", *(sum(getattr(one, column) for one in rows) for column in columns))

    @property
    def share(self) -> float:
        """Killed or explained, of all."""
        return (self.by_types + self.by_tests + self.explained) / self.mutants

    @property
    def is_enough(self) -> bool:
        """Whether that is what is asked for."""
        return self.share >= ENOUGH

    def in_words(self) -> str:
        """A row of the table."""
        counts = (self.mutants, self.by_types, self.by_tests, self.explained, self.survived)
        return " | ".join(map(str, (self.module, *counts, self.untested, f"{self.share:.0%}")))
