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

_SIGNS: Final = "\u0900-\u0963\u0966-\u0dff\u0e00-\u0e4e\u0e50-\u109f\u1780-\u17d3"
_ENDS: Final = "!?;\n\u061b\u061f\u06d4\u0964\u3002"
_PAUSES: Final = ",:()[]\u2014\u060c\u3001\u30fb/|"
_PARTS: Final = re.compile(
    rf"[^\W_{_SIGNS}]+|[{_SIGNS}]+"
    rf"|[{_ENDS}]|\.(?![.\w])(?<!\.\.)"
    rf"|[{re.escape(_PAUSES)}]| [-\u2013] "
    r"|[\U0001f300-\U0001faff\u2600-\u27bf]"
)
_IS_END: Final = frozenset((*_ENDS, "."))
_IS_PAUSE: Final = frozenset((*_PAUSES, " - ", " \u2013 "))


def clauses(text: str, vocabulary: Vocabulary) -> Iterator[tuple[str, ...]]:
    """The clauses of a folded text, as words; a pause is a word, too."""
    words: list[str] = []
    before: list[str] = []
    misspelt = vocabulary.misspelt
    for part in _PARTS.findall(text):
        if part not in _IS_END:
            words.append(PAUSE if part in _IS_PAUSE else misspelt.get(part, part))
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


def _pieces(words: list[str]) -> Iterator[tuple[str, ...]]:
    for start in range(0, len(words), LONGEST - _OVERLAP):
        yield tuple(words[start : start + LONGEST])
        if start + LONGEST >= len(words):
            return
