"""What can be answered about a question before accepting: the tree is in errors.py.

SupportError
├── AnotherAsks             another listener's question is open: in some minutes, or not at all
├── AskedBefore             each listener asks once
└── OutOfDate
    └── FirstQuestionOver   answered, left, its time up, or the ask gone on: the same words for all
"""

from bot.domain.errors import OutOfDate, SupportError


class AnotherAsks(SupportError):
    """Another listener has a question open about this ask."""

    prompt = "error.another_asks"
    ways_on = ("accept",)
    mendable = True


class AskedBefore(SupportError):
    """This listener asked their one question already."""

    prompt = "error.asked_before"
    ways_on = ("read_it",)


class FirstQuestionOver(OutOfDate):
    """Nothing can be answered any more."""

    prompt = "error.first_question_over"
    ways_on = ("conversations", "helplines")
