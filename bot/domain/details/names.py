"""What people are called, where their words say that a name follows."""

import re
from collections.abc import Iterator
from typing import Final

from bot.domain.details.kinds import Detail, Kind
from bot.domain.details.language import CueLanguage
from bot.domain.details.matched import Found
from bot.domain.details.tokens import Text, word_set

_LEADS_TO: Final = re.compile(r"\s*[:=\-–—]*\s*[\"'“«„(*_]*")  # noqa: RUF001
_BETWEEN: Final = re.compile(r" |-|'|\. ?")
_TITLES: Final = word_set("dr mr mrs ms st sr sra prof")
_ENDS: Final = re.compile(r"\s*(?:$|[\n.,;:!?)\"”»*|/~]|[-–—] |[\u2600-\U0010ffff])")  # noqa: RUF001
_AGE: Final = re.compile(r"\s*[,(]\s*\d{1,2}\b")
_SIGNED: Final = re.compile(r"(?:^|[\n.!?])\s*[-–—~]+ ?(?=\S{2,30}(?: \S{2,30})?\s*$)")  # noqa: RUF001
MOST_WORDS: Final = 4
_LONGEST: Final = 30
_MOST_FIRST: Final = 2


class Names:
    """Reads names; `known` are first names that stand for themselves, as `tokens.plain` has them"""

    def __init__(self, known: frozenset[str]) -> None:
        self._known = known

    def after(self, text: Text, cue: Found) -> Iterator[Detail]:
        """The name behind a cue."""
        first = cue.end
        if not _is_led_to(text, cue) or self._is_none(text, first, cue.language):
            return
        if cue.kind in {"names", "labels"}:
            last = self._sure(text, first, cue.language)
        elif cue.kind == "names_maybe":
            last = self._maybe(text, first, cue.language)
        elif cue.kind == "kin":
            last = self._of_kin(text, first, cue.language)
        else:
            last = self._farewell(text, cue)
        if last:
            yield Detail(text.tokens[first].start, text.tokens[last - 1].end, Kind.NAME)

    def signed(self, text: Text) -> Iterator[Detail]:
        """A name behind a dash, at the very end."""
        found = _SIGNED.search(text.text, max(0, len(text.text) - 80))
        number = text.token_at(found.end()) if found else len(text.tokens)
        if number < len(text.tokens) and (
            text.tokens[number].capital or text.plain(number) in self._known
        ):
            yield Detail(text.tokens[number].start, text.tokens[-1].end, Kind.NAME)

    def _is_none(self, text: Text, number: int, language: CueLanguage) -> bool:
        word = text.word(number)
        return (
            language.has("no_names", text.plain(number))
            or word[0].isdigit()
            or len(word) > _LONGEST
        )

    def _sure(self, text: Text, first: int, language: CueLanguage) -> int:
        """Where the name ends; 0 where there is none. Without a capital letter it is one word, and
        the sentence must end with it or go on as behind a name."""
        if text.tokens[first].capital:
            return self._capitals(text, first, language)
        following = text.plain(first + 1)
        if text.plain(first) in self._known or _ENDS.match(text.gap(first + 1)):
            return first + 1
        last = first + 1
        if following and not language.has("goes_on", following):
            last = 0
        return last if text.word(first).isalpha() or last else 0

    def _maybe(self, text: Text, first: int, language: CueLanguage) -> int:
        capital, end = text.tokens[first].capital, text.tokens[first].end
        known = text.plain(first) in self._known
        if not known and not (
            capital and not language.nouns_are_capital and _AGE.match(text.text, end)
        ):
            return 0
        if not capital:
            return first + 1 if self._stops(text, first, language) else 0
        return self._capitals(text, first, language)

    def _stops(self, text: Text, number: int, language: CueLanguage) -> bool:
        return bool(_ENDS.match(text.gap(number + 1))) or language.has(
            "goes_on", text.plain(number + 1)
        )

    def _of_kin(self, text: Text, first: int, language: CueLanguage) -> int:
        if text.gap(first).strip(" ,(") or not text.tokens[first].capital:
            return 0
        if text.plain(first) not in self._known and language.nouns_are_capital:
            return 0
        return self._capitals(text, first, language)

    def _farewell(self, text: Text, cue: Found) -> int:
        """One or two words after a greeting that ends a text."""
        last, before = len(text.tokens), text.gap(cue.start)
        begins = cue.start == 0 or bool(before.strip()) or "\n" in before
        few = 1 <= last - cue.end <= _MOST_FIRST
        own = few and all(text.tokens[one].capital for one in range(cue.end, last))
        known = few and text.plain(cue.end) in self._known
        return last if begins and (own or known) else 0

    def _capitals(self, text: Text, first: int, language: CueLanguage) -> int:
        """Words with a capital letter in a row, and particles between them."""
        last = number = first + 1
        while number < len(text.tokens) and number < first + MOST_WORDS:
            dot = "." in text.gap(number) and text.plain(number - 1) not in _TITLES
            if dot or not _BETWEEN.fullmatch(text.gap(number)):
                break
            if text.tokens[number].capital and not self._is_other(text, number, language):
                last = number + 1
            elif not language.has("particles", text.plain(number)):
                break
            number += 1
        return last

    def _is_other(self, text: Text, number: int, language: CueLanguage) -> bool:
        word = text.plain(number)
        return language.has("no_names", word) or language.has("goes_on", word)


def _is_led_to(text: Text, cue: Found) -> bool:
    """Whether only what may stand before a name does: behind a label a colon, behind a farewell
    also a comma."""
    if cue.end >= len(text.tokens):
        return False
    gap = text.gap(cue.end)
    if cue.kind == "labels":
        return bool(set(":=") & set(gap))
    return _LEADS_TO.fullmatch(gap.replace(",", "") if cue.kind == "farewells" else gap) is not None


def together(text: str, languages: tuple[CueLanguage, ...]) -> Iterator[Detail]:
    """Names in scripts that set no words apart."""
    for language in languages:
        for pattern in language.together:
            for found in pattern.finditer(text):
                if not any(word in found["name"] for word in language.words["no_names"]):
                    yield Detail(found.start("name"), found.end("name"), Kind.NAME)
