"""All words of all rules in one place, so that a text is looked up once and not once a rule."""

from collections.abc import Collection, Iterable, Iterator
from typing import Final

from bot.domain.care.patterns import Pattern, WordChoice
from bot.domain.care.rules import Language

LONG_WORD: Final = 6
"""Words of this length are known again with any misspelling: of shorter ones many are words."""
_SHORTER: Final = 5
"""Of this length with a letter too few in the middle, or two in the wrong order."""

_VOWELS: Final = ("aeiou", "аеиоуыэюя")
_LATIN_SOUNDS: Final = "c:sk k:cq q:k s:zc z:s v:bw b:v w:v y:ij j:yi f:v d:t t:d g:j"
_CYRILLIC_SOUNDS: Final = "з:с с:з д:т т:д б:п в:ф щ:ш ш:щ"  # noqa: RUF001 - Russian
_SOUNDS: Final = dict(pair.split(":") for pair in f"{_LATIN_SOUNDS} {_CYRILLIC_SOUNDS}".split())
"""Letters that sound like another one to whoever spells by ear."""
NOTHING: Final[frozenset[WordChoice]] = frozenset()
NOBODY: Final[frozenset[str]] = frozenset()


class Index:
    """Which of some choices a word is one of."""

    def __init__(self, choices: Iterable[WordChoice]) -> None:
        self._words: dict[str, tuple[WordChoice, ...]] = {}
        self._stems: dict[str, tuple[WordChoice, ...]] = {}
        for choice in choices:
            _enter(self._words, choice.words, choice)
            _enter(self._stems, choice.stems, choice)
        self._lengths = sorted({len(stem) for stem in self._stems})

    def of(self, word: str) -> frozenset[WordChoice]:
        """What this word can be."""
        found = set(self._words.get(word, ()))
        for length in self._lengths:
            if length > len(word):
                break
            found.update(self._stems.get(word[:length], ()))
        return frozenset(found) if found else NOTHING


class Vocabulary:
    """All words of all rules: whose they are; what a misspelt or a starred word was to be."""

    def __init__(self, languages: Iterable[Language]) -> None:
        spaced = [language for language in languages if language.spaced]
        self._words: dict[str, frozenset[str]] = {}
        self._stems: dict[str, frozenset[str]] = {}
        same: dict[frozenset[str], frozenset[str]] = {}
        for language in spaced:
            choices = choices_of(language)
            words = set[str]().union(*(choice.words for choice in choices))
            stems = set[str]().union(*(choice.stems for choice in choices))
            for table, known in ((self._words, words), (self._stems, stems)):
                _mark(table, known, language.code, same)
        self._lengths = sorted({len(stem) for stem in self._stems})
        self.hidden: dict[tuple[int, str], tuple[str, ...]] = {}
        """Words that people write with stars, by length and first letter."""
        disguised = {word for language in spaced for word in language.disguised}
        for word in sorted(disguised):
            key = len(word), word[0]
            self.hidden[key] = (*self.hidden.get(key, ()), word)
        self.misspelt = self._misspelt(disguised)
        """What a word was to be, if it is one of these."""

    def codes(self, word: str) -> frozenset[str]:
        """The languages that have this word in their rules, or a beginning of it."""
        found = self._words.get(word, NOBODY)
        for length in self._lengths:
            found |= self._stems.get(word[:length], NOBODY)
        return found

    def is_word(self, word: str) -> bool:
        """Whether exactly this word stands in some rule."""
        return word in self._words

    def knows(self, word: str) -> bool:
        """Whether this word stands in some rule, or a beginning of it."""
        return word in self._words or any(word[:length] in self._stems for length in self._lengths)

    def _misspelt(self, disguised: Iterable[str]) -> dict[str, str]:
        return {
            wrong: word
            for word in sorted(disguised)
            if len(word) >= _SHORTER and word.isalpha()
            for wrong in _misspellings(word)
            if not self.is_word(wrong)
        }


def _enter(
    table: dict[str, tuple[WordChoice, ...]], words: Iterable[str], choice: WordChoice
) -> None:
    for word in words:
        table[word] = (*table.get(word, ()), choice)


def _mark(
    table: dict[str, frozenset[str]],
    words: Iterable[str],
    code: str,
    same: dict[frozenset[str], frozenset[str]],
) -> None:
    """A language has these words, too."""
    marked: dict[frozenset[str], frozenset[str]] = {}
    for word in words:
        before = table.get(word, NOBODY)
        if before not in marked:
            codes = before | {code}
            marked[before] = same.setdefault(codes, codes)
        table[word] = marked[before]


def choices_of(language: Language) -> Collection[WordChoice]:
    """Everything that may stand in some place of some pattern, once."""
    found: dict[WordChoice, None] = {}
    for rule in language.rules:
        for pattern in (*rule.patterns, *rule.unless):
            _find_within(pattern, found)
    for patterns in language.slots.values():
        for pattern in patterns:
            _find_within(pattern, found)
    return found


def _find_within(pattern: Pattern, found: dict[WordChoice, None]) -> None:
    for step in pattern.steps:
        if step.choice not in found:
            found[step.choice] = None
            for phrase in step.choice.phrases:
                _find_within(phrase, found)


def _misspellings(word: str) -> Iterator[str]:
    """A letter missing, doubled, two in the wrong order, or another one that sounds like it; the
    first one stays."""
    short = len(word) < LONG_WORD
    for at in range(1, len(word) - short):
        head, letter, tail = word[:at], word[at], word[at + 1 :]
        yield head + tail
        yield word[: at - 1] + letter + word[at - 1] + tail if at > 1 else head + tail
        if short:
            continue
        yield head + letter + letter + tail
        vowels = next((some for some in _VOWELS if letter in some), "")
        if len(word) > LONG_WORD:
            yield from (head + other + tail for other in vowels if other != letter)
        yield from (head + other + tail for other in _SOUNDS.get(letter, ""))
