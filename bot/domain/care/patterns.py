"""The small language of the rules: words in their order, and nothing that could run away.

`word` or `stem*`; `one|other`; `{group}` for a named list of words; `[word]` may be missing;
`last_night` is two words in one place; `...` stands for up to three words, `...5` for up to five.
In what stands around a thing said, `//` is the end of a clause: what follows is read in the next.
A `,` is a pause, over which a gap does not go.
A gap has an end and nothing repeats, so what a pattern can cost grows with the length of a clause
and no faster.
"""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from typing import Final

from bot.domain.care.letters import fold

LONGEST_GAP: Final = 8
MOST_STEPS: Final = 12
USUAL_GAP: Final = 3
SHORTEST_STEM: Final = 3
CORE: Final = "@"
"""Stands in a slot's pattern for what the rule has found."""

BEYOND: Final = "//"
"""Stands between a clause and the one before or after it; no gap goes over it."""
PAUSE: Final = ","
"""A word of its own in a clause: gaps of a rule do not go over it."""
_SIGNS: Final = frozenset({CORE, BEYOND, PAUSE})
_FEW: Final = 8
"""Up to so many words are a tuple: quick enough, and a set of one takes four times the room."""

_SHARE = 0.35
"""How much rarer each letter makes a word; only roughly right, and only speed depends on it."""
_STEM = 4
_GROUP = re.compile(r"\{(\w+)\}")
_STEP = re.compile(r"\[([^\[\] ]+)\]|(\.\.\.\d*)|([^\[\] ]+)")


class PatternRefused(Exception):
    """A pattern that cannot be used; its text says why, in words for who wrote it."""


@dataclass(frozen=True, slots=True, eq=False)
class WordChoice:
    """What may stand in one place: whole words, beginnings of words, or phrases."""

    words: Collection[str]
    stems: tuple[str, ...]
    phrases: "tuple[Pattern, ...]" = ()

    def frequency(self, known: "dict[WordChoice, float]") -> float:
        """A guess at how often it stands in any text: short words are frequent, and many words.
        `known` has those that were asked before: most stand in many places."""
        found = known.get(self)
        if found is None:
            found = sum([_SHARE ** len(word) for word in self.words])
            if self.stems:
                found += _STEM * sum([_SHARE ** len(stem) for stem in self.stems])
            for phrase in self.phrases:
                found += phrase.rarest.frequency(known)
            known[self] = found
        return found


@dataclass(frozen=True, slots=True, eq=False)
class Step:
    """One place of a pattern, and how many other words may stand before it."""

    choice: WordChoice
    optional: bool = False
    gap: int = 0
    walls: frozenset[str] = frozenset()
    """Words over which the gap does not go."""


@dataclass(frozen=True, slots=True, eq=False)
class Pattern:
    """Steps one after the other. Without one of `needed` it cannot fit; look for `rarest` first."""

    steps: tuple[Step, ...]
    needed: tuple[WordChoice, ...]
    rarest: WordChoice
    beyond: bool = False
    """Whether it reads on in the clause before or after."""
    pauses: bool = False
    """Whether it names a pause."""


