"""What waits for its time: a row with the moment that it is due; `services/timers` fires it."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.domain.ids import AskId, ConversationId


class TimerKind(StrEnum):
    """What happens when the time has come."""

    ASK_EXPIRES = "ask_expires"
    MORE_OFFERS = "more_offers"
    OFF_DUTY_OFFERS = "off_duty_offers"
    MODERATORS_TOLD = "moderators_told"
    STILL_WANTED = "still_wanted"
    NUDGE_LISTENER = "nudge_listener"
    LISTENER_SILENT = "listener_silent"
    ASKER_WAITS = "asker_waits"
    IDLE_WARNING = "idle_warning"
    IDLE_CLOSES = "idle_closes"
    MEMBERS_LOOKED_AT = "members_looked_at"
    DEPARTURE_TOLD = "departure_told"
    HOLD_ENDS = "hold_ends"
    HAND_OVER_ENDS = "hand_over_ends"
    SECOND_ASKED = "second_asked"
    SECOND_LOOKED_FOR = "second_looked_for"
    SECOND_ENDS = "second_ends"
    WORRY_ASKED_AGAIN = "worry_asked_again"
    WORRY_UNANSWERED = "worry_unanswered"
    WORRY_FORGOTTEN = "worry_forgotten"
    MODERATOR_MAY_JOIN = "moderator_may_join"
    """Until then a moderator who was called can join; nothing happens when it is due."""
    ANSWER_TOLD = "answer_told"
    FIRST_OFFER = "first_offer"
    OTHERS_ASKED = "others_asked"
    ASK_HELD = "ask_held"
    OTHERS_LOOK = "others_look"
    POST_LOOKED_AT = "post_looked_at"
    QUESTION_ENDS = "question_ends"
    """A listener's question before they accept is waited for no longer."""
    MORNING_COMES = "morning_comes"
    """What listeners wrote for the asker's morning goes."""
    WORDS_WITHDRAWN = "words_withdrawn"
    ANSWERS_TOLD = "answers_told"
    """Whoever asked openly is told that somebody answered."""


OF_SILENCE = frozenset(
    {
        TimerKind.NUDGE_LISTENER,
        TimerKind.LISTENER_SILENT,
        TimerKind.ASKER_WAITS,
        TimerKind.IDLE_WARNING,
        TimerKind.IDLE_CLOSES,
    }
)
"""What is only right when nobody wrote: to be done when everything that was written is read."""


@dataclass(frozen=True, slots=True)
class Timer:
    """Something that waits, and for which ask or conversation."""

    what: TimerKind
    due_at: datetime
    ask_id: AskId | None = None
    conversation_id: ConversationId | None = None
