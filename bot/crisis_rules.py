"""The rules by which words are screened, from `crisis/rules.<language>.yaml`, checked at the start.

Owns what such a file may say. Every fault of every file is told at once, with line and column. What
a pattern means is in `bot.domain.care.patterns`.
"""

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Final, TypeVar

from bot.crisis_rule_files import EverydayFile, EverywhereFile, LanguageFile, RuleFile, SlotsFile
from bot.domain.care.cards import Card
from bot.domain.care.letters import fold
from bot.domain.care.patterns import BEYOND, Grammar, Pattern, PatternRefused, WordChoice
from bot.domain.care.rules import SLOTS, Language, Rule
from bot.strict_yaml import Document, Fault, FileFaults, Where, checked, read

_BRIEFLY: Final = {
    *("bg-mk", "bn-gu-mr-ne-pa", "ca", "cs-sk", "el", "fa", "fi-et", "he", "hr-sr", "hu", "id-ms"),
    *("kn-ml-ta-te", "lt-lv", "ro", "sv-da-no", "sw", "th", "tl", "uk", "ur", "vi", "zh"),
}
"""Of these, only what is most often said; near languages share a file."""
LANGUAGES: Final = _BRIEFLY.union(
    ("en", "es", "pt", "fr", "de", "it", "pl", "nl", "tr", "ru", "hi", "ar", "ja", "ko")
)
"""Each must have a file, and no other may."""


@dataclass(frozen=True, slots=True)
class Everywhere:
    """What people write alike in every language."""

    document: Document
    file: EverywhereFile
    everyday: Mapping[str, Sequence[str]]
    """Words of an ordinary day, by language."""
    groups: dict[tuple[str, ...], Mapping[str, WordChoice]] = field(default_factory=dict)
    """What is the same in all languages, read once for each list of clitics: it is big."""
    same: dict[str, str] = field(default_factory=dict)
    kept: dict[Collection[str], Collection[str]] = field(default_factory=dict)
    """Words and lists of words, each once for all languages."""


_NAME: Final = re.compile(r"rules\.(.*)\.yaml")
_Read = TypeVar("_Read")


def load_crisis_rules(folder: Path) -> tuple[Language, ...]:
    """Read `crisis/rules.<language>.yaml` in a folder, all of them. Raises FileFaults."""
    faults: list[Fault] = []
    languages: list[Language] = []
    everywhere: Everywhere | None = None
    try:
        everywhere = load_everywhere(folder / "crisis")
    except FileFaults as refused:
        faults += refused.faults
    found = {path: _NAME.fullmatch(path.name) for path in sorted((folder / "crisis").iterdir())}
    codes = {match[1]: path for path, match in found.items() if match}
    for code in sorted(LANGUAGES - codes.keys()):
        path = folder / "crisis" / f"rules.{code}.yaml"
        faults.append(Fault(str(path), 0, 0, "this file is missing"))
    for code, path in codes.items():
        try:
            languages.append(load_language(path, code, everywhere))
        except FileFaults as refused:
            faults += refused.faults
    if faults:
        raise FileFaults(faults)
    return tuple(languages)


def load_everywhere(folder: Path) -> Everywhere:
    """Read what holds in every language. Raises FileFaults."""
    document, words = read(folder / "everywhere.yaml"), read(folder / "everyday.yaml")
    everyday = checked(EverydayFile, words).words
    faults = [
        words.fault(("words", code), f'"{code}" is no language that is screened, or is missing')
        for code in sorted(LANGUAGES ^ everyday.keys())
    ]
    if faults:
        raise FileFaults(faults)
    file = checked(EverywhereFile, document)
    return Everywhere(document, file, {code: text.split() for code, text in everyday.items()})


