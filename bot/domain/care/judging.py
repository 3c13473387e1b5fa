"""What a rule found in a clause, and what the words around it make of it."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Final

from bot.domain.care.cards import HINT, Card, Reason
from bot.domain.care.matching import AROUND, CLOSE, Clause, find
from bot.domain.care.patterns import Pattern
from bot.domain.care.rules import SLOTS, Language, Rule

_TURNED: Final = {
    "other": Card.FRIEND,
    "denied": Card.PAST,
    "resolved": Card.PAST,
    "long_ago": Card.PAST,
    "past": Card.PAST,
    "everyday": Card.PAST,  # who may be joking gets the quiet card: never silence
}
_ANYWHERE: Final = "resolved"
"""The slot that is looked for in all of the clause, over its turns."""
_UNLESS: Final = {
    "never": "close",
    "denied": "own_not",
    "joke": "earnest",
    "long_ago": "recent",
    "past": "recent",
    "everyday": "insists",
}
_MOST_PLACES: Final = 3
"""Places at which one pattern is judged in one clause."""


@dataclass(frozen=True, slots=True)
class Judged:
    """What a rule found, where, and what its slots made of it."""

    language: Language
    rule: Rule
    start: int
    end: int
    card: Card | None
    slot: str

    def overrules(self, other: "Judged", known: Callable[[], Counter[str]]) -> bool:
        """Who reads more of the same words has understood them better.

        A draw goes to the later rule of one language, and between two languages to the one that
        knows more words of the clause. A hint silences nobody.
        """
        if self.slot == HINT:
            return False
        own, others = self.end - self.start, other.end - other.start
        if self.language is other.language:
            within = self.start <= other.start and other.end <= self.end
            rules = self.language.rules
            order = rules.index(self.rule), rules.index(other.rule)
            return within and (own, order[0]) > (others, order[1])
        overlaps = self.start < other.end and other.start < self.end
        codes = self.language.code, other.language.code
        return overlaps and (own, known()[codes[0]]) > (others, known()[codes[1]])

    def reason(self, clause: str) -> Reason:
        """The same for who is told why."""
        return Reason(self.language.code, self.rule.name, self.card, self.slot, clause)


def judge(
    clause: Clause,
    whole: Clause,
    language: Language,
    rule: Rule,
    pattern: Pattern,
    others: Sequence[Language],
    offset: int,
    *,
    brief: bool,
) -> Iterator[Judged]:
    """Each place where the pattern stands, with what its slots make of it.

    `whole` is what was said on both sides of a turn, and behind BEYOND the next clause.
    `brief`: in a short text also words of an ordinary day count. In a long one, which is no quick
    joke, only what is close makes one of it: the next sentence may lack nothing but its stop.
    """
    for start, end in islice(find(pattern, clause), _MOST_PLACES):
        around = _Around(clause, whole, start, end, brief=brief)
        slot = next(_standing(rule, language, others, around), "")
        card = _TURNED.get(slot) if slot else rule.card
        if rule.hint and not slot:
            card, slot = None, HINT
        yield Judged(language, rule, start + offset, end + offset, card, slot)


def _standing(
    rule: Rule, language: Language, others: Sequence[Language], around: "_Around"
) -> Iterator[str]:
    """The slots that stand around it, the first one decides."""
    close = AROUND if around.brief else CLOSE
    if around.has(rule.unless, reach=close):
        yield "unless"
    for slot in SLOTS:
        if slot in rule.ignores or slot in _UNLESS.values():
            continue
        if slot == _ANYWHERE:
            if rule.card is Card.NOW and around.has_anywhere(language.slots[slot]):
                yield slot
            continue
        if slot == "everyday" and not (around.brief and rule.card is Card.NOW):
            continue
        wide = slot in {"never", "joke", "everyday"}
        languages = (language, *others) if wide else (language,)
        reach = close if slot == "joke" else AROUND
        if not any(around.has(one.slots[slot], pauses=not wide, reach=reach) for one in languages):
            continue
        unless = _UNLESS.get(slot)
        if unless == "close" and rule.card is not Card.FRIEND:
            unless = None
        if not (unless and any(around.has(one.slots[unless]) for one in languages)):
            yield slot


class _Around:
    """The words around a thing said. Pauses count only where they are asked for."""

    def __init__(self, clause: Clause, whole: Clause, start: int, end: int, *, brief: bool) -> None:
        self._clause, self._whole, self._start, self._end = clause, whole, start, end
        self.brief = brief

    def has(
        self, patterns: Sequence[Pattern], *, pauses: bool = False, reach: int = AROUND
    ) -> bool:
        """Whether one of the patterns stands there."""
        return any(
            True
            for pattern in self._clause.possible(patterns)
            for _ in find(
                pattern,
                self._clause.around(
                    self._start,
                    self._end,
                    pauses=pattern.pauses or (pauses and not pattern.beyond),
                    beyond=pattern.beyond,
                    reach=reach,
                ),
            )
        )

    def has_anywhere(self, patterns: Sequence[Pattern]) -> bool:
        """Whether one of the patterns stands in all of the clause, or goes on in the next one."""
        return any(True for one in self._whole.possible(patterns) for _ in find(one, self._whole))
