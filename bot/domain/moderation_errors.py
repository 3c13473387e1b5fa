"""What moderators, and those whom they keep out, are answered instead of a result.

SupportError
├── NotAllowed
│   └── NotAModerator   only for a server's moderators
├── BannedHere          moderators keep this person from asking and listening
│   └── PausedHere      for a while
├── UnknownNumber       a private number that moderators may not see, or that is none
│   └── SeveralNumbers  several begin so
├── OwnNumber           moderators cannot act on themselves
├── AnsweredAlready     moderators are answered once
├── NobodyBehind        whoever had the number erased everything
├── NotApprovedYet      moderators look first at who would like to listen
├── OutOfDate
│   ├── ListenerLookedAt    another moderator decided, or they wait no more
│   └── ListenerLeft        they left the server
├── NameAskedFor        a name is asked for once at a time
├── NotLongEnough       they have not moderated for long enough
└── TwoPeopleNeeded     nobody agrees with themselves
"""

from bot.domain.errors import NotAllowed, OutOfDate, SupportError


class NotAModerator(NotAllowed):
    """It is for those who moderate the server."""

    prompt = "error.not_a_moderator"


class BannedHere(SupportError):
    """Moderators keep this person from asking and listening in the server."""

    prompt = "error.banned_here"
    ways_on = ("read_moderators", "privacy", "helplines")


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


class NobodyBehind(SupportError):
    """Whoever had the number erased everything: there is no name."""

    prompt = "error.nobody_behind"


class NameAskedFor(SupportError):
    """Somebody asked for the name behind the number already."""

    prompt = "error.name_asked_for"
    ways_on = ("names_asked_for",)


class NotLongEnough(SupportError):
    """They were first seen to moderate too lately: value `days`, how long it takes."""

    prompt = "error.not_long_enough"


class TwoPeopleNeeded(SupportError):
    """Another moderator has to agree."""

    prompt = "error.two_people_needed"


class NotApprovedYet(SupportError):
    """Moderators look first at everybody who would like to listen, and have not decided yet."""

    prompt = "error.not_approved_yet"


class ListenerLookedAt(OutOfDate):
    """Another moderator decided about this person, or they wait no more."""

    prompt = "error.listener_looked_at"
    ways_on = ("moderate",)


class ListenerLeft(OutOfDate):
    """Whoever would have liked to listen has left the server."""

    prompt = "error.listener_left"
    ways_on = ("moderate",)
