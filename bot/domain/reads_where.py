"""Where somebody reads what is written to them in a conversation."""

from enum import IntEnum


class ReadsWhere(IntEnum):
    """Their direct messages, or inside the server: while those are closed, or by choice."""

    BY_DM = 0
    WHILE_CLOSED = 1
    CHOSEN = 2
    """Nothing of theirs is tried in direct messages, but what they asked for on a schedule."""
