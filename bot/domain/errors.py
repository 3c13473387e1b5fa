"""What can be answered instead of a result. Each error names the words a person will read.

SupportError
├── NotSetUp            the server has not been set up, or no longer is
├── OutOfDate           a button or form of something that is over, or that is not yours
│   ├── ConversationOver    the conversation has ended already
│   ├── PostedAlready       the draft is an ask by now
│   └── NoLongerHeld        a text was given to somebody, or erased
├── NotAllowed          only for those who manage the server
├── NotSwitchedOn       the server has not switched it on
├── WordsRefused
│   ├── NoWords         nothing visible was written
│   │   └── NoGoalWords     nor as a goal
│   └── TooManyWords    longer than fits
│       └── GoalTooLong     a goal is
├── LimitReached
│   ├── AskAlreadyOpen  one open ask at a time
│   │   └── InConversation  it has been accepted: there is nothing to take back
│   ├── AnotherAskOpen  nor can one that ended wait once more meanwhile
│   ├── TooMuchAtOnce   more within a minute than is passed on
│   ├── AlreadyThanked  thanks are said once after a conversation
│   └── AsksForToday    the day's asks are used up
├── CannotReachYou      the person's direct messages are closed
│   ├── CannotReachAsker  before posting, where one may go on without them
│   └── CannotReachListener  before joining, likewise
├── CannotPost          the bot may not write where asks are posted
│   └── CannotPostYet   known before anything is written
├── CannotEncourageThere  nor where encouragements were to come
├── TryAgain            Discord did not answer; nothing was lost
│   └── ServerAway      the bot was taken out of the server, and may be invited again soon
├── SettingsRefused
│   ├── AskedBack       it can be read in several ways: which one is meant
│   │   ├── WhichPlace      several places are called so, or none alone
│   │   ├── LikelyPlace     no place is called so, and one almost
│   │   ├── WhichHalf       in the morning or in the evening
│   │   └── WhichDate       the day first, or the month
│   ├── UnknownZone     no place with that name is known
│   ├── NoPlace         a time was given without the place of its clock
│   ├── UnknownHours    the hours cannot be read
│   │   ├── HalvesUnclear   nor whether they are of the morning or of the evening
│   │   └── NoLength        they end when they begin
│   │       └── AllDayOrNever   where all day can be said
│   ├── TooManyHours    more stretches of a day than fit
│   ├── WhichDays       hours were typed, and no day was chosen for them
│   ├── UnknownTime     the time of day cannot be read
│   ├── UnknownWhen     neither a time nor a place can be read in one field
│   ├── UnknownDays     the number of days cannot be read, or is too large
│   │   └── NoWholeDays     it is a length of time, and not of whole days
│   ├── NoChannel       no channel is chosen
│   ├── NoTextChannel   one in which nobody writes
│   ├── MissingThere    one in which the bot may not do what it has to
│   ├── NotAgreed       a box is not ticked
│   ├── NoWeekday       no day of the week is left
│   ├── NoSchedule      there is nothing on a schedule to change
│   ├── NoGoal          no goal is set
│   ├── WhichGoal       several are, and it is not said which one
│   ├── TooManyGoals    as many are set as fit
│   ├── ZoneNeeded      offers off duty need to know when it is night
│   └── ClockNeeded     days off need to know when a day begins
├── NotAListener        only opted-in listeners take asks
└── NoLongerAvailable   somebody else has it, it is over, or it is not for this listener:
                        always the same words, so that they tell nothing

Those about forms stand in form_errors.py and unread.py; those about ages, moderation, reports, open
asks, limits, suggestions, skills, questions before accepting and mornings in files named after
these.
"""

from datetime import datetime, timedelta
from typing import ClassVar


class SupportError(Exception):
    """The base: `prompt` is a key in prompts/messages, `values` fill its placeholders."""

    prompt: ClassVar[str] = "error.unexpected"
    ways_on: ClassVar[tuple[str, ...]] = ()
    """What can be done about it: buttons, with `token`."""
    of_managers: ClassVar[tuple[str, ...]] = ()
    """What those who manage the server can do about it before that."""
    mendable: ClassVar[bool] = False
    """Whether a form can be taken after all, with other answers or in a moment."""

    def __init__(
        self, *, token: str | None = None, **values: str | int | datetime | timedelta
    ) -> None:
        super().__init__(self.prompt)
        self.token = token
        self.values = values
        self.leads_to: tuple[str, ...] = ()
        """The ways on from where it happened, where it has none of its own."""


