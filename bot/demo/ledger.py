"""Owns what is kept for the end: every check, and every single thing that anybody saw."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final

from bot.demo.cast import Part

MOST_TOLD: Final = 4
"""Faults that a check names one by one."""


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that must hold; the reason says why it does not."""

    words: str
    held: bool
    reason: str = ""


def listed(faults: Iterable[str]) -> str:
    """What is wrong, a line each; all but the first few are counted."""
    told = list(dict.fromkeys(faults))
    rest = len(told) - MOST_TOLD
    return "\n".join([*told[:MOST_TOLD], *([f"and {rest} more"] if rest > 0 else [])])


@dataclass(frozen=True, slots=True)
class Sight:
    """One thing that one person saw, as their app was told of it."""

    part: Part
    step: int
    place: str
    raw: str


@dataclass
class Ledger:
    """The checks and sights of the whole story, in order."""

    checks: list[Check] = field(default_factory=list)
    sights: list[Sight] = field(default_factory=list)

    @property
    def broken(self) -> list[Check]:
        """The checks that did not hold."""
        return [check for check in self.checks if not check.held]

    def seen_by(self, part: Part, step: int | None = None) -> list[Sight]:
        """What somebody saw, in one step or in all."""
        return [sight for sight in self.sights if sight.part is part and step in (None, sight.step)]


def told(error: Exception) -> str:
    """What an error comes to, in words."""
    if isinstance(error, TimeoutError):
        return "it took too long"
    return f"{type(error).__name__}: {error}"
