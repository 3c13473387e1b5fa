"""Which card some words call for: every clause by itself, by the rules of every language.

Stores nothing, counts nothing and knows no locale. What it costs grows with the length of the
words and no faster; nobody's words can make it slow.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cache
from itertools import groupby
from typing import Final, NamedTuple

from bot.domain.care.candidates import Candidate, FittingRules
from bot.domain.care.cards import Card, Finding, Reason, strongest
from bot.domain.care.clauses import MOST_CHARACTERS, clauses, pieces_of_letters
from bot.domain.care.disguises import undisguised
from bot.domain.care.judging import Judged, judge
from bot.domain.care.letters import fold
from bot.domain.care.matching import Spaced
from bot.domain.care.model import Model
from bot.domain.care.opinion import MODEL, Opinion
from bot.domain.care.patterns import BEYOND, PAUSE
from bot.domain.care.rules import Language
from bot.domain.care.unspaced import Unspaced
from bot.domain.care.vocabulary import Vocabulary

_UNSPACED_SCRIPT: Final = re.compile("[\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_BESIDE_LETTERS: Final = re.compile(r"[\s.*_~-]")
"""What stands between letters that are set apart; a clause has none of it."""
MOST_REASONS: Final = 60
"""After so many no more clauses are looked at: nobody writes so, and it must cost little."""
BRIEF: Final = 400
"""Letters of a text that may be a quick joke: only there everyday words make a card quiet."""
_NOBODY: Final[tuple[str, ...]] = ()


class _Said(NamedTuple):
    """A clause, the one before and the one after it, and whether the whole text is short."""

    before: tuple[str, ...]
    words: tuple[str, ...]
    after: tuple[str, ...]
    brief: bool


class Screen:
    """All languages' rules, ready to be used; make it once, it is never changed."""

    def __init__(self, languages: Iterable[Language], model: Model | None = None) -> None:
        self._languages = tuple(languages)
        self._vocabulary = Vocabulary(self._languages)
        self._candidates = FittingRules(self._languages, self._vocabulary)
        self._opinion = Opinion(model) if model is not None else None

    def plain(self, text: str) -> str:
        """The text without disguises; of a long one the beginning and the end."""
        half = MOST_CHARACTERS // 2
        if len(text) > MOST_CHARACTERS:
            text = f"{text[:half]}\n{text[-half:]}"
        return undisguised(fold(text), self._vocabulary)

    def clauses(self, plain: str) -> Iterator[str]:
        """The clauses of such a text, as the model is asked about them."""
        for words in clauses(plain, self._vocabulary):
            yield " ".join(word for word in words if word != PAUSE)

    def look(self, text: str, *, thoroughly: bool = False) -> Finding:
        """The card for a text. Stops as soon as nothing can change it, unless thoroughly.

        Any text is good: empty, of any length (see MOST_CHARACTERS), of any characters.
        """
        plain = self.plain(text)
        said = [_NOBODY, *clauses(plain, self._vocabulary), _NOBODY]
        brief = len(plain) <= BRIEF
        reasons = self._reasons(plain, said, brief=brief)
        if self._opinion is None:
            return strongest(_until_now(reasons, thoroughly=thoroughly))
        if brief:
            return _weighed(self._opinion, plain, said, tuple(dict.fromkeys(reasons)))
        found = _in_context(self._opinion, said, reasons)
        finding = strongest(_until_now(found, thoroughly=thoroughly))
        if finding.card is Card.NOW and not thoroughly:
            return finding
        known = {one.at for one in finding.why}
        passing = tuple(self._opinion.in_passing(said, known))
        return strongest((*finding.why, *passing))

    def _reasons(
        self, plain: str, said: Sequence[tuple[str, ...]], *, brief: bool
    ) -> Iterator[Reason]:
        unspaced = self._unspaced_candidates(plain)
        seen: set[_Said] = set()
        found = 0
        for at, three in enumerate(zip(said, said[1:], said[2:], strict=False), 1):
            one = _Said(*three, brief)
            if one not in seen:
                seen.add(one)
                reasons = [*self._spaced(one)]
                for language, candidates in unspaced.items():
                    reasons += _unspaced(one, language, candidates)
                yield from (replace(reason, at=at) for reason in reasons)
                found += len(reasons)
                if found > MOST_REASONS:
                    return

    def _unspaced_candidates(self, text: str) -> dict[Language, list[Candidate]]:
        """What may stand in the text of languages that set no words apart, looked up once."""
        if not _UNSPACED_SCRIPT.search(text):
            return {}
        whole = Unspaced(_BESIDE_LETTERS.sub("", text))
        possible = {
            language: [
                (rule, pattern)
                for rule in language.rules
                for pattern in rule.patterns
                if all(map(whole.has, pattern.needed))
            ]
            for language in self._languages
            if not language.spaced
        }
        return {language: found for language, found in possible.items() if found}

    def _spaced(self, said: "_Said") -> Iterator[Reason]:
        words = said.words
        candidates = self._candidates.of(words)
        if not candidates:
            return
        clause = Spaced(words, said.before, said.after)
        whole = Spaced([one for one in (*words, BEYOND, *said.after) if one != PAUSE])
        known = cache(lambda: self._candidates.known(words))
        judged: list[Judged] = []
        for language, patterns in candidates.items():
            for start, part in _between(words, language.turns):
                inner = clause
                if len(part) < len(words):
                    last = start + len(part) == len(words)
                    inner = Spaced(part, () if start else said.before, said.after if last else ())
                for rule, pattern in patterns:
                    others = self._candidates.beside(language, known()) if rule.shared else ()
                    judged += judge(
                        inner, whole, language, rule, pattern, others, start, brief=said.brief
                    )
        for one in judged:
            if not any(other.overrules(one, known) for other in judged):
                yield one.reason(" ".join(words))