class NotSetUp(SupportError):
    """The server has not been set up yet."""

    prompt = "error.not_set_up"
    ways_on = ("helplines",)
    of_managers = ("setup",)


class OutOfDate(SupportError):
    """What the button or form belonged to is over, or belongs to somebody else."""

    prompt = "error.out_of_date"


class ConversationOver(OutOfDate):
    """The conversation that the button belongs to has ended already."""

    prompt = "error.conversation_over"
    ways_on = ("conversations",)


class PostedAlready(OutOfDate):
    """The draft was posted, so that it cannot be changed any more."""

    prompt = "error.posted_already"
    ways_on = ("conversations",)


class NoLongerHeld(OutOfDate):
    """A text that waited for its reader is given to one, or erased."""

    prompt = "error.no_longer_held"
    ways_on = ("conversations",)


class NotAllowed(SupportError):
    """The command is for those who manage the server."""

    prompt = "error.not_allowed"
    ways_on = ("conversations", "helplines")


class NotSwitchedOn(SupportError):
    """The server has not switched this on."""

    prompt = "error.not_switched_on"
    of_managers = ("setup",)


class LimitReached(SupportError):
    """A limit that keeps the server fair."""


class TooMuchAtOnce(LimitReached):
    """More was written within a minute than is passed on; `next`: when it goes on."""

    prompt = "error.too_much_at_once"
    mendable = True


class AlreadyThanked(LimitReached):
    """Thanks for this conversation were said already."""

    prompt = "error.already_thanked"
    ways_on = ("conversations",)


class AskAlreadyOpen(LimitReached):
    """One ask at a time for each person in each server."""

    prompt = "error.ask_already_open"
    ways_on = ("conversations",)


class InConversation(AskAlreadyOpen):
    """A listener has accepted the one that is open."""

    prompt = "error.in_conversation"


class AnotherAskOpen(LimitReached):
    """As AskAlreadyOpen, for one that was to wait once more; `length`: how long it is kept."""

    prompt = "error.another_ask_open"
    ways_on = ("conversations",)


class AsksForToday(LimitReached):
    """The asks of the last 24 hours are used up. Values: `count`, the limit; `next`, when another
    one is possible."""

    prompt = "error.asks_for_today"
    ways_on = ("helplines",)


class CannotReachYou(SupportError):
    """The person's direct messages are closed to the bot."""

    prompt = "error.cannot_reach_you"


class CannotReachAsker(CannotReachYou):
    """As CannotReachYou, before posting: an asker may go on without direct messages."""

    prompt = "error.cannot_reach_asker"
    ways_on = ("post_anyway",)


class CannotPost(SupportError):
    """The bot may not write in the channel for asks."""

    prompt = "error.cannot_post"
    ways_on = ("helplines",)
    of_managers = ("setup",)


class CannotPostYet(CannotPost):
    """As CannotPost, for somebody who has not written anything yet."""

    prompt = "error.cannot_post_yet"


class CannotEncourageThere(SupportError):
    """The bot may not write in the channel where encouragements were to come."""

    prompt = "error.cannot_encourage_there"
    mendable = True


class TryAgain(SupportError):
    """Discord did not answer in time; nothing was lost."""

    prompt = "error.try_again"
    mendable = True


class ServerAway(TryAgain):
    """The bot was taken out of the server, perhaps by mistake; `kept`: how long all of it is."""

    prompt = "error.server_away"
    ways_on = ("helplines",)


class NotAListener(SupportError):
    """Only those who joined as listeners take asks."""

    prompt = "error.not_a_listener"
    ways_on = ("listen",)


class NoLongerAvailable(SupportError):
    """The ask cannot be had, whatever the cause."""

    prompt = "error.no_longer_available"
    ways_on = ("listen",)
