"""What waits for its time: a row with the moment that it is due; `services/due` fires it."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.domain.ids import AskId, ConversationId


class Waiting(StrEnum):
    """What happens when the time has come."""

    ASK_EXPIRES = "ask_expires"


@dataclass(frozen=True, slots=True)
class Due:
    """Something that waits, and for which ask or conversation."""

    what: Waiting
    due_at: datetime
    ask_id: AskId | None = None
    conversation_id: ConversationId | None = None
