"""Which card some words call for: every clause by itself, by the rules of every language.

Stores nothing, counts nothing and knows no locale. What it costs grows with the length of the
words and no faster; nobody's words can make it slow.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import groupby, islice
from typing import Final, TypeAlias

from bot.domain.care.cards import Card, Finding, Reason, strongest
from bot.domain.care.clauses import MOST_CHARACTERS, PAUSE, clauses, pieces_of_letters
from bot.domain.care.disguises import undisguised
from bot.domain.care.letters import fold
from bot.domain.care.matching import Clause, Spaced, Unspaced, find
from bot.domain.care.patterns import Pattern, WordChoice
from bot.domain.care.rules import SLOTS, Language, Rule
from bot.domain.care.vocabulary import Index, Vocabulary

_UNSPACED_SCRIPT: Final = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_TURNED: Final = {"other": Card.FRIEND, "denied": Card.PAST, "past": Card.PAST}
_UNLESS: Final = {"joke": "earnest", "past": "recent"}
_Candidate: TypeAlias = tuple[Rule, Pattern]
_MOST_PLACES: Final = 3
"""Places at which one pattern is judged in one clause."""


class Screen:
    """All languages' rules, ready to be used; make it once, it is never changed."""

    def __init__(self, languages: Iterable[Language]) -> None:
        self._languages = tuple(languages)
        self._vocabulary = Vocabulary(self._languages)
        self._by_choice: dict[WordChoice, list[tuple[Language, _Candidate]]] = {}
        for language in self._languages:
            for rule in language.rules if language.spaced else ():
                for pattern in rule.patterns:
                    self._enter(language, rule, pattern)
        self._heads = Index(self._by_choice)

    def _enter(self, language: Language, rule: Rule, pattern: Pattern) -> None:
        for choice in _heads(pattern):
            self._by_choice.setdefault(choice, []).append((language, (rule, pattern)))

    def look(self, text: str, *, thoroughly: bool = False) -> Finding:
        """The card for a text. Stops at the first reason for `now`, unless thoroughly.

        Any text is good: empty, of any length (see MOST_CHARACTERS), of any characters.
        """
        reasons: list[Reason] = []
        for reason in self._reasons(text):
            reasons.append(reason)
            if reason.card is Card.NOW and not thoroughly:
                break
        return strongest(tuple(dict.fromkeys(reasons)))

    def _reasons(self, text: str) -> Iterator[Reason]:
        half = MOST_CHARACTERS // 2
        if len(text) > MOST_CHARACTERS:
            text = f"{text[:half]}\n{text[-half:]}"
        plain = undisguised(fold(text), self._vocabulary)
        unspaced = self._unspaced_candidates(plain)
        seen: set[tuple[str, ...]] = set()
        for words in clauses(plain, self._vocabulary):
            if words not in seen:
                seen.add(words)
                yield from self._spaced(words)
                for language, candidates in unspaced.items():
                    yield from _unspaced("".join(words), language, candidates)

    def _unspaced_candidates(self, text: str) -> dict[Language, list[_Candidate]]:
        """What may stand in the text of languages that set no words apart, looked up once."""
        if not _UNSPACED_SCRIPT.search(text):
            return {}
        whole = Unspaced(re.sub(r"\s", "", text))
        return {
            language: [
                (rule, pattern)
                for rule in language.rules
                for pattern in rule.patterns
                if all(map(whole.has, pattern.needed))
            ]
            for language in self._languages
            if not language.spaced
        }

    def _spaced(self, words: Sequence[str]) -> Iterator[Reason]:
        candidates: dict[Language, dict[_Candidate, None]] = {}
        heads = {choice for word in words for choice in self._heads.of(word)}
        for choice in heads:
            for language, candidate in self._by_choice[choice]:
                candidates.setdefault(language, {})[candidate] = None
        if not candidates:
            return
        clause = Spaced(words)
        known = cache(lambda: self._known(words))
        judged: list[_Judged] = []
        for language, patterns in candidates.items():
            for start, part in _between(words, language.turns):
                whole = len(part) == len(words)
                inner = clause if whole else Spaced(part)
                for rule, pattern in patterns:
                    others = self._beside(language, known()) if rule.shared else ()
                    judged += _judge(inner, language, rule, pattern, others, start)
        for one in judged:
            if not any(other.overrules(one, known) for other in judged):
                yield one.reason(" ".join(words))

    def _known(self, words: Iterable[str]) -> Counter[str]:
        """How many of the words each language has in its rules."""
        return Counter(code for word in words for code in self._vocabulary.codes(word))

    def _beside(self, language: Language, known: Counter[str]) -> Sequence[Language]:
        """The other languages that a clause may as well be in."""
        most = known[language.code]
        others = (one for one in self._languages if one.spaced and one is not language)
        return [one for one in others if known[one.code] >= most]


