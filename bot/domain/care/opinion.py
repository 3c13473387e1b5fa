"""The model's opinion, asked for where no rule had one.

In a short text it reads the whole; in a long one clause by clause, and must be surer there, for
it is asked more often. It is not asked where laughter, a game or things of an ordinary day stand:
it cannot tell a joke.
"""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from bot.domain.care.candidates import FittingRules
from bot.domain.care.cards import HINT, Card, Reason
from bot.domain.care.matching import Spaced, Unspaced
from bot.domain.care.model import Model
from bot.domain.care.rules import Language

FEWEST_WORDS: Final = 4
"""Fewer say too little to have an opinion of."""
MOST_PARTS: Final = 100
PART: Final = 14
"""Words of a long clause that are read at once: where a stop is missing it may be two."""
MODEL: Final = "model"
"""In place of a rule's name."""
_DENSE: Final = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")


def _parts(clause: Sequence[str]) -> Iterator[Sequence[str]]:
    for start in range(0, max(1, len(clause) - PART // 2), PART // 2):
        yield clause[start : start + PART]


class Opinion:
    """A model that is asked after the rules."""

    def __init__(
        self, model: Model, languages: Sequence[Language], candidates: FittingRules
    ) -> None:
        self._model = model
        self._languages = languages
        self._candidates = candidates

    def of(
        self, text: str, clauses: Sequence[Sequence[str]], found: Sequence[Reason], *, brief: bool
    ) -> Iterator[Reason]:
        """What it thinks of a plain text, or of its clauses, about which no rule said anything."""
        said = {one.at for one in found if one.slot != HINT}
        hinted = any(one.slot == HINT for one in found)
        if brief:
            whole = [word for clause in clauses for word in clause]
            if not said:
                yield from self._of(text, whole, 0, hinted=hinted, brief=True)
            return
        asked = [at for at, clause in enumerate(clauses) if at not in said and any(clause)]
        parts = [(at, part) for at in asked for part in _parts(clauses[at])]
        for at, part in parts[:MOST_PARTS]:
            yield from self._of(" ".join(part), part, at, hinted=False, brief=False)

    def _of(
        self, text: str, words: Sequence[str], at: int, *, hinted: bool, brief: bool
    ) -> Iterator[Reason]:
        if len(words) < FEWEST_WORDS and not _DENSE.search(text):
            return
        share = self._model.shares(text)["now"]
        if self._is_enough(share, words, hinted=hinted, brief=brief) and not self.is_light(words):
            because = tuple(self._model.strongest(text))
            yield Reason("", MODEL, Card.NOW, "", text, at, because)

    def _is_enough(self, share: float, words: Sequence[str], *, hinted: bool, brief: bool) -> bool:
        model = self._model
        if not brief:
            return share > model.in_passing
        if share <= min(model.alone, model.beside_a_rule):
            return False  # most texts: no rule has to be looked for
        near = hinted or self._is_near(words)
        return share > (model.beside_a_rule if near else model.alone)

    def _is_near(self, words: Sequence[str]) -> bool:
        """Whether the rarest words of some rule for the first card are there."""
        found = self._candidates.of(words).values()
        return any(rule.card is Card.NOW for some in found for rule, _ in some)

    def is_light(self, words: Sequence[str]) -> bool:
        """Whether laughter, a game or an ordinary day is in it, in the language that it is in."""
        known = self._candidates.known(words)
        most = max(known.values(), default=0)
        joined = "".join(words)
        spaced, letters, dense = Spaced(words), Unspaced(joined), _DENSE.search(joined)
        return any(
            any(map((spaced if language.spaced else letters).has, language.light))
            for language in self._languages
            if (known[language.code] == most if language.spaced else dense)
        )
