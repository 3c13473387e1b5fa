"""What was filled in and cannot be taken as it is: the errors of forms.

Their place in the tree of all errors is drawn in errors.py.
"""

from bot.domain.errors import CannotReachYou, SupportError


class SettingsRefused(SupportError):
    """What was filled in cannot be taken as it is."""

    mendable = True


class NoChannel(SettingsRefused):
    """No channel was chosen."""

    prompt = "error.no_channel"


class NoTextChannel(SettingsRefused):
    """The bot writes in ordinary text channels alone."""

    prompt = "setup.only_text"


class MissingThere(SettingsRefused):
    """What the bot may not do in the channel that was chosen. Value: `missing`, a line each, with
    how to mend it."""

    prompt = "error.missing_there"


class NoWeekday(SettingsRefused):
    """No day of the week was chosen."""

    prompt = "error.no_weekday"


class NoSchedule(SettingsRefused):
    """There is nothing on a schedule to change."""

    prompt = "error.no_schedule"
    mendable = False


class NoGoal(SettingsRefused):
    """No goal is set."""

    prompt = "error.no_goal"
    mendable = False
    ways_on = ("set_goal",)


class WhichGoal(SettingsRefused):
    """There are several, and the button names none of them."""

    prompt = "error.which_goal"
    mendable = False
    ways_on = ("goal",)


class TooManyGoals(SettingsRefused):
    """As many goals are set as fit; `limit` is how many. Once one has ended, there is room."""

    prompt = "error.too_many_goals"
    ways_on = ("goal",)


class ZoneNeeded(SettingsRefused):
    """Offers off duty need to know when it is night."""

    prompt = "error.zone_needed"


class ClockNeeded(SettingsRefused):
    """A day off begins and ends by a clock that is not known."""

    prompt = "error.clock_needed"


class NotAgreed(SettingsRefused):
    """A form was sent off without the tick by which one agrees."""

    prompt = "error.not_agreed"


class CannotReachListener(CannotReachYou):
    """As CannotReachYou, before joining: a listener may do without direct messages, too."""

    prompt = "error.cannot_reach_listener"
    ways_on = ("join_here",)


class WordsRefused(SupportError):
    """The text cannot be taken as it is."""

    mendable = True


class NoWords(WordsRefused):
    """Nothing visible was written."""

    prompt = "error.no_words"


class TooManyWords(WordsRefused):
    """Longer than fits. Values: `limit` and `length`, in characters as Discord counts them."""

    prompt = "error.too_many_words"


class NoGoalWords(NoWords):
    """Nothing visible was written as a goal."""

    prompt = "error.no_goal_words"


class GoalTooLong(TooManyWords):
    """A goal is longer than fits. Values as of TooManyWords."""

    prompt = "error.goal_too_long"
