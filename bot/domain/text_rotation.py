"""Which encouragement comes next: none again before all that may come have come."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

APART = 10
"""Where there are enough texts, none comes again within so many, also where a round ends."""


@dataclass(frozen=True, slots=True)
class Seen:
    """When a text was shown last: in which round through the texts, and as the how-manieth."""

    round: int
    turn: int


@dataclass(frozen=True, slots=True)
class Draw:
    """The texts of which one comes next by chance, and how its showing is noted."""

    texts: tuple[str, ...]
    seen: Seen


def draw(texts: Sequence[str], seen: Mapping[str, Seen]) -> Draw | None:
    """What may come next of these texts, given what was seen of them; None when there are none.

    Decks may change at any time, an operator's texts and a reader's themes alike: what was seen
    least comes first, and a text that is new is not shown more often to make up for it.
    """
    if not texts:
        return None
    rounds = {text: seen[text].round if text in seen else 0 for text in texts}
    newest, oldest = max(rounds.values()), min(rounds.values())
    due = [text for text in texts if rounds[text] == oldest]
    turn = 1 + max((one.turn for one in seen.values()), default=0)
    now = newest + 1 if newest == oldest else newest
    # as far as any text that was ever shown, or it would come first again beside those
    furthest = max((one.round for one in seen.values()), default=0)
    return Draw(tuple(_rested(due, texts, seen)), Seen(max(now, furthest), turn))


def _rested(due: list[str], texts: Sequence[str], seen: Mapping[str, Seen]) -> list[str]:
    """Those of `due` that were not among the last few shown, where there are any."""
    known = sorted((text for text in texts if text in seen), key=lambda text: -seen[text].turn)
    lately = set(known[: min(APART, len(texts) // 2)])
    return [text for text in due if text not in lately] or due
