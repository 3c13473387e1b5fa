"""What the rules of one language are, once read: immutable, and with nothing of a file in them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from bot.domain.care.cards import Card
from bot.domain.care.patterns import Pattern

SLOTS: Final = (
    "never",
    "close",
    "joke",
    "earnest",
    "other",
    "denied",
    "own_not",
    "resolved",
    "long_ago",
    "past",
    "recent",
    "everyday",
    "insists",
)
"""What may stand around a thing said, in the order in which it is asked.

never    it is no statement about anybody: a film, a law, a question to somebody else; of a rule
         about somebody else not where `close` stands, too
close    somebody whom who writes knows: whoever worries about them asks, and says `you`
joke     an exaggeration or a saying; not where `earnest` stands, too
other    it is about somebody else
denied   it is said not to be so; not where `own_not` stands, too
own_not  a "not" that belongs to the words before: "i can't any more i want to die"
resolved it is said that it will not be done, anywhere in the clause or in the next one
long_ago it was so years ago, with a number, an age or a year: also of what is said without a verb
past     it was so; not where `recent` stands, too
everyday it stands among words of an ordinary day: who knows; not where `insists` stands, too
"""


@dataclass(frozen=True, slots=True, eq=False)
class Rule:
    """One way to say something. `ignores` are slots that do not matter to it."""

    name: str
    says: str
    card: Card
    patterns: tuple[Pattern, ...]
    unless: tuple[Pattern, ...] = ()
    ignores: frozenset[str] = frozenset()
    shared: bool = False
    """Its words look the same in other languages: their `never` and `joke` hold for it, too."""
    hint: bool = False
    """Too weak alone: two different ones near each other, and it is `now`."""


@dataclass(frozen=True, slots=True, eq=False)
class Language:
    """All rules of one language."""

    code: str
    spaced: bool
    """Whether its words stand apart."""
    rules: tuple[Rule, ...]
    slots: Mapping[str, tuple[Pattern, ...]]
    turns: frozenset[str]
    """Words such as `but`: what stands before one says nothing about what stands after it."""
    disguised: frozenset[str]
    """Words that people misspell or write with stars."""
