"""What is said of one table: whose it is, how it is shown to them, how it goes, and when."""

from dataclasses import dataclass
from enum import Enum


class Owner(Enum):
    """Whose rows they are."""

    ASKER = "asker"
    LISTENER = "listener"
    BOTH = "both"
    """Of two who talk: each is shown, and erases, their own side."""
    PERSON = "person"
    """Anybody who uses the bot."""
    GUILD = "guild"
    BOT = "bot"


@dataclass(frozen=True, slots=True)
class TableLife:
    """What becomes of the rows of one table.

    `subject` is the part of `privacy/of_person` that shows and erases them; empty: none does, and
    `shown` and `erased` say why not. `names` are the columns that name a person, a message of
    theirs, or their words.
    """

    owner: Owner
    subject: str
    shown: str
    erased: str
    lives: str
    names: frozenset[str] = frozenset()


def life(owner: Owner, subject: str, shown: str, erased: str, lives: str, *names: str) -> TableLife:
    """What becomes of the rows of a table that somebody's hang on."""
    return TableLife(owner, subject, shown, erased, lives, frozenset(names))


def nobodys(owner: Owner, lives: str, *names: str) -> TableLife:
    """As `life`, for what is of no person."""
    return life(owner, "", "no person's", "no person's", lives, *names)


def whole(owner: Owner, subject: str, shown: str, lives: str, *names: str) -> TableLife:
    """As `life`, for what is erased whole."""
    return life(owner, subject, shown, "whole", lives, *names)
