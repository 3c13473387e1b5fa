"""What can give somebody away, and where it stands in a text."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class Kind(StrEnum):
    """What a few words tell about who wrote them."""

    NAME = "name"
    EMAIL = "email"
    PHONE = "phone"
    HANDLE = "handle"
    """What somebody is called on a site or an app."""
    ID = "id"
    """A number of Discord's."""
    MENTION = "mention"
    INVITE = "invite"
    LINK = "link"
    """Of somebody's own page."""
    ADDRESS = "address"
    SCHOOL = "school"
    TEAM = "team"
    EMPLOYER = "employer"
    BIRTH = "birth"
    GAME = "game"
    """What somebody is called in a game."""


CONTACT: Final = frozenset(
    {
        Kind.EMAIL,
        Kind.PHONE,
        Kind.HANDLE,
        Kind.ID,
        Kind.MENTION,
        Kind.INVITE,
        Kind.LINK,
        Kind.ADDRESS,
        Kind.GAME,
    }
)
"""By these somebody can be reached or found outside of a conversation."""


@dataclass(frozen=True, slots=True, order=True)
class Detail:
    """One find: the code points from `start` up to `end`, and what they tell."""

    start: int
    end: int
    kind: Kind


def exact_words(look: Callable[[str], Sequence[Detail]], text: str) -> tuple[str, ...]:
    """The words of a text that give its writer away, as they were typed, each once."""
    return tuple(dict.fromkeys(text[one.start : one.end] for one in look(text)))
