"""What somebody reads who came to a limit, beside those of errors.py.

SupportError
├── NoLongerAvailable
│   └── EnoughForToday  a listener began as many conversations as they may for now
└── LimitReached
    ├── TooSoonAgain    they came to one limit several times in a row, and wait longer
    ├── DraftsFull      as many drafts are kept as fit
    ├── WaitedLongest   an ask waited for as long as one may
    ├── ChangedOften    the words of one ask were changed as often as one may
    ├── JoinsForToday   they asked to be a listener as often as one may within a day
    ├── KeepsTooMany    so many encouragements are kept as fit
    ├── NotesFull       so many notes for oneself are kept as fit
    └── TooManyChannels  so many channels get encouragements as fit
"""

from datetime import datetime

from bot.domain.errors import LimitReached, NoLongerAvailable


class TooSoonAgain(LimitReached):
    """They came to a limit again soon after they had. Values: `next`, when they can go on; `most`,
    how much longer it can become at most."""

    prompt = "error.too_soon_again"
    ways_on = ("helplines",)
    mendable = True


class DraftsFull(LimitReached):
    """As many drafts are kept as fit. Values: `count`, the limit; `length`, how long one is kept;
    `next`, when the oldest goes."""

    prompt = "error.drafts_full"
    ways_on = ("helplines",)
    mendable = True


class WaitedLongest(LimitReached):
    """An ask waited for as long as one may. Values: `length`, how long that is."""

    prompt = "error.waited_longest"
    ways_on = ("ask_again",)


class ChangedOften(LimitReached):
    """The words of one ask were changed as often as one may. Values: `count`, the limit."""

    prompt = "error.changed_often"
    ways_on = ("conversations",)


class JoinsForToday(LimitReached):
    """They asked to be a listener as often as one may within a day. Values: `count`, the limit;
    `next`, when they can ask again."""

    prompt = "error.joins_for_today"
    ways_on = ("listen",)


class EnoughForToday(NoLongerAvailable):
    """A listener began as many conversations as they may within a day or thirty: the same words as
    for every other cause. `frees`: when they can begin one, which stands elsewhere."""

    def __init__(self, frees: datetime) -> None:
        super().__init__()
        self.frees = frees


class KeepsTooMany(LimitReached):
    """As many encouragements are kept as fit; `count` is the limit."""

    prompt = "error.keeps_too_many"
    ways_on = ("kept",)


class NotesFull(LimitReached):
    """As many notes for oneself are kept as fit; `count` is the limit."""

    prompt = "error.notes_full"
    mendable = True


class TooManyChannels(LimitReached):
    """As many channels of the server get encouragements as may; `count` is the limit."""

    prompt = "error.too_many_channels"
    mendable = True
