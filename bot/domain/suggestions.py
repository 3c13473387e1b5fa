"""Encouragements that members suggest: what may stand in one, and what becomes of it.

draft -> waiting -> taken, not taken, or undecided, where nobody decides in time; taken -> not
taken, where moderators take it out again; from each of these its writer takes it back, and it is
gone.
"""

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.domain.folding import fold
from bot.domain.form_errors import NoWords, TooManyWords
from bot.domain.ids import AskerNumber, GuildId, NumberId, SuggestionId
from bot.domain.suggestion_errors import LinkSuggested
from bot.domain.text import clean, escape, invites, length, neutralise_links

WORDS_AT_MOST = 280
"""Characters as Discord counts them, once nothing in them takes effect: as many as a text of the
decks has."""

ANSWER_AT_MOST = 300
"""Characters of what moderators write to whose suggestion they do not take."""

_LINK = re.compile(r"\w{2,}://|\bwww\.\w", re.IGNORECASE)
_TEXT_ID = re.compile("m-[0-9a-f]{32}")


TIPS_THEME = "skills"


class SuggestionState(StrEnum):
    """Where a suggestion stands."""

    DRAFT = "draft"
    """Its writer alone sees it, and can change it."""
    WAITING = "waiting"
    TAKEN = "taken"
    """It stands in the deck of its server."""
    NOT_TAKEN = "not_taken"
    UNDECIDED = "undecided"
    """Nobody decided in time: its writer can still read that, and their words."""


OPEN = frozenset({SuggestionState.WAITING, SuggestionState.TAKEN})
"""What another one with the same words would be too much beside."""


@dataclass(frozen=True, slots=True)
class Suggested:
    """What somebody wrote and chose. `tell`: whether they read what becomes of it. `tip`: it is
    what helped them, and stands among the skills."""

    words: str
    theme: str
    language: str
    tell: bool
    tip: bool = False


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A suggestion as it is kept."""

    id: SuggestionId
    guild_id: GuildId
    asker: AskerNumber
    state: SuggestionState
    text: Suggested
    written_at: datetime
    """To the hour, once it was sent."""
    decided_at: datetime | None = None
    number: NumberId | None = None
    """By which moderators know its writer; None for a draft."""
    answer: str = ""
    """What moderators wrote who did not take it."""
    look_again: bool = False
    """Somebody who read it wants moderators to look at it again, and none has."""


def read_words(typed: str) -> str:
    """The words as they would stand in the deck: in one line. Raises NoWords, TooManyWords,
    LinkSuggested."""
    words = " ".join(clean(typed).split())
    if not words:
        raise NoWords
    if (shown := length(escape(words))) > WORDS_AT_MOST:
        raise TooManyWords(limit=WORDS_AT_MOST, length=shown)
    if _LINK.search(words) or invites(words) or neutralise_links(words) != words:
        raise LinkSuggested
    return words


def is_among(words: str, others: Iterable[str]) -> bool:
    """Whether one of the others says the same, letter for letter; signs and capitals aside. Of what
    has no letters every sign counts."""
    wanted = fold(words)
    if not wanted:
        return words in others
    return any(fold(other) == wanted for other in others)


def text_id(key: SuggestionId) -> str:
    """By which its text is known beside those of the decks, in a button, too, which takes fewer
    signs than the id has: no deck names one so."""
    return f"m-{hashlib.sha256(key.encode()).hexdigest()[:32]}"


def is_members(text: str) -> bool:
    """Whether a text's id is that of a suggestion, and of none of the decks."""
    return _TEXT_ID.fullmatch(text) is not None
