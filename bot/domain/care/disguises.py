"""Sees through what people do to a word that they dare not write, or that a filter would catch.

Owns digits and signs for letters, letters set apart, stretched words, stars and misspellings. Each
is undone only where that makes a word of the rules, so ordinary text stays what it is.
"""

import re
from collections.abc import Iterator
from operator import ne
from typing import Final

from bot.domain.care.vocabulary import Vocabulary

_MOST: Final = 40
"""Disguised places looked at in one text: nobody needs more, and a flood must cost little."""
_LONGEST_RUN: Final = 60
_LONGEST_WORD: Final = 16
_SHORT: Final = 3

_LEET: Final = re.compile(r"(?<![^\W_])[^\W_]*[0-9@$!|€+][\w@$!|€+*]*")
_AS_WORDS: Final = {"1": "i", "2": "to", "70": "to"}
_NUMBER_WORDS: Final = re.compile(r"(?<!\S)(?:1|2|70)(?!\S)")
_FIRST: Final = str.maketrans("0134578@$!|€+9", "oieastbasiieTg".lower())
_SECOND: Final = str.maketrans("0134578@$!|€+9", "oleastbaslletg")
_CYRILLIC: Final = str.maketrans("03461@", "оечбиа")
_CYRILLIC_TOO: Final = str.maketrans("03461@", "озабла")
_ARABIC: Final = str.maketrans("01@", "واا")
_TABLES: Final = (
    (re.compile("[\u0430-\u044f]"), (_CYRILLIC, _CYRILLIC_TOO)),
    (re.compile("[\u0620-\u064a]"), (_ARABIC,)),
    (re.compile(""), (_FIRST, _SECOND)),
)
"""What digits stand for, by the script that they stand in."""
_MARKS: Final = "[\u0900-\u0903\u093a-\u094f\u0962\u0963]"
_ONE: Final = rf"(?:[^\W\d_]{_MARKS}*(?:(?<=\u094d)[^\W\d_]{_MARKS}*)*|[0134578@$])"
"""A letter as people set it apart: in Hindi with its vowel sign, and joined letters as one; or what
stands for one."""
_APART: Final = re.compile(
    rf"(?<!\w)(?<!{_MARKS})(?:{_ONE}[ .\-_*~]{{1,4}}){{2,}}{_ONE}(?!\w|{_MARKS})"
)
_BETWEEN: Final = re.compile(r"[ .\-_*~]")
_WIDE: Final = re.compile(r"(?<=\w)(?: {2,}| ?[-_~] | ?[./] +)(?=\w)")
_STRETCHED: Final = re.compile(r"(?<!\w)\w*?([^\W\d_])\1\1\w*")
_RUNS: Final = re.compile(r"([^\W\d_])\1{2,}")
_STARRED: Final = re.compile(r"(?<![^\W\d_])[^\W\d_]+(?:[*#_.\-][^\W\d_]*)*[*#_.\-]+[^\W\d_]+")
_STAR: Final = re.compile(r"[*#]")
_APOSTROPHE: Final = re.compile(r"(?<=\w)'(?=\w)")


def undisguised(text: str, vocabulary: Vocabulary) -> str:
    """The folded text with its disguised words as they were meant."""
    text = _APOSTROPHE.sub("", text)
    text = _APART.sub(lambda found: _joined(found[0], vocabulary), text, count=_MOST)
    text = _with_letters(text, vocabulary)
    text = _STRETCHED.sub(lambda found: _shortened(found[0], vocabulary), text, count=3 * _MOST)
    return _STARRED.sub(lambda found: _uncovered(found[0], vocabulary), text, count=3 * _MOST)


def _with_letters(text: str, vocabulary: Vocabulary) -> str:
    """The text with letters for digits; where two words were written so, numbers are words, too."""
    spelled = _LEET.sub(lambda found: _spelled(found[0], vocabulary), text, count=10 * _MOST)
    if spelled != text and sum(map(ne, text.split(), spelled.split())) > 1:
        return _NUMBER_WORDS.sub(lambda found: _AS_WORDS[found[0]], spelled)
    return spelled


def _spelled(word: str, vocabulary: Vocabulary) -> str:
    ended = word.rstrip("!|+")
    for bare in (ended,) if ended.isalpha() else (ended, word):
        for meant in _meant(bare):
            if vocabulary.knows(meant) or meant in vocabulary.misspelt:
                return meant + word[len(bare) :]
    return word


def _meant(bare: str) -> Iterator[str]:
    """A word with letters in the place of its digits and signs, also where one is stretched."""
    if not any(one.isalpha() for one in bare) or bare.isalpha():
        return
    tables = next(tables for script, tables in _TABLES if script.search(bare))
    meant = [bare.translate(table) for table in tables]
    yield from meant
    yield from (_RUNS.sub(r"\1", one) for one in meant if _RUNS.search(one))


def _joined(run: str, vocabulary: Vocabulary) -> str:
    if len(run) > 4 * _LONGEST_RUN:
        return run
    parts = [_BETWEEN.sub("", part) for part in _WIDE.split(run)]
    if len(parts) > 1 and max(map(len, parts)) > 1:
        return " ".join(_cut_meant(part, vocabulary) or part for part in parts)
    return _cut_meant("".join(parts), vocabulary) or run


def _cut_meant(letters: str, vocabulary: Vocabulary) -> str:
    """The same as `_cut`, and what was meant if some of them are digits or signs."""
    return next(filter(None, (_cut(one, vocabulary) for one in (letters, *_meant(letters)))), "")


def _cut(letters: str, vocabulary: Vocabulary) -> str:
    """Letters without a gap as the fewest words; empty if they are no words."""
    if len(letters) > _LONGEST_RUN:
        return ""
    if len(letters) > _SHORT and vocabulary.knows(letters):
        return letters
    best: list[tuple[int, ...] | None] = [()]
    for end in range(1, len(letters) + 1):
        ways = [
            (*way, end)
            for start in range(max(0, end - _LONGEST_WORD), end)
            if (way := best[start]) is not None and vocabulary.is_word(letters[start:end])
        ]
        best.append(min(ways, key=len, default=None))
    ends = best[-1] or ()
    return " ".join(letters[start:end] for start, end in zip((0, *ends), ends, strict=False))


def _shortened(word: str, vocabulary: Vocabulary) -> str:
    once, twice = _RUNS.sub(r"\1", word), _RUNS.sub(r"\1\1", word)
    return twice if vocabulary.is_word(twice) and not vocabulary.is_word(once) else once


def _uncovered(word: str, vocabulary: Vocabulary) -> str:
    if not _STAR.search(word):
        parts = re.split(r"[\W_]", word)
        joined = "".join(parts)
        one_word = vocabulary.is_word(joined) and not all(map(vocabulary.is_word, parts))
        return joined if one_word and len(joined) > _SHORT else word
    for hidden in vocabulary.hidden.get((len(word), word[0]), ()):
        if all(one in {"*", "#", meant} for one, meant in zip(word, hidden, strict=True)):
            return hidden
    return word
