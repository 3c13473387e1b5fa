"""A small linear model over pieces of words: a second opinion where no rule has one.

It reads how words begin, end and stand together, in all languages at once. What it was trained on
and how is in `tests/care/train.py`; the numbers are in `prompts/crisis/model.bin`.
"""

import re
from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from math import exp, sqrt
from typing import Final
from zlib import crc32

BUCKETS: Final = 1 << 18
"""Places for features; two may share one."""
OUTPUTS: Final = ("now", "friend", "past")
"""What it knows beside nothing."""
MOST_WORDS: Final = 120
"""Of a longer text only so many are read."""

_SIGNS: Final = "\u0900-\u0963\u0966-\u0dff"
_WORDS: Final = re.compile(rf"(?:[^\W_]|[{_SIGNS}])+|[!?]|[\U0001f300-\U0001faff\u2600-\u27bf]")
_DENSE: Final = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_LENGTHS: Final = range(3, 6)
_DENSE_LENGTHS: Final = range(2, 5)
_LONGEST: Final = 40
_WORDS_KEPT: Final = 2048
"""Words whose places are kept: people write the same ones over and over."""


def features(text: str) -> Iterator[str]:
    """The features of a plain text: words, two words beside each other, and pieces of words."""
    words = _words(text)
    for word in words:
        yield from _of_word(word)
    yield from _of_words(words)


def _words(text: str) -> list[str]:
    return [found[0][:_LONGEST] for found in _WORDS.finditer(text)][:MOST_WORDS]


def _of_word(word: str) -> Iterator[str]:
    yield word
    marked = f"<{word}>"
    for length in _DENSE_LENGTHS if _DENSE.search(word) else _LENGTHS:
        for at in range(len(marked) - length + 1):
            yield marked[at : at + length]


def _of_words(words: Sequence[str]) -> Iterator[str]:
    for one, two in pairwise(words):
        yield f"{one} {two}"
    for one, two in zip(words, words[2:], strict=False):
        yield f"{one} . {two}"


@lru_cache(_WORDS_KEPT)
def _places_of_word(word: str) -> Sequence[int]:
    return array("I", map(bucket, _of_word(word)))


def bucket(feature: str) -> int:
    """Where a feature's weights stand."""
    return crc32(feature.encode()) % BUCKETS


@dataclass(frozen=True, slots=True)
class Model:
    """The weights, one byte each, and above which share each output is believed."""

    weights: tuple[Sequence[int], ...]
    scale: float
    alone: float
    """From which share of `now` it is believed of a short text of which no rule has an opinion."""
    in_passing: float
    """The same for one clause of a long text."""
    beside_a_rule: float
    """And where a rule gave a hint, or its rarest words are there."""

    def shares(self, text: str) -> dict[str, float]:
        """How likely each output is, of 1 together with nothing."""
        words = _words(text)
        places = set(map(bucket, _of_words(words))).union(*map(_places_of_word, words))
        size = sqrt(len(places)) or 1.0
        sums = [self.scale * sum(map(one.__getitem__, places)) / size for one in self.weights]
        parts = [exp(min(one, 50.0)) for one in sums]
        whole = 1.0 + sum(parts)
        return dict(zip(OUTPUTS, (part / whole for part in parts), strict=True))

    def strongest(self, text: str, output: str = "now", most: int = 5) -> list[str]:
        """The features that spoke most for an output."""
        weights = self.weights[OUTPUTS.index(output)]
        known = {feature: weights[bucket(feature)] for feature in features(text)}
        return sorted((one for one in known if known[one] > 0), key=lambda one: -known[one])[:most]
