"""Errors of a conversation that somebody else joins, or would."""

from bot.domain.errors import SupportError


class NobodyCanJoin(SupportError):
    """Just now nobody can be called into it: it is held, is handed over, goes along with a goal, or
    somebody is called already."""

    prompt = "error.nobody_can_join"


class SomebodyIsThere(SupportError):
    """Another listener is in it already, so it is neither handed over nor joined by one more."""

    prompt = "error.somebody_is_there"
    ways_on = ("keep_talking", "end")


class SomebodyStays(SupportError):
    """Another listener is there, so that the ask does not go to others."""

    prompt = "error.somebody_stays"
