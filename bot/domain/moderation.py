"""What moderators can do about a private number, and what holds against one until when."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from bot.domain.ids import ActionId, NumberId, PrivateNumber

WORDS_AT_MOST = 1000
"""Characters of a reason, of a note, and of an answer to one."""

PAUSES = (timedelta(hours=1), timedelta(days=1), timedelta(days=7))
"""How long somebody may be paused."""

BAN_LOOKED_AT_AFTER = timedelta(days=90)
"""When moderators are reminded to look at a ban again."""


class ActionKind(StrEnum):
    """What moderators do to a private number. Each but a note is read by whose number it is."""

    WARN = "warn"
    PAUSE = "pause"
    BAN = "ban"
    LIFT = "lift"
    """Ends every pause and ban of the number."""
    WRITE = "write"
    NOTE = "note"
    """For the other moderators alone."""


RESTRICTIONS = frozenset({ActionKind.PAUSE, ActionKind.BAN})
"""What keeps somebody from asking and listening in a server."""

APPEALED = RESTRICTIONS | {ActionKind.WARN}
"""What an answer to is an appeal."""

AT_ONCE = frozenset({ActionKind.LIFT, ActionKind.WRITE})
"""What is told at once. The rest is told some hours later: when it was done would tell who had a
reason to report."""


@dataclass(frozen=True, slots=True)
class ModeratorAction:
    """One thing that was done to a number.

    `words` are the reason, or what was written; None once erased. `until` is when it ends by
    itself; None for what has no end or no length. `answer` is what the person wrote back, once.
    """

    id: ActionId
    number: NumberId
    kind: ActionKind
    made_at: datetime
    words: str | None
    until: datetime | None = None
    lifted: bool = False
    answer: str | None = None

    def holds(self, now: datetime) -> bool:
        """Whether it keeps somebody out at this moment."""
        ended = self.lifted or (self.until is not None and self.until <= now)
        return self.kind in RESTRICTIONS and not ended

    def is_due_for_review(self, now: datetime) -> bool:
        """Whether a ban has held so long that somebody should look at it again."""
        old = now - self.made_at >= BAN_LOOKED_AT_AFTER
        return self.kind is ActionKind.BAN and self.holds(now) and old


@dataclass(frozen=True, slots=True)
class KnownNumber:
    """A private number that moderators of a server may see, as it stands in something of theirs."""

    id: NumberId
    number: PrivateNumber
    listens: bool
    """Whether it is somebody's number as a listener, whose name moderators know."""
    noted_at: datetime


@dataclass(frozen=True, slots=True)
class Health:
    """How a server is doing now: counts, none of which is about a person."""

    waiting: int
    waits_since: datetime | None
    """When the ask that waits longest was posted."""
    on_duty: int
    talking: int
    undelivered: int
