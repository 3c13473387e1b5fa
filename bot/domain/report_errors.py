"""What somebody reads who wants to report something that cannot be reported.

SupportError
├── NothingToReport     a message that nobody wrote, or that is not the bot's
│   ├── OwnWordsReported    one's own words
│   └── NobodyLeft          whoever wrote it erased everything
├── ReportOver          it is sent, decided or erased
├── AskLookedAt         a moderator has looked at it, or it is over
│   └── AskReworded         its words are not those that the moderator has seen
├── NobodyToTell        the bot is no longer in the server
└── ReportsForToday     the day's reports are used up
"""

from bot.domain.errors import LimitReached, OutOfDate, SupportError


class NothingToReport(SupportError):
    """Nobody wrote it through the bot: the bot's own words, or a message of somebody else's."""

    prompt = "error.nothing_to_report"
    ways_on = ("helplines",)


class OwnWordsReported(NothingToReport):
    """Their own words."""

    prompt = "error.own_words_reported"


class NobodyLeft(NothingToReport):
    """Whoever wrote it has erased everything: nothing leads to them any more."""

    prompt = "error.nobody_left"


class ReportOver(OutOfDate):
    """It is sent, decided or erased, so that nothing can be changed in it."""

    prompt = "error.report_over"


class AskLookedAt(OutOfDate):
    """The ask waits for no moderator's look any more."""

    prompt = "error.ask_looked_at"


class AskReworded(AskLookedAt):
    """Its asker changed its words after this moderator had read them."""

    prompt = "error.ask_reworded"
    ways_on = ("moderate",)


class NobodyToTell(SupportError):
    """The bot was taken out of the server for good: no moderator there can be told of anything."""

    prompt = "error.nobody_to_tell"
    ways_on = ("conversations", "helplines")


class ReportsForToday(LimitReached):
    """The reports of the last 24 hours are used up. Values: `count`, the limit; `next`, when
    another one is possible."""

    prompt = "error.reports_for_today"
    ways_on = ("helplines",)
