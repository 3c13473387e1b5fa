"""The model's opinion: asked where no rule had one, where a rule said `now`, and where a rule's
words were taken for a joke or for long ago.

In a short text it reads the whole; in a long one all stretches of some words, and must be surer
there, for it is asked more often. It never finds the first card where laughter, a game or things
of an ordinary day stand: it cannot tell a joke.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Final

from bot.domain.care.candidates import FittingRules
from bot.domain.care.cards import HINT, Card, Reason
from bot.domain.care.matching import Spaced, Unspaced
from bot.domain.care.model import Model, Reading, words_of
from bot.domain.care.patterns import PAUSE
from bot.domain.care.rules import Language

FEWEST_WORDS: Final = 4
"""Fewer say too little to have an opinion of."""
STRETCHES: Final = ((8, 2), (14, 4), (22, 6))
"""Words that are read at once in a long text, and after how many words the next ones begin: where
a stop is missing what calls for a card stands among what does not."""
LONGEST_WHOLE: Final = 40
_WORDS_KEPT: Final = 4096
MODEL: Final = "model"
"""In place of a rule's name, or of a slot's."""
_QUIET: Final = (Card.FRIEND, Card.PAST)
_DOUBTFUL: Final = frozenset({"joke", "everyday", "past", "unless"})
_DENSE: Final = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")


def _stretches(length: int) -> Iterator[tuple[int, int]]:
    if length <= LONGEST_WHOLE:
        yield 0, length
    for size, step in STRETCHES:
        if size < length:
            yield from ((start, start + size) for start in range(0, length - size, step))
            yield length - size, length


class Opinion:
    """A model that is asked after the rules."""

    def __init__(
        self, model: Model, languages: Sequence[Language], candidates: FittingRules
    ) -> None:
        self._model = model
        self._of_word = lru_cache(_WORDS_KEPT)(model.of_word)
        self._languages = languages
        self._candidates = candidates

    def _read(self, words: Sequence[str]) -> Reading:
        return self._model.read(words, self._of_word)

    def instead(self, clause: Sequence[str]) -> Card | None:
        """The quiet card of which it is sure, for a clause of which a rule said `now`."""
        words = _without_pauses(clause)
        if not _says_enough(words):
            return None
        shares = self._read(words).shares()
        sure = (card for card in _QUIET if shares[card.value] > self._model.instead)
        nothing = 1 - sum(shares.values()) > self._model.nothing
        return next(sure, Card.PAST if nothing else None)

    def of(
        self, text: str, clauses: Sequence[Sequence[str]], found: Sequence[Reason], *, brief: bool
    ) -> Iterator[Reason]:
        """What it thinks of a plain text, or of its clauses, about which no rule said anything."""
        said = {one.at for one in found if one.slot != HINT}
        if not brief:
            for at, clause in enumerate(clauses):
                if at not in said and any(clause):
                    yield from self._in_passing(clause, at)
            return
        words = words_of(text)
        if not _says_enough(words):
            return
        shares = self._read(words).shares()
        if not said:
            hinted = any(one.slot == HINT for one in found)
            yield from self._believed(shares, words, 0, hinted=hinted, needed=self._model.alone)
        elif shares["now"] > self._model.after_all and _may_be_meant(found):
            yield self._reason(Card.NOW, words, 0)

    def _in_passing(self, clause: Sequence[str], at: int) -> Iterator[Reason]:
        words = _without_pauses(clause)
        if not (_says_enough(words) and self._is_near(words)):
            return
        reading = self._read(words)
        for start, end in _stretches(len(words)):
            shares = reading.shares(start, end)
            if max(shares.values()) > self._model.in_passing:
                card = next(one for one in Card if shares[one.value] > self._model.in_passing)
                part = words[start:end]
                if self._is_near(part) and not (card is Card.NOW and self.is_light(part)):
                    yield self._reason(card, part, at)
                    return

    def _believed(
        self,
        shares: Mapping[str, float],
        words: Sequence[str],
        at: int,
        *,
        hinted: bool,
        needed: float,
    ) -> Iterator[Reason]:
        """The card of which it is sure enough, by what is near."""
        model = self._model
        if max(shares.values()) <= model.least:
            return  # most texts: no rule has to be looked for
        near = hinted or self._is_near(words)
        quiet = model.quiet_beside_a_rule if near else model.quiet
        now = model.beside_a_rule if near else needed
        for card in Card:
            sure = shares[card.value] > (now if card is Card.NOW else quiet)
            if sure and not (card is Card.NOW and self.is_light(words)):
                yield self._reason(card, words, at)

    def _reason(self, card: Card, words: Sequence[str], at: int) -> Reason:
        text = " ".join(words)
        because = tuple(self._model.strongest(text, card.value))
        return Reason("", MODEL, card, "", text, at, because)

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


def _may_be_meant(found: Sequence[Reason]) -> bool:
    """Whether all that a rule found was taken back by words that may have nothing to do with it."""
    return all(one.slot in _DOUBTFUL for one in found if one.slot != HINT)


def _without_pauses(clause: Sequence[str]) -> list[str]:
    return [word for word in clause if word != PAUSE]


def _says_enough(words: Sequence[str]) -> bool:
    return len(words) >= FEWEST_WORDS or any(map(_DENSE.search, words))
