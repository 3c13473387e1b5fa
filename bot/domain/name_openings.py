"""Opening the name behind a private number: two moderators, in writing, once, within a day.

asked     one moderator said why          may agree: another one, who has moderated long enough
agreed    another agreed, and said why    may look: these two, each once
          a day after it was asked for it is gone, whatever its state
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.domain.ids import NumberId, OpeningId, UserId

OPEN_FOR = timedelta(hours=24)
"""From asking until it is gone."""

MODERATED_FOR = timedelta(days=7)
"""How long both must have had the right, as far as the bot has seen them use it."""

TOLD_AT_LEAST, TOLD_AT_MOST = timedelta(days=1), timedelta(days=30)
"""How long after it the person is told. Nobody can call that off."""


@dataclass(frozen=True, slots=True)
class NameOpening:
    """One that was asked for: by whom, why, and how far it is."""

    id: OpeningId
    number: NumberId
    expires_at: datetime
    first: UserId
    reason: str
    second: UserId | None = None
    second_reason: str = ""
    seen_by_first: bool = False
    seen_by_second: bool = False

    @property
    def agreed(self) -> bool:
        """Whether a second moderator agreed."""
        return self.second is not None

    def may_look(self, who: UserId) -> bool:
        """Whether this person may see the name: one of the two, and not yet."""
        if not self.agreed:
            return False
        return (who == self.first and not self.seen_by_first) or (
            who == self.second and not self.seen_by_second
        )