def _until_now(reasons: Iterable[Reason], *, thoroughly: bool) -> tuple[Reason, ...]:
    """Each reason once, up to the first one for `now`."""
    found: dict[Reason, None] = {}
    for reason in reasons:
        found[reason] = None
        if reason.card is Card.NOW and not thoroughly:
            break
    return tuple(found)


def _weighed(
    opinion: Opinion, plain: str, said: Sequence[Sequence[str]], reasons: tuple[Reason, ...]
) -> Finding:
    """What rules and model together find in a short text. Two hints are enough without a model."""
    finding = strongest(reasons)
    hinted = finding.card is Card.NOW and not any(one.card for one in reasons)
    card = finding.card if hinted else opinion.of_all(plain, said, reasons)
    if card is finding.card:
        return finding
    told = (opinion.reason(card, plain),) if card else ()
    return Finding(card, (*reasons, *told))


def _in_context(
    opinion: Opinion, said: Sequence[Sequence[str]], reasons: Iterable[Reason]
) -> Iterator[Reason]:
    """What rules and model together find in each clause of a long text."""
    for at, group in groupby(reasons, key=lambda one: one.at):
        own = tuple(group)
        card = opinion.in_context(said, at, own)
        for one in own:
            agreed = one.card in {None, card}
            yield one if agreed else replace(one, card=None, slot=MODEL)
        if card is not None and not any(one.card is card for one in own):
            yield opinion.reason(card, " ".join(said[at]), at)


def _between(words: Sequence[str], turns: frozenset[str]) -> Iterator[tuple[int, Sequence[str]]]:
    """The parts between turns, and where each begins."""
    start = 0
    for is_turn, found in groupby(words, key=lambda word: word in turns):
        part = tuple(found)
        if not is_turn:
            yield start, part
        start += len(part)


@cache
def _turns(turns: frozenset[str]) -> re.Pattern[str]:
    return re.compile("|".join(map(re.escape, sorted(turns))) or PAUSE * 9)


def _unspaced(said: _Said, language: Language, candidates: Sequence[Candidate]) -> Iterator[Reason]:
    before, text, after = map("".join, (said.before, said.words, said.after))
    whole = Unspaced((text + BEYOND + after).replace(PAUSE, ""))
    cut = _turns(language.turns).split(text)
    pieces = [piece for part in cut for piece in pieces_of_letters(part)]
    for clause in (
        Unspaced(piece, "" if number else before, "" if number + 1 < len(pieces) else after)
        for number, piece in enumerate(pieces)
    ):
        judged = [
            one
            for rule, pattern in candidates
            if clause.has(pattern.rarest)
            for one in judge(clause, whole, language, rule, pattern, (), 0, brief=said.brief)
        ]
        for one in judged:
            if not any(other.overrules(one, Counter) for other in judged):
                yield one.reason(clause.text)
