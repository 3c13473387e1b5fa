"""What an asker may do once a conversation is over."""

from dataclasses import dataclass
from enum import StrEnum

from bot.domain.asks import OwnWords
from bot.domain.form_errors import NoWords, TooManyWords
from bot.domain.ids import ClearingId, ConversationId, MessageId, PersonTag, ReflectionId
from bot.domain.text import clean, length

THANKS_AT_MOST, NOTE_AT_MOST = 300, 1500
"""Characters as Discord counts them."""

NOTES_AT_MOST = 50
"""Notes that one person keeps."""


class Helped(StrEnum):
    """The answer to "did this help?"."""

    YES = "yes"
    LITTLE = "little"
    NO = "no"


class Once(StrEnum):
    """What is done once after a conversation."""

    ANSWERED = "answered"
    THANKED = "thanked"


@dataclass(frozen=True, slots=True)
class Note:
    """What somebody wrote for themselves."""

    id: ReflectionId
    words: str


@dataclass(frozen=True, slots=True)
class Clearing:
    """One side's chat that is being cleared, page by page.

    `read_up_to`: the last message that was looked at; None before the first page.
    """

    id: ClearingId
    conversation_id: ConversationId
    person: PersonTag
    read_up_to: MessageId | None
    all_read: bool


def thanks(words: str) -> OwnWords | None:
    """Safe words of a thank-you; None for one without words. Raises TooManyWords."""
    _must_fit(words, THANKS_AT_MOST)
    return OwnWords(words) if words else None


def note(typed: str) -> str:
    """A note as it is kept. Raises NoWords, TooManyWords."""
    words = clean(typed)
    if not words:
        raise NoWords
    _must_fit(words, NOTE_AT_MOST)
    return words


def _must_fit(words: str, limit: int) -> None:
    if length(words) > limit:
        raise TooManyWords(limit=limit, length=length(words))
