"""A text as words with their places, so that what is found can be shown exactly as it was typed."""

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from typing import Final, NamedTuple

_SIGNS: Final = "\u0900-\u0963\u0966-\u0dff\u064b-\u0652\u0300-\u036f"
"""Vowel signs and marks: Python counts them as no letters."""
_WORD: Final = re.compile(rf"(?:[^\W_]|[{_SIGNS}])+(?:['’](?:[^\W_]|[{_SIGNS}])+)*")  # noqa: RUF001
_BARE: Final = str.maketrans({"’": "'", "ł": "l", "ø": "o", "ß": "ss", "\u0131": "i"})  # noqa: RUF001


class Word(NamedTuple):
    """One word; `plain` is it without capitals and accents."""

    start: int
    end: int
    plain: str
    capital: bool


@lru_cache(maxsize=4096)
def plain(word: str) -> str:
    """A word as it is compared."""
    if word.isascii():
        return word.lower()
    parts = unicodedata.normalize("NFKD", word.casefold().translate(_BARE))
    bare = "".join(one for one in parts if not "\u0300" <= one <= "\u036f")
    return unicodedata.normalize("NFC", bare)


def word_set(words: str) -> frozenset[str]:
    """Words, written apart by spaces."""
    return frozenset(words.split())


def plain_words(text: str) -> tuple[str, ...]:
    """The words of a cue, compared as those of a text."""
    return tuple(plain(found[0]) for found in _WORD.finditer(text))


class Text:
    """A text and its words. Marks without a letter are none: nothing is left to compare."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.tokens: Sequence[Word] = tuple(
            Word(found.start(), found.end(), bare, found[0][0].isupper())
            for found in _WORD.finditer(text)
            if (bare := plain(found[0]))
        )

    def gap(self, number: int) -> str:
        """What stands before a word, up to the word before it."""
        start = self.tokens[number - 1].end if number else 0
        end = self.tokens[number].start if number < len(self.tokens) else len(self.text)
        return self.text[start:end]

    def word(self, number: int) -> str:
        """As it was typed; empty after the last."""
        if not 0 <= number < len(self.tokens):
            return ""
        return self.text[self.tokens[number].start : self.tokens[number].end]

    def plain(self, number: int) -> str:
        """As it is compared; empty outside."""
        return self.tokens[number].plain if 0 <= number < len(self.tokens) else ""

    def stands(self, words: Sequence[str], number: int) -> bool:
        """Whether these words begin here, with nothing between them but a space; `*` is any."""
        if number + len(words) > len(self.tokens):
            return False
        for offset, word in enumerate(words):
            if word not in ("*", self.tokens[number + offset].plain):
                return False
            if offset and self.gap(number + offset).strip(" -,'\""):
                return False
        return True

    def token_at(self, place: int) -> int:
        """The number of the first word that ends after a place."""
        low, high = 0, len(self.tokens)
        while low < high:
            middle = (low + high) // 2
            if self.tokens[middle].end <= place:
                low = middle + 1
            else:
                high = middle
        return low
