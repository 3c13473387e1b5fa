"""Whether a pattern stands in a clause. Moves all ways at once, so there is no way back to try:
`Spaced` by words that stand apart; `Unspaced`, in `unspaced`, letter by letter.
"""

from collections.abc import Iterator, Sequence
from typing import Final, Protocol

from bot.domain.care.patterns import BEYOND, CORE, PAUSE, Pattern, Step, WordChoice

AROUND: Final = 16
"""Words on each side of a thing said in which its slots are looked for; letters, unspaced."""
CLOSE: Final = 4
"""The same where only what is close counts."""


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
    if not all_stand(pattern, clause):
        return
    for start in starts_of(pattern, clause):
        if ends := run(pattern.steps, clause, start):
            yield start, max(ends)


def starts_of(pattern: Pattern, clause: Clause) -> list[int]:
    """Where its first word that must be there may stand, and those before it."""
    places: set[int] = set()
    for step in pattern.steps:
        places.update(clause.starts(step.choice))
        if not step.optional:
            break
    return sorted(places)


def possible_of(patterns: Sequence[Pattern], whole: Clause) -> list[Pattern]:
    """Those whose words all stand somewhere."""
    return [pattern for pattern in patterns if all_stand(pattern, whole)]


def all_stand(pattern: Pattern, clause: Clause) -> bool:
    """Whether all its words do. A loop, as it is asked most often of all: `all` takes longer."""
    for choice in pattern.needed:  # noqa: SIM110 - see above
        if not clause.has(choice):
            return False
    return True


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
        found = self._has.get(choice)
        if found is None:
            found = self._has[choice] = self._has_word(choice) or any(
                all_stand(phrase, self) for phrase in choice.phrases
            )
        return found

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
                places.update(starts_of(phrase, self))
            self._starts[choice] = sorted(places)
        return self._starts[choice]

    def ends(self, choice: WordChoice, at: int) -> frozenset[int]:
        """As in Clause."""
        if (key := (choice, at)) not in self._ends:
            own = {at + 1} if at in self._of(choice) else set()
            for phrase in choice.phrases:
                if all_stand(phrase, self):
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
            self._possible[key] = possible_of(patterns, self._whole)
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
