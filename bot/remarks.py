"""What `check` finds, for people and for machines."""

from dataclasses import dataclass
from enum import StrEnum


class Gravity(StrEnum):
    """How much it matters."""

    FAULT = "fault"
    """The bot does not work with it."""
    WARNING = "warning"
    """It works, and somebody should change something."""
    NOTE = "note"
    """Good to know."""


@dataclass(frozen=True, slots=True)
class Remark:
    """One thing. `area` and `code` stay the same from version to version."""

    area: str
    code: str
    level: Gravity
    says: str
    fix: str = ""
    """What to do; empty where nothing has to be done."""

    def __str__(self) -> str:
        return f"{self.says} {self.fix}".strip()
