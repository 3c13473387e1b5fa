"""What moderators, and those whom they keep out, are answered instead of a result.

SupportError
├── NotAllowed
│   └── NotAModerator   only for a server's moderators
├── BannedHere          moderators keep this person from asking and listening
│   └── PausedHere      for a while
├── UnknownNumber       a private number that moderators may not see, or that is none
│   └── SeveralNumbers  several begin so
├── OwnNumber           moderators cannot act on themselves
└── AnsweredAlready     moderators are answered once
"""

from bot.domain.errors import NotAllowed, SupportError


class NotAModerator(NotAllowed):
    """It is for those who moderate the server."""

    prompt = "error.not_a_moderator"


class BannedHere(SupportError):
    """Moderators keep this person from asking and listening in the server."""

    prompt = "error.banned_here"
    ways_on = ("read_moderators", "helplines", "privacy")


class PausedHere(BannedHere):
    """As BannedHere, for a while: value `until`."""

    prompt = "error.paused_here"


class UnknownNumber(SupportError):
    """No private number that this moderator may see begins so. The same words for one that there is
    not, of another server, and of somebody whom nothing of theirs names."""

    prompt = "error.unknown_number"
    mendable = True


class SeveralNumbers(UnknownNumber):
    """Several begin so: more characters are needed, and none is picked."""

    prompt = "error.several_numbers"


class OwnNumber(SupportError):
    """Moderators cannot act on a number of their own."""

    prompt = "error.own_number"


class AnsweredAlready(SupportError):
    """What moderators wrote is answered once."""

    prompt = "error.answered_already"