@dataclass
class Grammar:
    """Reads the patterns of one language; groups may use the groups before them."""

    clitics: Sequence[str] = ()
    walls: frozenset[str] = frozenset()
    groups: dict[str, WordChoice] = field(default_factory=dict)
    same: dict[str, str] = field(default_factory=dict)
    """Each word once; to be shared between languages."""
    kept: dict[Collection[str], Collection[str]] = field(default_factory=dict)
    """Each list of words once; the same."""
    _seen: dict[str, WordChoice] = field(default_factory=dict)
    _steps: dict[tuple[str, bool, int, frozenset[str]], Step] = field(default_factory=dict)
    _phrases: dict[str, Pattern] = field(default_factory=dict)
    _frequent: dict[WordChoice, float] = field(default_factory=dict)

    def define(self, name: str, items: Sequence[str]) -> None:
        """Make a named group. Raises PatternRefused."""
        words: list[str] = []
        phrases: list[Pattern] = []
        for item in items:
            if " " in item.strip():
                phrases.append(self.read(item))
            elif not item.strip("|"):
                raise PatternRefused("has no words")
            else:
                words.append(item.strip())
        self.groups[name] = self._choice("|".join(words), tuple(phrases))

    def read(self, source: str, walls: frozenset[str] | None = None) -> Pattern:
        """One pattern; its gaps stop at `walls`. Raises PatternRefused."""
        walls = self.walls if walls is None else walls
        steps: list[Step] = []
        gap = 0
        for optional, dots, plain in _STEP.findall(source):
            if dots:
                gap = _gap(dots)
                continue
            key = (optional or plain, bool(optional), gap, walls)
            step = self._steps.get(key)
            if step is None:
                step = self._steps[key] = Step(self._element(key[0]), *key[1:])
            steps.append(step)
            gap = 0
        needed = tuple([step.choice for step in steps if not step.optional])
        _must_be_sound(source, steps, needed, gap)
        beyond = pauses = False
        for choice in needed:
            beyond = beyond or BEYOND in choice.words
            pauses = pauses or PAUSE in choice.words
        return Pattern(tuple(steps), needed, rarest_of(needed, self._frequent), beyond, pauses)

    def _element(self, source: str) -> WordChoice:
        if source not in self._seen:
            self._seen[source] = self._choice(source, ())
        return self._seen[source]

    def _phrase(self, source: str) -> Pattern:
        if source not in self._phrases:
            self._phrases[source] = self.read(source.replace("_", " "))
        return self._phrases[source]

    def _choice(self, source: str, phrases: tuple[Pattern, ...]) -> WordChoice:
        if not phrases and (named := _GROUP.fullmatch(source)):
            return self._group(named[1])
        words: set[str] = set()
        stems: set[str] = set()
        source = source.replace("-", "_")
        for part in filter(None, source.split("|")):
            if part[0] == "{" and (named := _GROUP.fullmatch(part)):
                group = self._group(named[1])
                words.update(group.words)
                stems.update(group.stems)
                phrases += group.phrases
            elif "_" in part:
                phrases += (self._phrase(part),)
            else:
                self._add(part, words, stems)
        if not (words or stems or phrases):
            raise PatternRefused("has no words")
        kept: Collection[str] = tuple(sorted(words)) if len(words) <= _FEW else frozenset(words)
        return WordChoice(self.kept.setdefault(kept, kept), tuple(sorted(stems)), phrases)

    def _group(self, name: str) -> WordChoice:
        if name not in self.groups:
            raise PatternRefused(f'"{{{name}}}" is no group that stands before this')
        return self.groups[name]

    def _add(self, part: str, words: set[str], stems: set[str]) -> None:
        is_stem = part[-1] == "*"
        bare = fold(part[:-1] if is_stem else part)
        if not bare.isalnum():
            bare = bare.replace("'", "")
            _must_stand(part, bare)
        if is_stem and len(bare) < SHORTEST_STEM and bare.isascii():
            raise PatternRefused(f'"{part}" is too short a stem: {SHORTEST_STEM} letters at least')
        into = stems if is_stem else words
        # one text for one word keeps memory small
        into.add(self.same.setdefault(bare, bare))
        if self.clitics and bare not in _SIGNS:
            forms = [clitic + bare for clitic in self.clitics]
            into.update([self.same.setdefault(form, form) for form in forms])


def rarest_of(choices: Sequence[WordChoice], known: dict[WordChoice, float]) -> WordChoice:
    """The first of those that are rarest; `known` as for `frequency`."""
    if len(choices) == 1:
        return choices[0]
    shares = [choice.frequency(known) for choice in choices]
    return choices[shares.index(min(shares))]


def _must_stand(part: str, bare: str) -> None:
    if not (bare.isalnum() or bare in _SIGNS or all(map(_may_stand, bare))):
        raise PatternRefused(f'"{part}" has a sign that stands in no word')
    if not bare:
        raise PatternRefused("has an empty word")


def _may_stand(sign: str) -> bool:
    return sign.isalnum() or not sign.isascii()


def _gap(dots: str) -> int:
    gap = int(dots[3:] or USUAL_GAP)
    if not 1 <= gap <= LONGEST_GAP:
        raise PatternRefused(f"a gap has 1 to {LONGEST_GAP} words")
    return gap


def _must_be_sound(
    source: str, steps: Sequence[Step], needed: Sequence[WordChoice], gap_left: int
) -> None:
    left = _STEP.sub("", source).strip() if "[" in source or "]" in source else ""
    if left:
        raise PatternRefused(f'cannot be read at "{left}"')
    if len(steps) > MOST_STEPS:
        raise PatternRefused(f"has more than {MOST_STEPS} places")
    if not needed:
        raise PatternRefused("would fit everything: one word must be there")
    if gap_left or steps[0].gap:
        raise PatternRefused("a gap must stand between two words")
