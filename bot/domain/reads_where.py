"""Where somebody reads what is written to them in a conversation."""

from enum import IntEnum

from bot.domain.errors import CannotReachYou


class ReadsWhere(IntEnum):
    """Their direct messages, or inside the server: while those are closed, or by choice."""

    BY_DM = 0
    WHILE_CLOSED = 1
    CHOSEN = 2
    """Nothing of theirs is tried in direct messages, but what they asked for on a schedule."""


class CannotReachListener(CannotReachYou):
    """As CannotReachYou, before joining: a listener may do without direct messages, too."""

    prompt = "error.cannot_reach_listener"
    ways_on = ("join_here",)
