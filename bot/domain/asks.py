"""What an ask is: a request for help, first a draft, then waiting, taken, closed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from bot.domain.ages import Age
from bot.domain.form_errors import NoWords, TooManyWords
from bot.domain.ids import AskerNumber, AskId, DraftId, GuildId, ListenerNumber, PersonTag
from bot.domain.text import clean, is_blank, length


class AskKind(StrEnum):
    """Who sees the words."""

    PRIVATE = "private"
    """One listener only; the channel shows that somebody asks, without a word of the text."""
    OPEN = "open"
    """The words stand in the channel, without a name."""


class AskState(StrEnum):
    """Where an ask stands."""

    WAITING = "waiting"
    TAKEN = "taken"
    CLOSED = "closed"


class Here(StrEnum):
    """Which listeners a server has now, as much as an asker is told of it."""

    NOW = "now"
    """Somebody is on duty."""
    LATER = "later"
    NOBODY = "nobody"
    """Nobody listens here at all, but perhaps the asker."""
    NOBODY_FOR_THIS = "nobody_for_this"
    """As NOBODY, where groups are kept apart: nobody of those who could take this ask."""


@dataclass(frozen=True, slots=True)
class OwnWords:
    """What a person wrote; in an ask also what would help, which may be empty."""

    words: str
    would_help: str = ""


@dataclass(frozen=True, slots=True)
class Wishes:
    """What an asker chose beside their words: keys of prompts' lists, empty where not chosen."""

    topic: str = ""
    language: str = ""
    heavy: bool = False
    learn: str = ""
    """What they would like to learn: a skill of the list, or `SOMETHING_ELSE`."""


SOMETHING_ELSE = "something_else"
"""To learn what is not in the list: their words say what."""

NO_WISHES = Wishes()

WAITS_AT_MOST = timedelta(hours=72)
"""Nobody's ask waits for longer after it was posted, whatever happens; one that a listener had may
wait for a few hours after that."""

TAKEN_BACK_WITHIN = timedelta(minutes=5)
"""An ask that was taken back so soon was thought better of: it does not count."""

CHANGED_AT_MOST = 5
"""How often the words of one ask can be changed: each time whoever read it reads so."""

POSTED_IN_ALL = 4
"""How many times a day's asks may be posted, those that do not count among them."""


@dataclass(frozen=True, slots=True)
class Draft:
    """An ask that its author can still change. Only they see it, and it expires."""

    id: DraftId
    guild_id: GuildId
    person: PersonTag
    kind: AskKind
    text: OwnWords
    expires_at: datetime
    wishes: Wishes = NO_WISHES
    excluded: frozenset[ListenerNumber] = frozenset()
    """Who must not get it; a private ask only, as a channel hides from nobody."""
    again: str | None = None
    """The token of `SameListener`, where it shall go to one listener first."""
    changes: AskId | None = None
    """The ask whose words these are to replace, where it was posted already."""


@dataclass(frozen=True, slots=True)
class Ask:
    """An ask that was posted. Its words are gone some time after it closed."""

    id: AskId
    guild_id: GuildId
    asker: PersonTag
    asker_number: AskerNumber
    kind: AskKind
    state: AskState
    posted_at: datetime
    expires_at: datetime
    text: OwnWords | None
    wishes: Wishes = NO_WISHES
    without_dm: bool = False
    """Whether its asker chose to look under My conversations, as their direct messages are
    closed."""
    closed_at: datetime | None = None
    words_kept_until: datetime | None = None
    """Where that is fixed: as nobody was free for it."""
    age: Age = Age.UNKNOWN
    """The group of its asker, when it was posted."""
    edition: int = 0
    """How often its words were changed since it was posted."""

    @property
    def can_wait_again(self) -> bool:
        """Whether it is over, and its words are still kept."""
        return self.state is AskState.CLOSED and self.text is not None


@dataclass(frozen=True, slots=True)
class PostedLately:
    """When somebody posted an ask, and whether it counts towards those of a day."""

    at: datetime
    counts: bool = True


@dataclass(frozen=True, slots=True)
class Full:
    """A day's asks are used up: how many they were, and when the first of them was posted."""

    count: int
    oldest: datetime


def too_many(posted: Sequence[PostedLately], a_day: int) -> Full | None:
    """Whether a day's asks are used up, from those of the last 24 hours, the newest first.

    Those that were taken back within minutes do not count, up to a few times as many: each was
    posted, and listeners were told of it.
    """
    counting, every = [one.at for one in posted if one.counts], [one.at for one in posted]
    for times, limit in ((every, a_day * POSTED_IN_ALL), (counting, a_day)):
        if len(times) >= limit:
            return Full(limit, times[limit - 1])
    return None


def written(words: str, would_help: str, words_limit: int, would_help_limit: int) -> OwnWords:
    """Clean what was typed into the form.

    Limits are in characters as Discord counts them.
    Raises NoWords when nothing visible is left, TooManyWords when it does not fit.
    """
    if is_blank(words):
        raise NoWords
    return OwnWords(_fitting(words, words_limit), _fitting(would_help, would_help_limit))


def _fitting(typed: str, limit: int) -> str:
    text = clean(typed)
    if length(text) > limit:
        raise TooManyWords(limit=limit, length=length(text))
    return text


def kinds_offered(
    *, open_asks: bool, members: int, listeners: int, few_members: int, few_listeners: int
) -> tuple[AskKind, ...]:
    """Which kinds a person may choose from; private first, always.

    In a small server people guess from little, so an open ask is not offered there.
    """
    small = members < few_members or listeners < few_listeners
    return (AskKind.PRIVATE, AskKind.OPEN) if open_asks and not small else (AskKind.PRIVATE,)
