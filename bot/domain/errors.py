"""What can be answered instead of a result. Each error names the words a person will read.

SupportError
├── NotSetUp            the server has not been set up, or no longer is
├── OutOfDate           a button or form of something that is over, or that is not yours
├── NotAllowed          only for those who manage the server
├── WordsRefused
│   ├── NoWords         nothing visible was written
│   └── TooManyWords    longer than fits
├── LimitReached
│   ├── AskAlreadyOpen  one open ask at a time
│   └── AsksForToday    the day's asks are used up
├── CannotReachYou      the person's direct messages are closed
├── CannotPost          the bot may not write where asks are posted
├── TryAgain            Discord did not answer; nothing was lost
├── NotAListener        only opted-in listeners take asks
└── NoLongerAvailable   somebody else has it, it is over, or it is not for this listener:
                        always the same words, so that they tell nothing
"""

from typing import ClassVar


class SupportError(Exception):
    """The base: `prompt` is a key in prompts/messages, `values` fill its placeholders."""

    prompt: ClassVar[str] = "error.unexpected"

    def __init__(self, **values: str | int) -> None:
        super().__init__(self.prompt)
        self.values = values


class NotSetUp(SupportError):
    """The server has not been set up yet."""

    prompt = "error.not_set_up"


class OutOfDate(SupportError):
    """What the button or form belonged to is over, or belongs to somebody else."""

    prompt = "error.out_of_date"


class NotAllowed(SupportError):
    """The command is for those who manage the server."""

    prompt = "error.not_allowed"


class WordsRefused(SupportError):
    """The text cannot be taken as it is."""


class NoWords(WordsRefused):
    """Nothing visible was written."""

    prompt = "error.no_words"


class TooManyWords(WordsRefused):
    """Longer than fits. Values: `limit` and `length`, in characters as Discord counts them."""

    prompt = "error.too_many_words"


class LimitReached(SupportError):
    """A limit that keeps the server fair."""


class AskAlreadyOpen(LimitReached):
    """One ask at a time for each person in each server."""

    prompt = "error.ask_already_open"


class AsksForToday(LimitReached):
    """The asks of the last 24 hours are used up. Value: `count`, the limit."""

    prompt = "error.asks_for_today"


class CannotReachYou(SupportError):
    """The person's direct messages are closed to the bot."""

    prompt = "error.cannot_reach_you"


class CannotPost(SupportError):
    """The bot may not write in the channel for asks."""

    prompt = "error.cannot_post"


class TryAgain(SupportError):
    """Discord did not answer in time; nothing was lost."""

    prompt = "error.try_again"


class NotAListener(SupportError):
    """Only those who joined as listeners take asks."""

    prompt = "error.not_a_listener"


class NoLongerAvailable(SupportError):
    """The ask cannot be had, whatever the cause."""

    prompt = "error.no_longer_available"
