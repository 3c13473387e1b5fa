"""Where somebody lives, learns, works and plays."""

import re
from collections.abc import Iterator
from typing import Final

from bot.domain.details.kinds import Detail, Kind
from bot.domain.details.language import CueLanguage
from bot.domain.details.matched import Found
from bot.domain.details.tokens import Text, word_set

_LEADS_TO: Final = re.compile(r"[\s:\"'“„«(-]{0,4}")
_ONE_NAME: Final = re.compile(r" |-|\. |\.|'| & |/")
_HOUSE: Final = re.compile(r"\d{1,5}[a-zA-Z]?(?:[-/]\d{1,4}[a-z]?)?")
_POSTCODE: Final = re.compile(
    r"(?<![\w-])(?:GIR ?0AA|[A-PR-UWYZ][A-HK-Y]?\d[A-Z\d]? \d[ABD-HJLNP-UW-Z]{2})(?![\w-])"
)
_MOST_NAME: Final = 5
_MOST_BEHIND: Final = 7
_KINDS: Final = {"employers": Kind.EMPLOYER, "teams": Kind.TEAM, "studies": Kind.SCHOOL}
_ARTICLES: Final = word_set("the el la los las o a os as le les l' il lo gli i der die das de het")


class PlacesOfLife:
    """Reads them by what stands before, and by the words that they are made of."""

    def __init__(self, languages: tuple[CueLanguage, ...]) -> None:
        def of(kind: str) -> frozenset[str]:
            return frozenset().union(*(one.words[kind] for one in languages))

        self._schools, self._streets = of("school_words"), of("street_words")
        self._particles, self._none = of("particles"), of("no_names")
        self._street_ends = tuple({end for one in languages for end in one.street_endings})
        self._school_ends = tuple({end for one in languages for end in one.school_endings})

    def behind(self, text: Text, cue: Found) -> Iterator[Detail]:
        """A place of work, a team or a school behind its cue."""
        first = cue.end
        while text.plain(first) in _ARTICLES and first < cue.end + 2:
            first += 1
        if first >= len(text.tokens) or not _LEADS_TO.fullmatch(text.gap(cue.end)):
            return
        last = self._name_end(text, first, cue.language)
        if not last:
            return
        is_school = any(self._is_school(text.plain(one)) for one in range(first, last))
        if cue.kind == "schools" and not is_school:
            return
        kind = Kind.SCHOOL if is_school else _KINDS[cue.kind]
        yield Detail(text.tokens[first].start, text.tokens[last - 1].end, kind)

    def _is_school(self, word: str) -> bool:
        return word in self._schools or word.endswith(self._school_ends)

    def _name_end(self, text: Text, first: int, language: CueLanguage) -> int:
        """Where a name ends that has a capital letter; 0 where there is none."""
        word = text.plain(first)
        begins_small = word in self._schools
        own = text.tokens[first].capital or _has_no_capitals(text.word(first))
        if word[0].isdigit():
            return 0
        if not begins_small and (not own or language.has("no_names", word)):
            return 0
        last, named, number = first + 1, not begins_small or text.tokens[first].capital, first + 1
        while number < min(len(text.tokens), first + _MOST_NAME + begins_small):
            if not _ONE_NAME.fullmatch(text.gap(number)) and text.gap(number).strip() not in (
                "№",
                "#",
            ):
                break
            word = text.plain(number)
            capital = text.tokens[number].capital and not language.has("goes_on", word)
            numbered = begins_small and text.word(number).isdigit()
            if capital or numbered or (word in self._schools and not begins_small):
                last, named = number + 1, True
            elif word not in self._particles:
                break
            number += 1
        if begins_small and last == first + 1:
            return 0
        return last if (named and not _has_no_capitals(text.word(first))) or last > first else 0

    def streets(self, text: Text) -> Iterator[Detail]:
        """A street and the number of a house, in either order."""
        for number, token in enumerate(text.tokens):
            word = token.plain
            if word in self._streets:
                found = self._street_behind(text, number) or self._street_before(text, number)
            elif word.endswith(self._street_ends) and _HOUSE.fullmatch(text.word(number + 1)):
                found = (number, number + 2) if token.capital else None
            else:
                continue
            if found:
                start, last = found
                end = self._with_town(text, last)
                yield Detail(text.tokens[self._flat(text, start)].start, end, Kind.ADDRESS)
        for code in _POSTCODE.finditer(text.text):
            yield Detail(*code.span(), Kind.ADDRESS)

    def home(self, text: Text, cue: Found) -> Iterator[Detail]:
        """A street without a number, where somebody says that they live there."""
        for number in range(cue.end, min(cue.end + _MOST_NAME, len(text.tokens))):
            word = text.plain(number)
            ends = word.endswith(self._street_ends) and word not in self._streets
            if ends and text.tokens[number].capital:
                yield Detail(*text.tokens[number][:2], Kind.ADDRESS)
                return
            if word not in self._streets:
                if not (text.tokens[number].capital or word in self._particles | _ARTICLES):
                    return
                continue
            behind = self._capitals(text, number + 1)
            first = number
            while first > cue.end and text.tokens[first - 1].capital:
                first -= 1
            if first < number or behind > number + 1:
                last = number if first < number else behind - 1
                yield Detail(text.tokens[first].start, text.tokens[last].end, Kind.ADDRESS)
            return

    def _street_behind(self, text: Text, number: int) -> tuple[int, int] | None:
        """ "19 Elm Street", "12 rue de la Paix"."""
        first = number - 1
        while first >= max(0, number - _MOST_NAME) and not _HOUSE.fullmatch(text.word(first)):
            first -= 1
        if first < max(0, number - _MOST_NAME) or text.gap(first + 1) not in {" ", ", "}:
            return None
        between = range(first + 1, number)
        if between and all(self._belongs(text, one) for one in between):
            return (first, number + 1) if any(text.tokens[one].capital for one in between) else None
        last = self._capitals(text, number + 1)
        return (first, last) if not between and last > number + 1 else None

    def _street_before(self, text: Text, number: int) -> tuple[int, int] | None:
        """ "calle Mayor 15", "Atatürk Caddesi 15"."""
        last = self._capitals(text, number + 1)
        named = last > number + 1
        if not named and number and text.tokens[number - 1].capital and text.gap(number) == " ":
            number, named = number - 1, True
        if not named or last >= len(text.tokens) or not _HOUSE.fullmatch(text.word(last)):
            return None
        gap = text.gap(last).strip(" ,")
        return (number, last + 1) if gap.casefold() in {"", "nº", "n.", "no.", "#", "№"} else None

    def _capitals(self, text: Text, number: int) -> int:
        """Where a row of words of a name ends, begun at a word."""
        last, most = number, min(len(text.tokens), number + _MOST_NAME)
        while number < most and self._belongs(text, number):
            number += 1
            if text.tokens[number - 1].capital:
                last = number
        return last

    def _belongs(self, text: Text, number: int) -> bool:
        near = text.gap(number).strip(".'-") in {" ", ""}
        word = text.word(number)
        ordinal = bool(re.fullmatch(r"\d+(?:st|nd|rd|th)", word))
        return near and (
            text.tokens[number].capital or ordinal or text.plain(number) in self._particles
        )

    def _flat(self, text: Text, number: int) -> int:
        """Where "Flat 4, " begins, if it stands before."""
        flats = {"flat", "apt", "apartment", "unit", "suite", "room", "piso"}
        before = number - 2
        if before >= 0 and text.plain(before) in flats and text.gap(number).strip() == ",":
            return before
        return number

    def _with_town(self, text: Text, last: int) -> int:
        """Where the address ends: with a flat, a town and a postcode behind it."""
        end, number = text.tokens[last - 1].end, last
        while number < min(len(text.tokens), last + _MOST_BEHIND):
            gap, word = text.gap(number), text.word(number)
            comma = "," in gap
            if gap.strip(" ,.#º") or "\n" in gap or (". " in gap and not comma):
                break
            flat = text.plain(number) in {"apt", "apartment", "flat", "unit", "suite", "piso"}
            code = bool(
                re.fullmatch(r"[A-Z]{2}|[A-Z]{1,2}\d[A-Z\d]?|\d[A-Z]{2}|\d{1,5}[A-Za-zºª]?", word)
            )
            town = text.tokens[number].capital and text.plain(number) not in self._none
            starts = comma or code or flat or number > last
            if not (starts and (flat or code or town)):
                break
            end = text.tokens[number].end
            number += 1
        return end


def _has_no_capitals(word: str) -> bool:
    return word.upper() == word.lower()
