"""What somebody reads whose suggestion of an encouragement cannot be taken, or is over.

SupportError
├── WordsRefused
│   ├── LinkSuggested       a link or an invitation stands in it
│   ├── ContactSuggested    how somebody can be reached stands in it, where that is off
│   └── SuggestedAlready    an encouragement of this server has these words already
├── LimitReached
│   ├── SuggestionsWait     so many of theirs wait as may
│   └── SuggestionsForToday the day's suggestions are used up
├── SuggestionOver          it is decided, taken back or erased
└── OwnSuggestion           moderators do not decide about their own
"""

from bot.domain.errors import LimitReached, OutOfDate, SupportError
from bot.domain.form_errors import WordsRefused


class LinkSuggested(WordsRefused):
    """A link or an invitation stands in it: it would stand before everybody, in nobody's name."""

    prompt = "error.link_suggested"


class ContactSuggested(WordsRefused):
    """How somebody can be reached stands in it, in a server that is not for adults only."""

    prompt = "error.contact_suggested"


class SuggestedAlready(WordsRefused):
    """An encouragement of this server has these words already, or one that waits for a look."""

    prompt = "error.suggested_already"


class SuggestionsWait(LimitReached):
    """As many of theirs wait for a look as may; `count` is the limit."""

    prompt = "error.suggestions_wait"
    ways_on = ("my_suggestions",)


class SuggestionsForToday(LimitReached):
    """The suggestions of the last 24 hours are used up. Values: `count`, the limit; `next`, when
    there is room again."""

    prompt = "error.suggestions_for_today"
    ways_on = ("my_suggestions",)


class SuggestionOver(OutOfDate):
    """It is decided, taken back or erased, so that nothing can be done about it any more."""

    prompt = "error.suggestion_over"


class OwnSuggestion(SupportError):
    """Another moderator decides about a moderator's own."""

    prompt = "error.own_suggestion"
