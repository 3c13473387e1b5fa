"""A clause of a script that sets no words apart: nothing says where one ends."""

from collections.abc import Iterator, Sequence
from typing import Final

from bot.domain.care.matching import AROUND, all_stand, possible_of, run, starts_of
from bot.domain.care.patterns import BEYOND, CORE, PAUSE, Pattern, Step, WordChoice

_LETTERS_A_WORD: Final = 2
_NOWHERE: Final[frozenset[int]] = frozenset()


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
        found = self._has.get(choice)
        if found is None:
            found = self._has[choice] = self._has_word(choice) or any(
                all_stand(phrase, self) for phrase in choice.phrases
            )
        return found

    def _has_word(self, choice: WordChoice) -> bool:
        letters, text = self._letters, self.text
        for some in (choice.words, choice.stems):
            for word in some:
                if word[0] in letters and word in text:
                    return True
        return False

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
            if all_stand(phrase, self):
                for start in starts_of(phrase, self):
                    yield from ((start, end) for end in run(phrase.steps, self, start))

    def possible(self, patterns: Sequence[Pattern]) -> Sequence[Pattern]:
        """As in Clause."""
        if (key := id(patterns)) not in self._possible:
            whole = Unspaced(BEYOND.join((self._before, self.text, self._after)) + CORE + PAUSE)
            self._possible[key] = possible_of(patterns, whole)
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
