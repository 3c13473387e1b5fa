"""What can be answered about open asks instead of a result: the tree is in errors.py.

SupportError
├── OutOfDate
│   ├── ThreadClosed    nothing is written into the thread any more
│   └── NoAnswerYet     nothing stands in it that could have helped
└── LimitReached
    └── AnswersForToday     so many answers as fit into a day
"""

from bot.domain.errors import LimitReached, OutOfDate


class ThreadClosed(OutOfDate):
    """The thread of this ask is over."""

    prompt = "error.thread_closed"


class NoAnswerYet(OutOfDate):
    """Nobody has answered in it, or all that was answered is marked."""

    prompt = "error.no_answer_yet"


class AnswersForToday(LimitReached):
    """What somebody may write without their name within a day is used up."""

    prompt = "error.answers_for_today"
