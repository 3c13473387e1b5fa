"""Phone numbers and dates of birth: digits that tell something, among all that do not."""

import re
from collections.abc import Callable, Iterator
from typing import Final, TypeAlias

from bot.domain.details.kinds import Detail, Kind
from bot.domain.details.language import CueLanguage
from bot.domain.details.matched import Found
from bot.domain.details.tokens import Text

IsPhone: TypeAlias = Callable[[str], bool | None]
"""Whether a number as it was typed is one that somebody can be called at. None: it is one that is
nobody's own, such as a free line."""

_NUMBER: Final = re.compile(
    r"(?<![A-Za-z0-9_.,/:#€$£¥@+-])(?:\+ ?)?\(?\+?\d(?:[ .\-–/()]{0,3}\d){5,16}(?![A-Za-z0-9_%€$£¥°]|[.,:/]\d| ?(?:eur|usd|€|\$|kg|km|lbs|steps)\b)"  # noqa: RUF001, E501
)
_NO_NUMBER: Final = (
    re.compile(r"(?:19|20)\d\d([-./ –])\d{1,2}\1\d{1,2}"),  # noqa: RUF001 - dates
    re.compile(r"\d{1,2}([-./ ])\d{1,2}\1(?:19|20)?\d\d"),
    re.compile(r"(?:(?:19|20)\d\d\W{1,3})+(?:19|20)\d\d"),  # years
    re.compile(r"\d{1,3}(?:[., ]000)+|\d{1,3}(?:,\d{3})+|\d{1,3}(?:\.\d{3}){2,}"),  # sums
    re.compile(r"\d{1,3}(?:\.\d{1,3}){3}"),  # an address on the internet
    re.compile(r"(?:\d{1,2}\W{1,3}){5,}\d{1,2}"),  # counting
    re.compile(r"\d{1,2}-\d{1,2}(?:\W{1,3}\d{1,2}-\d{1,2})+"),  # sets of a game
    re.compile(r"(\d)\1{5,}"),
)
_COUNTING: Final = 3
_BEFORE: Final = 30
_CUED: Final = range(7, 16)
_SURE: Final = range(9, 14)
_OF_SOMETHING: Final = re.compile(
    r"(?:order|case|ticket|page|version|build|invoice|tracking|pedido|factura|room|isbn|serial"
    r"|model|part|flight|id|score|code)\W{0,3}(?:no|number|nr|num)?\W{0,3}(?:is\W)?$",
    re.IGNORECASE,
)


class Phones:
    """Finds phone numbers. `is_phone` knows how they look; `never` are the digits of help lines and
    emergency numbers."""

    def __init__(self, is_phone: IsPhone, never: frozenset[str]) -> None:
        self._is_phone = is_phone
        self._never = never

    def find(self, text: Text, cued: frozenset[int]) -> Iterator[Detail]:
        """`cued`: the numbers of the words before which somebody says that a number follows."""
        for found in _NUMBER.finditer(text.text):
            typed = found[0]
            digits = re.sub(r"\D", "", typed)
            if digits in self._never or any(one.fullmatch(typed) for one in _NO_NUMBER):
                continue
            if _OF_SOMETHING.search(text.text, max(0, found.start() - _BEFORE), found.start()):
                continue
            if self._is_one(typed, digits, is_cued=_is_cued(text, found.start(), cued)):
                yield Detail(*found.span(), Kind.PHONE)

    def _is_one(self, typed: str, digits: str, *, is_cued: bool) -> bool:
        known = self._is_phone(typed)
        if known is None:
            return False
        if is_cued or typed.lstrip("( ").startswith("+"):
            return len(digits) in _CUED
        if len(digits) not in _SURE:
            return False
        grouped = not typed.isdigit()
        return (grouped and (known or digits[0] == "0")) or (known and digits[0] in "06789")


def _is_cued(text: Text, place: int, cued: frozenset[int]) -> bool:
    number = text.token_at(place)
    return any(one in cued for one in range(number - _COUNTING, number + 1))


_PLAIN_DATE: Final = re.compile(r"\d{1,4}([./-])\d{1,2}\1\d{2,4}|\d{1,2}[./]\d{1,2}\.?(?!\d)")
_DAY: Final = re.compile(r"(?:0?[1-9]|[12]\d|3[01])(?:st|nd|rd|th|er|º|ª)?")
_YEAR: Final = re.compile(r"(?:19|20)\d\d")
_MOST_WORDS: Final = 6


class Births:
    """Finds dates of birth: only where words say that they are."""

    def __init__(self, months: frozenset[str]) -> None:
        self._months = months

    def find(self, text: Text, cue: Found) -> Iterator[Detail]:
        """The date beside a cue."""
        found = self._behind(text, cue) if cue.kind == "births" else self._before(text, cue)
        if found:
            yield Detail(*found, Kind.BIRTH)

    def _behind(self, text: Text, cue: Found) -> tuple[int, int] | None:
        for number in range(cue.end, min(cue.end + 4, len(text.tokens))):
            if set(text.gap(number)) & set("\n!?;") or ". " in text.gap(number):
                return None
            if found := self._date(text, number):
                return found
            if text.word(number)[0].isdigit():
                return None
        return None

    def _before(self, text: Text, cue: Found) -> tuple[int, int] | None:
        for number in range(max(0, cue.start - _MOST_WORDS), cue.start):
            found = self._date(text, number)
            if found and text.token_at(found[1]) == cue.start:
                return found
        return None

    def _date(self, text: Text, number: int) -> tuple[int, int] | None:
        start = text.tokens[number].start
        if plain := _PLAIN_DATE.match(text.text, start):
            return start, plain.end() - plain[0].endswith(".")
        words = [text.plain(one) for one in range(number, number + _MOST_WORDS)]
        last = self._in_words(words)
        if not last:
            return None
        return start, text.tokens[number + last - 1].end

    def _in_words(self, words: list[str]) -> int:
        """How many of the words are a date: a day and a month in either order, perhaps a year."""
        little = {"de", "of", "del", "d", "den", "the", "el"}
        kept = [place for place, word in enumerate(words) if word not in little]
        if not kept or kept[0] != 0 or len(kept) < 2:
            return 0
        first, second = words[kept[0]], words[kept[1]]
        days = [bool(_DAY.fullmatch(one)) for one in (first, second)]
        months = [one in self._months for one in (first, second)]
        if not ((days[0] and months[1]) or (months[0] and days[1])):
            return 0
        year = len(kept) > 2 and _YEAR.fullmatch(words[kept[2]])
        return kept[2 if year else 1] + 1


def months(languages: tuple[CueLanguage, ...]) -> frozenset[str]:
    """Of all languages."""
    return frozenset().union(*(one.words["months"] for one in languages))
