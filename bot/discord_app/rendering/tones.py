"""What a message means to whoever reads it, and the one accent colour of each meaning.

Nothing is told by a colour alone: the words say it as well. Each has a contrast of at least 3 to 1
with the grounds of Discord's light and dark looks (https://www.w3.org/TR/WCAG22/#non-text-contrast).
"""

from enum import Enum

from bot.domain.notices import HELP_CARDS, NoticeKind


class Tone(Enum):
    """All meanings there are; the value is the colour, as Discord takes it."""

    CALM = 0x4A86C5
    """To be read: nothing has to be done."""
    YOUR_TURN = 0xB87A00
    """One thing to press stands out: it waits for whoever reads."""
    CARE = 0x1F9678
    """Help lines, and words that lead there."""
    MODERATION = 0x8A6FD6
    """For those who look after a server: moderators, and whoever manages it."""
    WRONG = 0xD9534F
    """Something did not work out; the words say what can be done."""


def tone_of(kind: NoticeKind) -> Tone | None:
    """That of a notice; None where what can be pressed below it decides."""
    if kind in HELP_CARDS or kind in _CARE:
        return Tone.CARE
    if kind in _MODERATION:
        return Tone.MODERATION
    return Tone.WRONG if kind in _WRONG else None


_CARE = frozenset(
    {NoticeKind.HELP_CARD_HIDDEN, NoticeKind.NOTHING_OPEN, NoticeKind.WORRY_UNANSWERED}
)
_MODERATION = frozenset(
    {
        *(NoticeKind.ASK_FOR_OTHERS, NoticeKind.WAITS_FOR_OTHERS, NoticeKind.SOMEBODY_WAITS),
        *(NoticeKind.ASKS_CANNOT_BE_POSTED, NoticeKind.AGES_NOT_CHOSEN, NoticeKind.RECORD_HEAD),
        *(NoticeKind.PANEL_CANNOT_STAND, NoticeKind.ENCOURAGEMENTS_CANNOT_COME),
        NoticeKind.MODERATORS_CHANNEL_LOST,
        *(NoticeKind.WORRY_CARD, NoticeKind.WORRY_FOR_OTHERS),
        *(NoticeKind.WHO_IT_IS, NoticeKind.WHO_IT_IS_FOR_OTHERS),
        *(NoticeKind.REPORT_CARD, NoticeKind.REPORT_FOR_OTHERS, NoticeKind.MODERATORS_LOOK),
    }
)
_WRONG = frozenset(
    {
        *(NoticeKind.ASK_NOT_POSTED, NoticeKind.ASK_NOT_TAKEN, NoticeKind.ASK_NOT_LET_OUT),
        *(NoticeKind.ASK_OVER_CHANNEL, NoticeKind.ASK_OVER_SERVER, NoticeKind.ASK_WORDS_REFUSED),
        *(NoticeKind.WORDS_REFUSED, NoticeKind.WORDS_TAKEN_DOWN, NoticeKind.GOAL_WORDS_REFUSED),
        *(NoticeKind.DETAILS_REFUSED, NoticeKind.FILES_NOT_PASSED_ON, NoticeKind.TOO_MUCH_AGAIN),
        *(NoticeKind.VOICE_NOT_PASSED_ON, NoticeKind.OTHER_NOT_PASSED_ON),
        *(NoticeKind.NOTHING_TO_READ, NoticeKind.TOO_MUCH_AT_ONCE, NoticeKind.LISTENER_NOT_NOW),
        *(NoticeKind.NOT_IN_THREAD, NoticeKind.NOT_TAKEN_IN_THREAD, NoticeKind.THREAD_NOT_MADE),
        *(NoticeKind.THREAD_GONE, NoticeKind.THREAD_LOCKED),
        *(NoticeKind.REPORT_NOT_TOLD, NoticeKind.REPORT_UNOPENED, NoticeKind.REPORT_OVER_SERVER),
    }
)
