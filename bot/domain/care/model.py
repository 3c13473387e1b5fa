"""A small linear model over pieces of words: a second opinion, asked after the rules.

It reads how words begin, end and stand together, in all languages at once. What it was trained on
and how is in `tests/care/train.py`; the numbers are in `prompts/crisis/model.bin`.
"""

import re
from array import array
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise
from math import sqrt
from typing import Final
from zlib import crc32

from bot.domain.care.weighing import Weighing

BUCKETS: Final = 1 << 18
"""Places for features; two may share one."""
OUTPUTS: Final = ("now", "friend", "past")
"""What it knows beside nothing."""
MOST_WORDS: Final = 120
"""Of a longer text only so many are read at once."""

_SIGNS: Final = "\u0900-\u0963\u0966-\u0dff"
_WORDS: Final = re.compile(rf"(?:[^\W_]|[{_SIGNS}])+|[!?]|[\U0001f300-\U0001faff\u2600-\u27bf]")
_NUMBER: Final = re.compile(r"(?<![a-z])\d++(?![a-z])")
_DENSE: Final = re.compile("[\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_LENGTHS: Final = range(3, 6)
_DENSE_LENGTHS: Final = range(2, 5)
_LONGEST: Final = 30
_LEAST: Final = 128
_BITS: Final = 24
"""Of a sum of weights: whole bytes, so that packing is copying, and enough for 65,000 features."""
_MASK: Final = (1 << _BITS) - 1
_FROM_ZERO: Final = bytes((one + _LEAST) % 256 for one in range(256))
"""A weight, -128 to 127 as one byte has it, as a number from 0 on."""
_ONE_SMALL_END_FIRST: Final = array("h", b"\1\0")
_COUNT: Final = _BITS * len(OUTPUTS)
_ONE: Final = 1 << _COUNT


def words_of(text: str) -> list[str]:
    """The words of a plain text, and the signs and pictures that say something. What sets no words
    apart is cut into pieces. Every number is the same one: which it is says nothing, and somebody's
    age would look like that of whoever the model has read about."""
    return [
        found[0][at : at + _LONGEST]
        for found in _WORDS.finditer(_NUMBER.sub("0", text))
        for at in range(0, len(found[0]) if _DENSE.search(found[0]) else 1, _LONGEST)
    ]


def features(text: str) -> Iterator[str]:
    """The features of a plain text: words, two words beside each other, and pieces of words."""
    words = words_of(text)[:MOST_WORDS]
    for word in words:
        yield from _pieces(word)
    yield from _pairs(words)
    yield from _over_one(words)


def _pieces(word: str) -> Iterator[str]:
    yield word
    marked = f"<{word}>"
    for length in _DENSE_LENGTHS if _DENSE.search(word) else _LENGTHS:
        for at in range(len(marked) - length + 1):
            yield marked[at : at + length]


def _pairs(words: Sequence[str]) -> Iterator[str]:
    return (f"{one} {two}" for one, two in pairwise(words))


def _over_one(words: Sequence[str]) -> Iterator[str]:
    return (f"{one} . {two}" for one, two in zip(words, words[2:], strict=False))


def bucket(feature: str) -> int:
    """Where a feature's weights stand."""
    return crc32(feature.encode()) % BUCKETS


@dataclass(frozen=True, slots=True)
class Model:
    """The weights, one byte each, and what is made of them."""

    weights: Sequence[int]
    """For each bucket those of all outputs, packed by `together`."""
    scale: float
    weighing: Weighing

    def read(self, words: Sequence[str], of_word: Callable[[str], int] | None = None) -> "Reading":
        """Words as `words_of` gives them, read once; `of_word` is its own, if need be cached."""
        weights = self.weights
        own = [*map(of_word or self.of_word, words)]
        pairs = [weights[bucket(pair)] + _ONE for pair in _pairs(words)]
        over_one = [weights[bucket(pair)] + _ONE for pair in _over_one(words)]
        return Reading(self.scale, (own, pairs, over_one))

    def of_word(self, word: str) -> int:
        """The features of a word: their weights, packed, and how many they are."""
        places = [bucket(piece) for piece in _pieces(word)]
        return sum(map(self.weights.__getitem__, places), len(places) * _ONE)

    def scores(self, text: str) -> list[float]:
        """How much a plain text speaks for each output."""
        return self.read(words_of(text)[:MOST_WORDS]).scores()

    def strongest(self, text: str, output: str = "now", most: int = 5) -> list[str]:
        """The features that spoke most for an output."""
        number = OUTPUTS.index(output)
        known = {one: apart(self.weights[bucket(one)] + _ONE)[number] for one in features(text)}
        return sorted((one for one in known if known[one] > 0), key=lambda one: -known[one])[:most]


class Reading:
    """A text that was read once: any part of it is judged for next to nothing."""

    def __init__(self, scale: float, columns: Sequence[Sequence[int]]) -> None:
        self._scale = scale
        self.length = len(columns[0])
        self._until = [[*accumulate(column, initial=0)] for column in columns]

    def scores(self, start: int = 0, end: int | None = None) -> list[float]:
        """How much the words from `start` to before `end`, 120 at most, speak for each output."""
        end = self.length if end is None else min(end, self.length)
        packed = sum(
            until[end - shorter] - until[start]
            for shorter, until in enumerate(self._until)
            if start + shorter < end
        )
        size = self._scale / (sqrt(packed >> _COUNT) or 1.0)
        return [size * one for one in apart(packed)]


def together(columns: Sequence[bytes]) -> Sequence[int]:
    """The weights of each bucket, a byte for each output, in one number that can be added to
    others. All of them are copied at once: a start waits for it."""
    wide = 8
    packed = bytearray(wide * BUCKETS)
    for place, column in enumerate(columns):
        packed[_BITS // 8 * place :: wide] = column.translate(_FROM_ZERO)
    numbers = array("q", packed)
    if _ONE_SMALL_END_FIRST[0] != 1:
        numbers.byteswap()  # this machine writes numbers from their great end on
    return numbers


def apart(packed: int) -> list[int]:
    """The sums of some packed weights, one for each output; above them stands how many they are."""
    less = _LEAST * (packed >> _COUNT)
    return [(packed >> (_BITS * place) & _MASK) - less for place in range(len(OUTPUTS))]
