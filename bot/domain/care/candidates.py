"""Which patterns are worth trying in a clause: quick, and never one too few.

Of each pattern two places are looked up before it is tried: the two whose words are rarest.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import chain
from typing import Final, TypeAlias

from bot.domain.care.patterns import Pattern, WordChoice, rarest_of
from bot.domain.care.rules import Language, Rule
from bot.domain.care.vocabulary import Index, Vocabulary

Candidate: TypeAlias = tuple[Rule, Pattern]
_Entry: TypeAlias = tuple[Candidate, tuple[WordChoice, ...]]
_TWICE: Final = 2
"""A clause of which another language knows so many times as many words is none of this one."""
_WORDS_KEPT: Final = 2048


class FittingRules:
    """The patterns of all languages that set words apart, by their rarest words."""

    def __init__(self, languages: Sequence[Language], vocabulary: Vocabulary) -> None:
        self._languages = [language for language in languages if language.spaced]
        self._by_choice: dict[WordChoice, dict[Language, list[_Entry]]] = {}
        seconds: set[WordChoice] = set()
        self._frequent: dict[WordChoice, float] = {}
        for language in self._languages:
            for rule in language.rules:
                for pattern in rule.patterns:
                    seconds.update(self._enter(language, rule, pattern))
        self._frequent.clear()
        self._firsts = lru_cache(_WORDS_KEPT)(Index(self._by_choice).of)
        self._heads = lru_cache(_WORDS_KEPT)(Index(seconds).of)
        self._codes = lru_cache(_WORDS_KEPT)(vocabulary.codes)

    def _enter(self, language: Language, rule: Rule, pattern: Pattern) -> Iterable[WordChoice]:
        rest = [choice for choice in pattern.needed if choice is not pattern.rarest]
        second = tuple(_heads(rarest_of(rest, self._frequent))) if rest else ()
        entry = (rule, pattern), second
        for choice in _heads(pattern.rarest):
            self._by_choice.setdefault(choice, {}).setdefault(language, []).append(entry)
        return second

    def of(self, words: Sequence[str]) -> dict[Language, list[Candidate]]:
        """What may stand in a clause, by language; nothing of a language that it is not in."""
        firsts = frozenset[WordChoice]().union(*map(self._firsts, words))
        if not firsts:
            return {}
        heads = firsts.union(*map(self._heads, words))
        known = self.known(words)
        least = (max(known.values(), default=0) - 1) / _TWICE
        found: dict[Language, dict[Candidate, None]] = {}
        for choice in firsts:
            for language, entries in self._by_choice[choice].items():
                if known[language.code] < least:
                    continue
                for candidate, second in entries:
                    if not second or not heads.isdisjoint(second):
                        found.setdefault(language, {})[candidate] = None
        return {language: [*candidates] for language, candidates in found.items()}

    def known(self, words: Iterable[str]) -> Counter[str]:
        """How many of the words each language has in its rules."""
        return Counter(chain.from_iterable(map(self._codes, words)))

    def beside(self, language: Language, known: Counter[str]) -> Sequence[Language]:
        """The other languages that a clause may as well be in."""
        most = known[language.code]
        others = (one for one in self._languages if one is not language)
        return [one for one in others if known[one.code] >= most]


def _heads(choice: WordChoice) -> Iterator[WordChoice]:
    """The choices of whose words one must stand in a clause for this one to stand there."""
    yield choice
    for phrase in choice.phrases:
        yield from _heads(phrase.rarest)
