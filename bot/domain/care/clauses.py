"""Cuts a text into clauses: what somebody says in one breath, judged by itself."""

import re
from collections.abc import Iterator
from typing import Final

from bot.domain.care.patterns import PAUSE
from bot.domain.care.vocabulary import Vocabulary

MOST_CHARACTERS: Final = 8000
"""Of a longer text the beginning and the end are looked at, half of this each."""
LONGEST: Final = 48
"""Words of a clause; a longer one is cut into pieces that overlap."""
_OVERLAP: Final = 16
LONGEST_UNSPACED: Final = 120
_OVERLAP_UNSPACED: Final = 40
_LONGEST_WORD: Final = 60

_SIGNS: Final = "\u0900-\u0963\u0966-\u0dff\u0e00-\u0e4e\u0e50-\u109f\u1780-\u17d3"
_PARTS: Final = re.compile(
    rf"(?P<word>[^\W_{_SIGNS}]+|[{_SIGNS}]+)"
    r"|(?P<end>[!?;\n\u061b\u061f\u06d4\u0964\u3002]|\.(?![.\w])(?<!\.\.))"
    r"|(?P<pause>[,:()\[\]\u2014\u060c\u3001\u30fb/|]| [-\u2013] )"
    r"|(?P<picture>[\U0001f300-\U0001faff\u2600-\u27bf])"
)


def clauses(text: str, vocabulary: Vocabulary) -> Iterator[tuple[str, ...]]:
    """The clauses of a folded text, as words; a pause is a word, too."""
    words: list[str] = []
    before: list[str] = []
    for found in _PARTS.finditer(text):
        if found.lastgroup != "end":
            words.append(_word(found, vocabulary))
            continue
        if len(words) <= 1 and before:  # "lol" alone belongs to what it stands behind
            before += words
        else:
            yield from _pieces(before)
            before = words
        words = []
    if len(words) <= 1:
        before, words = before + words, []
    yield from _pieces(before)
    yield from _pieces(words)


def pieces_of_letters(text: str) -> Iterator[str]:
    """A clause of a script that sets no words apart, in pieces that overlap."""
    for start in range(0, len(text), LONGEST_UNSPACED - _OVERLAP_UNSPACED):
        yield text[start : start + LONGEST_UNSPACED]
        if start + LONGEST_UNSPACED >= len(text):
            return


def _word(found: re.Match[str], vocabulary: Vocabulary) -> str:
    if found.lastgroup == "pause":
        return PAUSE
    word = found[0]
    if word.isascii():
        word = word[:_LONGEST_WORD]
    return vocabulary.misspelt.get(word, word)


def _pieces(words: list[str]) -> Iterator[tuple[str, ...]]:
    for start in range(0, len(words), LONGEST - _OVERLAP):
        yield tuple(words[start : start + LONGEST])
        if start + LONGEST >= len(words):
            return
