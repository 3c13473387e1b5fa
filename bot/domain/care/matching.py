"""Whether a pattern stands in a clause. Moves all ways at once, so there is no way back to try:
`Spaced` by words that stand apart, `Unspaced` letter by letter, where nothing says where one ends.
"""

from collections.abc import Iterator, Sequence
from typing import Final, Protocol

from bot.domain.care.patterns import BEYOND, CORE, PAUSE, Pattern, Step, WordChoice

AROUND: Final = 16
"""Words on each side of a thing said in which its slots are looked for; letters, unspaced."""
CLOSE: Final = 4
"""The same where only what is close counts."""
_LETTERS_A_WORD: Final = 2
_NOWHERE: Final[frozenset[int]] = frozenset()


class Clause(Protocol):
    """A clause to look into."""

    def has(self, choice: WordChoice) -> bool:
        """Whether it may stand somewhere: quick, and never wrongly no."""

    def starts(self, choice: WordChoice) -> Sequence[int]:
        """Where it may stand."""

    def ends(self, choice: WordChoice, at: int) -> frozenset[int]:
        """Where it ends if it begins here."""

    def reach(self, at: int, step: Step) -> Iterator[int]:
        """The places to which the step's gap reaches, without going over a pause or a wall."""

    def possible(self, patterns: Sequence[Pattern]) -> Sequence[Pattern]:
        """Those that may stand around something in it, by their words; `patterns` must live on."""

    def around(
        self, start: int, end: int, *, pauses: bool, beyond: bool = False, reach: int = AROUND
    ) -> "Clause":
        """The words around a thing said, with CORE in its place, with or without the pauses.

        `beyond`: with the clauses before and after it, behind BEYOND.
        """


def find(pattern: Pattern, clause: Clause) -> Iterator[tuple[int, int]]:
    """Where the pattern stands, at most once for each beginning."""
    if not all(clause.has(choice) for choice in pattern.needed):
        return
    for start in _starts(pattern, clause):
        if ends := run(pattern.steps, clause, start):
            yield start, max(ends)


def _starts(pattern: Pattern, clause: Clause) -> list[int]:
    places: set[int] = set()
    for step in pattern.steps:
        places.update(clause.starts(step.choice))
        if not step.optional:
            break
    return sorted(places)


def _possible(patterns: Sequence[Pattern], whole: Clause) -> list[Pattern]:
    return [pattern for pattern in patterns if all(map(whole.has, pattern.needed))]


def run(steps: Sequence[Step], clause: Clause, start: int) -> frozenset[int]:
    """All places where the steps can end if they begin here."""
    here = frozenset({start})
    for step in steps:
        after = {
            end
            for at in here
            for place in (clause.reach(at, step) if step.gap else (at,))
            for end in clause.ends(step.choice, place)
        }
        here = frozenset(after | here if step.optional else after)
        if not here:
            break
    return here


class Spaced:
    """Words that stand apart."""

    def __init__(
        self, words: Sequence[str], before: Sequence[str] = (), after: Sequence[str] = ()
    ) -> None:
        self.words = words
        self._before, self._after = before, after
        self._different = frozenset(words)
        self._has: dict[WordChoice, bool] = {}
        self._places: dict[WordChoice, frozenset[int]] = {}
        self._starts: dict[WordChoice, list[int]] = {}
        self._ends: dict[tuple[WordChoice, int], frozenset[int]] = {}
        self._around: dict[tuple[int, int, bool, bool, int], Spaced] = {}
        self._possible: dict[int, list[Pattern]] = {}
        self._whole: Spaced | None = None

    def has(self, choice: WordChoice) -> bool:
        """As in Clause."""
        if choice not in self._has:
            self._has[choice] = self._has_word(choice) or any(
                all(map(self.has, phrase.needed)) for phrase in choice.phrases
            )
        return self._has[choice]

    def _has_word(self, choice: WordChoice) -> bool:
        if not self._different.isdisjoint(choice.words):
            return True
        stems = choice.stems
        return bool(stems) and any(word.startswith(stems) for word in self._different)

    def _of(self, choice: WordChoice) -> frozenset[int]:
        """Where one of its words stands."""
        if choice not in self._places:
            stems = choice.stems
            self._places[choice] = frozenset(
                at
                for at, word in enumerate(self.words)
                if word in choice.words or (stems and word.startswith(stems))
            )
        return self._places[choice]

    def starts(self, choice: WordChoice) -> Sequence[int]:
        """As in Clause."""
        if choice not in self._starts:
            places = set(self._of(choice))
            for phrase in choice.phrases:
                places.update(_starts(phrase, self))
            self._starts[choice] = sorted(places)
        return self._starts[choice]

    def ends(self, choice: WordChoice, at: int) -> frozenset[int]:
        """As in Clause."""
        if (key := (choice, at)) not in self._ends:
            own = {at + 1} if at in self._of(choice) else set()
            for phrase in choice.phrases:
                if all(map(self.has, phrase.needed)):
                    own |= run(phrase.steps, self, at)
            self._ends[key] = frozenset(own)
        return self._ends[key]

    def reach(self, at: int, step: Step) -> Iterator[int]:
        """As in Clause."""
        for place in range(at, min(at + step.gap, len(self.words)) + 1):
            yield place
            word = self.words[place] if place < len(self.words) else PAUSE
            if word in {PAUSE, BEYOND} or word in step.walls:
                return

    def possible(self, patterns: Sequence[Pattern]) -> Sequence[Pattern]:
        """As in Clause."""
        if (key := id(patterns)) not in self._possible:
            if self._whole is None:
                parts = (*self._before, *self.words, *self._after)
                self._whole = Spaced((*parts, BEYOND, CORE, PAUSE))
            self._possible[key] = _possible(patterns, self._whole)
        return self._possible[key]

    def around(
        self, start: int, end: int, *, pauses: bool, beyond: bool = False, reach: int = AROUND
    ) -> "Spaced":
        """As in Clause."""
        key = start, end, pauses, beyond, reach
        if key not in self._around:
            before = self.words[max(0, start - reach) : start]
            after = self.words[end : end + reach]
            if beyond:
                before = *self._before[-reach:], BEYOND, *before
                after = *after, BEYOND, *self._after[:reach]
            words = [word for word in (*before, CORE, *after) if pauses or word != PAUSE]
            self._around[key] = Spaced(words)
        return self._around[key]


