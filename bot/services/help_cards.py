"""Which help card somebody's words call for, and what was shown already.

Nothing of it is stored: what was shown in which conversation is known to the running bot only, so
that a card comes again at most once after a restart.
"""

from collections.abc import Callable
from datetime import datetime, timedelta

from bot.domain.care import Card, Finding
from bot.domain.ids import ConversationId, PersonTag

REMEMBERED = 4096
"""Writers in their conversations: far more than talk at a time."""

AGAIN_AFTER = timedelta(days=1)
"""Another day may be another danger, and a bot runs for months."""


class HelpCards:
    """What words call for, and what was shown already. No setting and no server switches it off."""

    def __init__(self, look: Callable[[str], Finding]) -> None:
        self._look = look
        self._shown: dict[tuple[PersonTag, ConversationId | None], tuple[Card, datetime]] = {}

    def card_for(self, text: str) -> Card | None:
        """The card that a text calls for; takes some milliseconds for a long one."""
        return self._look(text).card

    def is_due(
        self, writer: PersonTag, where: ConversationId | None, card: Card, now: datetime
    ) -> bool:
        """Once a day in a conversation, or outside of any, and once more when it becomes urgent."""
        before, at = self._shown.get((writer, where), (None, now))
        urgent = card is Card.NOW and before is not Card.NOW
        if before is not None and not urgent and now - at < AGAIN_AFTER:
            return False
        self._shown[writer, where] = (card, now)
        if len(self._shown) > REMEMBERED:
            del self._shown[next(iter(self._shown))]
        return True