@dataclass(frozen=True, slots=True)
class _Judged:
    """What a rule found, where, and what its slots made of it."""

    language: Language
    rule: Rule
    start: int
    end: int
    card: Card | None
    slot: str

    def overrules(self, other: "_Judged", known: Callable[[], Counter[str]]) -> bool:
        """Who reads more of the same words has understood them better.

        A draw goes to the later rule of one language, and between two languages to the one that
        knows more words of the clause.
        """
        own, others = self.end - self.start, other.end - other.start
        if self.language is other.language:
            within = self.start <= other.start and other.end <= self.end
            rules = self.language.rules
            order = rules.index(self.rule), rules.index(other.rule)
            return within and (own, order[0]) > (others, order[1])
        overlaps = self.start < other.end and other.start < self.end
        codes = self.language.code, other.language.code
        return overlaps and (own, known()[codes[0]]) > (others, known()[codes[1]])

    def reason(self, clause: str) -> Reason:
        """The same for who is told why."""
        return Reason(self.language.code, self.rule.name, self.card, self.slot, clause)


def _heads(pattern: Pattern) -> Iterator[WordChoice]:
    """The choices of whose words one must stand in a clause for the pattern to be tried."""
    yield pattern.rarest
    for phrase in pattern.rarest.phrases:
        yield from _heads(phrase)


def _between(words: Sequence[str], turns: frozenset[str]) -> Iterator[tuple[int, Sequence[str]]]:
    """The parts between turns, and where each begins."""
    start = 0
    for is_turn, found in groupby(words, key=lambda word: word in turns):
        part = tuple(found)
        if not is_turn:
            yield start, part
        start += len(part)


def _unspaced(text: str, language: Language, candidates: Sequence[_Candidate]) -> Iterator[Reason]:
    cut = re.split("|".join(map(re.escape, sorted(language.turns))) or PAUSE * 9, text)
    for clause in (Unspaced(piece) for part in cut for piece in pieces_of_letters(part)):
        judged = [
            one
            for rule, pattern in candidates
            for one in _judge(clause, language, rule, pattern, (), 0)
        ]
        for one in judged:
            if not any(other.overrules(one, Counter) for other in judged):
                yield one.reason(clause.text)


def _judge(
    clause: Clause,
    language: Language,
    rule: Rule,
    pattern: Pattern,
    others: Sequence[Language],
    offset: int,
) -> Iterator[_Judged]:
    """Each place where the pattern stands, with what its slots make of it."""
    for start, end in islice(find(pattern, clause), _MOST_PLACES):
        arounds = {pauses: clause.around(start, end, pauses=pauses) for pauses in (True, False)}
        stand = (slot for slot in SLOTS if _stands(slot, rule, language, others, arounds))
        slot = "unless" if _any(rule.unless, arounds[False]) else next(stand, "")
        card = _TURNED.get(slot) if slot else rule.card
        yield _Judged(language, rule, start + offset, end + offset, card, slot)


def _stands(
    slot: str,
    rule: Rule,
    language: Language,
    others: Sequence[Language],
    arounds: Mapping[bool, Clause],
) -> bool:
    if slot in rule.ignores or slot in _UNLESS.values():
        return False
    wide = slot in {"never", "joke"}
    languages = (language, *others) if wide else (language,)
    around = arounds[not wide]
    if not any(_any(one.slots[slot], around) for one in languages):
        return False
    unless = _UNLESS.get(slot)
    return not (unless and any(_any(one.slots[unless], arounds[False]) for one in languages))


def _any(patterns: Iterable[Pattern], clause: Clause) -> bool:
    return any(True for pattern in patterns for _ in find(pattern, clause))