def load_language(path: Path, code: str, everywhere: Everywhere | None = None) -> Language:
    """Read one file. Raises FileFaults."""
    if code not in LANGUAGES:
        raise FileFaults([Fault(str(path), 0, 0, f'"{code}" is no language that is screened')])
    document = read(path)
    file = checked(LanguageFile, document)
    clitics = tuple(map(fold, file.clitics))
    common, shared = _everywhere(everywhere, code, clitics)
    shared_texts = (everywhere.same, everywhere.kept) if everywhere else ({}, {})
    grammar = Grammar(clitics, _plain(file.walls), dict(common.groups), *shared_texts)
    reading = _PatternReader(document, grammar)
    for name, items in file.words.items():
        reading.define(name, items)
    language = Language(
        code,
        file.words_stand_apart,
        tuple(reading.rule(name, rule) for name, rule in file.rules.items()),
        {slot: own + shared[slot] for slot, own in reading.slots(file.slots).items()},
        _plain(file.turns),
        _plain(file.disguised),
    )
    if faults := reading.faults + common.faults:
        raise FileFaults(faults)
    return language


def _everywhere(
    everywhere: Everywhere | None, code: str, clitics: Sequence[str]
) -> "tuple[_PatternReader, Mapping[str, tuple[Pattern, ...]]]":
    """The words and slots of all languages as this one writes them."""
    if everywhere is None:
        return _PatternReader(Document("", {}, {}), Grammar()), dict.fromkeys(SLOTS, ())
    key = tuple(clitics)
    grammar = Grammar(clitics, same=everywhere.same, kept=everywhere.kept)
    reading = _PatternReader(everywhere.document, grammar)
    if key not in everywhere.groups:
        for name, items in everywhere.file.words.items():
            reading.define(name, items)
        everywhere.groups[key] = dict(reading.groups)
    reading.groups.update(everywhere.groups[key])
    reading.define("everyday", list(everywhere.everyday[code]))
    return reading, reading.slots(everywhere.file.slots)


def _plain(words: Iterable[str]) -> frozenset[str]:
    return frozenset(fold(word).replace("'", "") for word in words)


class _PatternReader:
    """One file's patterns; collects what is wrong with them and goes on."""

    def __init__(self, document: Document, grammar: Grammar) -> None:
        self.faults: list[Fault] = []
        self._document = document
        self._grammar = grammar

    @property
    def groups(self) -> dict[str, WordChoice]:
        return self._grammar.groups

    def slots(self, slots: "SlotsFile") -> dict[str, tuple[Pattern, ...]]:
        return {
            slot: tuple(self.patterns(("slots", slot), getattr(slots, slot), frozenset()))
            for slot in SLOTS
        }

    def define(self, name: str, items: list[str]) -> None:
        where: Where = ("words", name)
        try:
            self._grammar.define(name, items)
        except PatternRefused as refused:
            for number, item in enumerate(items):
                # one by one, so that each fault stands at its own place
                self._or_fault((*where, number), partial(self._grammar.read, item))
            self.faults.append(self._document.fault(where, str(refused)))
            self._grammar.groups.setdefault(name, WordChoice((name,), ()))

    def rule(self, name: str, rule: "RuleFile") -> Rule:
        where: Where = ("rules", name)
        walls = self._grammar.walls | _plain(rule.walls)
        return Rule(
            name,
            rule.says,
            Card(rule.card),
            tuple(self.said((*where, "any"), rule.any, walls)),
            tuple(self.patterns((*where, "unless"), rule.unless, frozenset())),
            frozenset(rule.ignores),
            rule.shared,
            rule.hint,
        )

    def said(self, where: Where, sources: list[str], walls: frozenset[str]) -> Iterator[Pattern]:
        """A rule's patterns: what is said stands in one clause."""
        for number, source in enumerate(sources):
            for pattern in self.patterns(where, [source], walls, number):
                if pattern.beyond:
                    words = f'"{BEYOND}" stands around a thing said, not in it'
                    self.faults.append(self._document.fault((*where, number), words))
                yield pattern

    def patterns(
        self, where: Where, sources: list[str], walls: frozenset[str], first: int = 0
    ) -> Iterator[Pattern]:
        for number, source in enumerate(sources, first):
            pattern = self._or_fault((*where, number), partial(self._grammar.read, source, walls))
            if pattern is not None:
                yield pattern

    def _or_fault(self, where: Where, work: Callable[[], _Read]) -> _Read | None:
        try:
            return work()
        except PatternRefused as refused:
            self.faults.append(self._document.fault(where, str(refused)))
            return None
