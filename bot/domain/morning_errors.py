"""What can be answered about words for an asker's morning.

SupportError
├── WritesForAnother        a listener keeps words for one morning at a time
└── OutOfDate
    └── MorningWordsOver    they are sent or erased already, or are not this listener's
"""

from bot.domain.errors import OutOfDate, SupportError


class WritesForAnother(SupportError):
    """This listener has words kept for somebody else's morning."""

    prompt = "error.writes_for_another"
    ways_on = ("morning_see", "morning_back")
    mendable = True


class MorningWordsOver(OutOfDate):
    """Nothing of it can be changed any more."""

    prompt = "error.morning_words_over"
