"""Which help card somebody's words call for, and what was shown already.

Nothing of it is stored: what was shown in which conversation is known to the running bot only, so
that a card comes again at most once after a restart.
"""

from collections.abc import Callable

from bot.domain.care import Card, Finding
from bot.domain.ids import ConversationId, PersonTag

REMEMBERED = 4096
"""Writers in their conversations: far more than talk at a time."""


class HelpCards:
    """What words call for, and what was shown already. No setting and no server switches it off."""

    def __init__(self, look: Callable[[str], Finding]) -> None:
        self._look = look
        self._shown: dict[tuple[PersonTag, ConversationId | None], Card] = {}

    def card_for(self, text: str) -> Card | None:
        """The card that a text calls for; takes some milliseconds for a long one."""
        return self._look(text).card

    def is_due(self, writer: PersonTag, where: ConversationId | None, card: Card) -> bool:
        """Once in a conversation, and once more when it becomes urgent."""
        before = self._shown.get((writer, where))
        if before is not None and (card is not Card.NOW or before is Card.NOW):
            return False
        self._shown[writer, where] = card
        if len(self._shown) > REMEMBERED:
            del self._shown[next(iter(self._shown))]
        return True
