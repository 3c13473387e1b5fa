"""What screening can find: which card, and why."""

from dataclasses import dataclass, field
from enum import Enum


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
    """One rule that fitted one clause. `slot` is what turned or silenced it, empty if nothing.

    `card` is None where the rule was silenced. The clause is somebody's words: it is for the
    explaining command only, and is never logged or kept.
    """

    language: str
    rule: str
    card: Card | None
    slot: str = ""
    clause: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Finding:
    """The strongest card over all clauses, and the reasons; without a card nothing was found."""

    card: Card | None = None
    why: tuple[Reason, ...] = ()


def strongest(reasons: tuple[Reason, ...]) -> Finding:
    """now before friend before past."""
    cards = [one.card for one in reasons if one.card]
    return Finding(max(cards, key=lambda card: card.strength, default=None), reasons)
