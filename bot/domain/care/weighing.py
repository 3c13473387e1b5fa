"""What is made of the rules and of the model together: which card, and from which share on.

The model's three scores are mixed, and what the rules found leans them one way or another: few
numbers, fitted to lines that neither had seen, so neither is believed for what it learnt by heart.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import starmap
from math import exp
from operator import mul
from typing import Final

from bot.domain.care.cards import Card, Reason

CARDS: Final = (Card.NOW, Card.FRIEND, Card.PAST)
"""The cards of the model's outputs, in their order."""
SCORES: Final = 2 * len(CARDS)
"""Of the whole, and the highest of any clause."""
_NOTHING: Final = "none"


SURE: Final = 0.8
"""From which share a quiet card is believed for a few words in which no rule found anything: they
say little, and the model, which has read longer ones, saw the past in "Never mind."."""


@dataclass(frozen=True, slots=True)
class Weighing:
    """How scores become a card."""

    mix: Sequence[Sequence[float]]
    """For each output: how much each score says for it, those of the whole and then the highest of
    any clause, and last what it has anyway."""
    leans: Mapping[str, Sequence[float]]
    """What is added to each output by what the rules found; see `found_by_rules`."""
    alone: float
    """From which share of `now` it is believed where no rule found anything."""
    turned: float
    """The same where a rule found something, and words around it spoke against it."""
    by_rule: float
    """The same where a rule said it, too."""
    quiet_alone: float
    """From which share of a quiet card it is believed where no rule said any."""
    in_passing: float
    """And in a long text, of which no more than a stretch is read at once: there no rule helps."""
    quiet_in_passing: float
    """The same for a quiet card in a long text."""

    @property
    def least_in_passing(self) -> float:
        """Below this no score comes near any card in passing, whatever the other ones are."""
        return 0.5 if min(self.in_passing, self.quiet_in_passing) > 0.9 else float("-inf")

    def shares(self, scores: Sequence[float], found: Iterable[str] = ()) -> list[float]:
        """How likely each output is, of 1 together with nothing."""
        sums = [sum(starmap(mul, zip(row, (*scores, 1.0), strict=True))) for row in self.mix]
        for name in found:
            if name in self.leans:
                sums = [one + lean for one, lean in zip(sums, self.leans[name], strict=True)]
        parts = [exp(min(one, 50.0)) for one in sums]
        whole = 1.0 + sum(parts)
        return [part / whole for part in parts]

    def card(
        self, scores: Sequence[float], reasons: Sequence[Reason], *, is_short: bool = False
    ) -> Card | None:
        """The card for a text with these scores, and the highest ones of its clauses behind them,
        of which the rules found this. What a rule called `now` is never without any card."""
        shares = self.shares(scores, found_by_rules(reasons))
        by_rule = any(one.card is Card.NOW for one in reasons)
        enough = self.by_rule if by_rule else self.turned if reasons else self.alone
        if shares[0] > enough:
            return Card.NOW
        quiet = max((1, 2), key=shares.__getitem__)
        by_any = any(one.card is not None for one in reasons)
        alone = max(self.quiet_alone, SURE) if is_short and not reasons else self.quiet_alone
        if shares[quiet] > (1 - sum(shares) if by_any else alone):
            return CARDS[quiet]
        return Card.PAST if by_rule else None

    def card_in_passing(self, scores: Sequence[float]) -> Card | None:
        """The card for a stretch of a long text in which no rule found anything."""
        if max(scores) < self.least_in_passing:
            return None  # most stretches, and there are many
        shares = self.shares((*scores, *scores), found_by_rules(()))
        if shares[0] > self.in_passing:
            return Card.NOW
        quiet = max((1, 2), key=shares.__getitem__)
        return CARDS[quiet] if shares[quiet] > self.quiet_in_passing else None


def found_by_rules(reasons: Iterable[Reason]) -> Sequence[str]:
    """What the rules found, in names that hold for all languages: the strongest card, with the
    slot that made it, and the other cards beside it; without one, what silenced them."""
    slots = {(one.card, one.slot) for one in reasons}
    cards = sorted({card.value for card, _ in slots if card is not None})
    if not cards:
        silenced = min((slot for _, slot in slots), default="")
        return (_NOTHING, f"{_NOTHING}:{silenced}")
    best = max((card for card, _ in slots if card is not None), key=lambda card: card.strength)
    slot = min(slot for card, slot in slots if card is best)
    together = ("+".join(cards),) if len(cards) > 1 else ()
    return (best.value, f"{best.value}:{slot}", *together)
