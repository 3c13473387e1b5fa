"""What somebody reads where another listener cannot be called, or is there already.

SupportError
├── NobodyCanJoin       just now nobody can be called into the conversation
├── SomebodyIsThere     another listener is in it already
├── ModeratorIsThere    a moderator joined already
└── CannotStepIn        this moderator can't join, whatever the cause; another can
"""

from bot.domain.errors import SupportError


class NobodyCanJoin(SupportError):
    """Just now nobody can be called into it: it is held, is handed over, goes along with a goal, or
    somebody is called already."""

    prompt = "error.nobody_can_join"


class SomebodyIsThere(SupportError):
    """Another listener is in it already, so it is neither handed over nor joined by one more."""

    prompt = "error.somebody_is_there"
    ways_on = ("keep_talking", "end")


class ModeratorIsThere(SupportError):
    """Another moderator joined already: one of them is enough for whoever asked."""

    prompt = "error.moderator_is_there"


class CannotStepIn(SupportError):
    """This moderator can't join, in the same words for every cause."""

    prompt = "error.cannot_step_in"
