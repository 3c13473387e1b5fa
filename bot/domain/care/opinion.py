"""The model's opinion, weighed with what the rules found.

A short text is read whole. Of a long one, around each clause in which a rule found something, the
clause and its neighbours are read; everything else by stretches that begin or end where a clause
does, and there the model must be surer, for it is asked more often.
"""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import Final

from bot.domain.care.cards import Card, Reason
from bot.domain.care.model import Model, Reading, words_of
from bot.domain.care.patterns import PAUSE

FEWEST_WORDS: Final = 2
"""Fewer say too little to have an opinion of; times and other numbers are none."""
A_FEW_WORDS: Final = 7
"""From so many on a text says enough for a quiet card that only the model would give."""
STRETCHES: Final = (8, 14, 22, 32)
"""Words that are read at once in a long text: where a stop is missing what calls for a card stands
among what does not."""
_DENSE_STRETCHES: Final = (1, 2, 3, 5)
_WORDS_KEPT: Final = 4096
_AROUND: Final = ((1, 2), (0, 2), (1, 3), (0, 3))
"""A clause of three: alone, with the one before it, with the one after it, with both."""
MODEL: Final = "model"
"""In place of a rule's name."""
_DENSE: Final = re.compile("[\u3040-\u30ff\u3400-\u9fff\u0e00-\u0e7f]")


class Opinion:
    """A model that is asked after the rules."""

    def __init__(self, model: Model) -> None:
        self._model = model
        self._of_word = lru_cache(_WORDS_KEPT)(model.of_word)

    def of_all(
        self, text: str, said: Sequence[Sequence[str]], found: Sequence[Reason]
    ) -> Card | None:
        """The card for a short plain text, with its clauses, in which the rules found this."""
        words = words_of(text)
        if not _says_enough(words):
            return max((one.card for one in found if one.card), key=_strength, default=None)
        whole = self._read(words).scores()
        parts = [self._read(part).scores() for one in said if _says_enough(part := _words(one))]
        scores, short = (*whole, *map(max, *parts, whole, whole)), len(words) < A_FEW_WORDS
        return self._model.weighing.card(scores, found, is_short=short and not _is_dense(words))

    def reason(self, card: Card, text: str, at: int = 0) -> Reason:
        """Why it found this, for who asks: the pieces that spoke most for it."""
        because = tuple(self._model.strongest(text, card.value))
        return Reason("", MODEL, card, "", text, at, because)

    def in_context(
        self, said: Sequence[Sequence[str]], at: int, found: Sequence[Reason]
    ) -> Card | None:
        """The card for one clause of a long text in which the rules found this."""
        words: list[str] = []
        borders = [0]
        for one in said[at - 1 : at + 2]:
            words += _words(one)
            borders.append(len(words))
        reading = self._read(words)
        around = [
            reading.scores(borders[first], borders[last])
            for first, last in _AROUND
            if _says_enough(words[borders[first] : borders[last]])
        ]
        if not around:
            return max((one.card for one in found if one.card), key=_strength, default=None)
        scores = [sum(column) / len(around) for column in zip(*around, strict=True)]
        return self._model.weighing.card((*scores, *map(max, *around, scores)), found)

    def in_passing(self, said: Sequence[Sequence[str]], known: set[int]) -> Iterator[Reason]:
        """What it is sure of in the clauses of a long text in which the rules found nothing."""
        words: list[str] = []
        begins: list[int] = []
        skipped: list[tuple[int, int]] = []
        for at, clause in enumerate(said):
            begins.append(len(words))
            words += _words(clause)
            if at in known:
                skipped.append((begins[-1], len(words)))
        reading = self._read(words)
        for start, end in _stretches(sorted({*begins, len(words)}), dense=_is_dense(words)):
            if any(start < last and first < end for first, last in skipped):
                continue
            card = self._model.weighing.card_in_passing(reading.scores(start, end))
            if card is not None:
                at = max(place for place, begin in enumerate(begins) if begin <= start)
                yield self.reason(card, " ".join(words[start:end]), at)
                if card is Card.NOW:
                    return

    def _read(self, words: Sequence[str]) -> Reading:
        return self._model.read(words, self._of_word)


def _stretches(borders: Sequence[int], *, dense: bool) -> Iterator[tuple[int, int]]:
    """Clauses, two or three together, and what is long from its beginning or to its end."""
    sizes = _DENSE_STRETCHES if dense else STRETCHES
    for number, start in enumerate(borders):
        for end in borders[number + 1 : number + 4]:
            if end - start <= sizes[-1]:
                yield start, end
    for start, end in pairwise(borders):
        for size in sizes:
            if size < end - start:
                yield start, start + size
                yield end - size, end


def _strength(card: Card) -> int:
    return card.strength


def _words(clause: Sequence[str]) -> list[str]:
    return words_of(" ".join(word for word in clause if word != PAUSE))


def _is_dense(words: Sequence[str]) -> bool:
    return any(map(_DENSE.search, words))


def _says_enough(words: Sequence[str]) -> bool:
    said = sum(any(map(str.isalpha, word)) for word in words)
    return said >= FEWEST_WORDS or _is_dense(words)