class Unspaced:
    """Letters without gaps; a word of a rule may stand anywhere among them."""

    def __init__(self, text: str, before: str = "", after: str = "") -> None:
        self.text = text
        self._before, self._after = before, after
        self._letters = frozenset(text)  # quicker to ask than the text
        self._has: dict[WordChoice, bool] = {}
        self._all: dict[WordChoice, dict[int, frozenset[int]]] = {}
        self._possible: dict[int, list[Pattern]] = {}

    def has(self, choice: WordChoice) -> bool:
        """As in Clause."""
        if choice not in self._has:
            self._has[choice] = any(
                word[0] in self._letters and word in self.text
                for some in (choice.words, choice.stems)
                for word in some
            ) or any(all(map(self.has, phrase.needed)) for phrase in choice.phrases)
        return self._has[choice]

    def starts(self, choice: WordChoice) -> Sequence[int]:
        """As in Clause."""
        return sorted(self._places(choice))

    def ends(self, choice: WordChoice, at: int) -> frozenset[int]:
        """As in Clause."""
        return self._places(choice).get(at, _NOWHERE)

    def _places(self, choice: WordChoice) -> dict[int, frozenset[int]]:
        """Where it stands: the beginnings, and where it ends from each."""
        if choice not in self._all:
            found: dict[int, frozenset[int]] = {}
            for start, end in self._found(choice):
                found[start] = found.get(start, _NOWHERE) | {end}
            self._all[choice] = found
        return self._all[choice]

    def _found(self, choice: WordChoice) -> Iterator[tuple[int, int]]:
        for word in (*choice.words, *choice.stems):
            at = self.text.find(word)
            while at >= 0:
                yield at, at + len(word)
                at = self.text.find(word, at + 1)
        for phrase in choice.phrases:
            if all(map(self.has, phrase.needed)):
                for start in _starts(phrase, self):
                    yield from ((start, end) for end in run(phrase.steps, self, start))

    def possible(self, patterns: Sequence[Pattern]) -> Sequence[Pattern]:
        """As in Clause."""
        if (key := id(patterns)) not in self._possible:
            whole = Unspaced(BEYOND.join((self._before, self.text, self._after)) + CORE + PAUSE)
            self._possible[key] = _possible(patterns, whole)
        return self._possible[key]

    def reach(self, at: int, step: Step) -> Iterator[int]:
        """As in Clause."""
        walls = tuple(step.walls)  # a word counts as two letters
        for place in range(at, min(at + step.gap * _LETTERS_A_WORD, len(self.text)) + 1):
            yield place
            if self.text.startswith((PAUSE, BEYOND, *walls), place):
                return

    def around(
        self, start: int, end: int, *, pauses: bool, beyond: bool = False, reach: int = AROUND
    ) -> "Unspaced":
        """As in Clause."""
        before, after = self.text[max(0, start - reach) : start], self.text[end : end + reach]
        if beyond:
            before = self._before[-reach:] + BEYOND + before
            after += BEYOND + self._after[:reach]
        text = before + CORE + after
        return Unspaced(text if pauses else text.replace(PAUSE, ""))
