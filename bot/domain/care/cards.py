"""What screening can find: which card, and why."""

from dataclasses import dataclass, field
from enum import Enum
from itertools import pairwise
from typing import Final

HINT: Final = "hint"
"""In place of a slot: the rule is too weak alone."""
NEAR: Final = 4
"""Clauses between which two hints belong together."""


class Card(Enum):
    """Which card is shown; the words on it stand in `prompts/`."""

    NOW = "now"
    """Somebody may be in danger of their own hand."""
    FRIEND = "friend"
    """Somebody is worried about somebody else."""
    PAST = "past"
    """It is over, or it is denied: quiet and kind, never silence."""

    @property
    def strength(self) -> int:
        """The stronger of two cards is shown."""
        return {Card.PAST: 1, Card.FRIEND: 2, Card.NOW: 3}[self]


@dataclass(frozen=True, slots=True)
class Reason:
    """One rule that fitted one clause, or the model.

    `slot` is what turned or silenced it, empty if nothing.

    `card` is None where the rule was silenced. The clause is somebody's words: it is for the
    explaining command only, and is never logged or kept.
    """

    language: str
    rule: str
    card: Card | None
    slot: str = ""
    clause: str = field(default="", repr=False)
    at: int = 0
    """Which clause of the text."""
    because: tuple[str, ...] = field(default=(), repr=False)
    """The features that spoke most for it, if it is the model's."""


@dataclass(frozen=True, slots=True)
class Finding:
    """The strongest card over all clauses, and the reasons; without a card nothing was found."""

    card: Card | None = None
    why: tuple[Reason, ...] = ()


def strongest(reasons: tuple[Reason, ...]) -> Finding:
    """now before friend before past; two different hints near each other are now."""
    cards = [one.card for one in reasons if one.card]
    hints = sorted((one.at, one.rule) for one in reasons if one.slot == HINT)
    if any(one[1] != two[1] and two[0] - one[0] <= NEAR for one, two in pairwise(hints)):
        cards.append(Card.NOW)
    return Finding(max(cards, key=lambda card: card.strength, default=None), reasons)
