"""A time of day, or hours from one until another, as people type them in five languages' habits.

Figures with minutes, a leading nought or a word such as "Uhr" and "h" are by the clock of 24 hours;
"pm", "abends" and the like say which half. What is left, a bare 8, is asked back and not guessed.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import time
from enum import Enum

from bot.domain import clock_words as words
from bot.domain.folding import plain
from bot.domain.quiet_hours import Span
from bot.domain.unread import (
    AllDayOrNever,
    HalvesUnclear,
    NoLength,
    PossibleMeaning,
    UnknownHours,
    UnknownTime,
    WhichHalf,
)
from bot.domain.week import ALL_DAY, joined

_MERIDIEM = re.compile(r"(?<![a-z])([ap])\.? ?m(?![a-z])\.?|(?<![a-z])([ap])\.(?![a-z])")
_HYPHENS = re.compile(r"(?<=meia)-(?=noite)|(?<=apres)-(?=midi)|(?<=half)-(?=past)")
_FIGURES = (
    re.compile(r"(?P<hour>\d{1,2})(?P<minute>)"),
    re.compile(r"(?P<hour>\d{1,2}) ?[:.,] ?(?P<minute>\d\d)(?::00)?"),
    re.compile(
        r"(?P<hour>\d{1,2}) ?(?:hs?|uhr|heures?|horas?|ore)(?: ?[ey])? ?"
        r"(?P<minute>\d\d)(?: ?min| ?m)?"
    ),
    re.compile(r"(?P<hour>\d{1,2})(?P<minute>\d\d)"),
)  # fmt: skip
_BETWEEN = re.compile(rf" ?[;/] ?| ?, ?| (?:{'|'.join(re.escape(one) for one in words.AND_THEN)}) ")
_AND_A_HALF = re.compile(r"(.+) (?:y media|et demie?|e meia|e mezz[ao])")


class _Sure(Enum):
    """How surely the half of the day is known."""

    BY_24_HOURS = "by 24 hours"
    BY_WORDS = "by words"
    NOT = "not"


@dataclass(frozen=True, slots=True)
class _Read:
    hour: int
    minute: int
    sure: _Sure

    @property
    def time(self) -> time:
        return time(self.hour % 24, self.minute)


def read_time(typed: str) -> time:
    """Raises UnknownTime, and WhichHalf for a bare 8."""
    found = _read(_tidy(typed))
    if found is None:
        raise UnknownTime
    if found.sure is _Sure.NOT:
        raise WhichHalf(tuple(_halves(found)))
    return found.time


def is_time(typed: str) -> bool:
    """Whether it can be read at all, be it asked back."""
    return _read(_tidy(typed)) is not None


def read_span(typed: str) -> Span:
    """Raises UnknownHours, HalvesUnclear, NoLength."""
    ends = _ends(_tidy(typed))
    if ends is None:
        raise UnknownHours
    return _span(*ends, by_24=_is_by_24(ends))


def read_spans(typed: str) -> tuple[Span, ...]:
    """The hours of a day, one stretch or several, or all of it: they are in order, and those that
    overlap are one. Raises UnknownHours, HalvesUnclear, AllDayOrNever, TooManyHours."""
    text = _tidy(typed)
    if text in words.ALL_DAY:
        return (ALL_DAY,)
    parts = next(_stretches(text), None)
    if parts is None:
        raise UnknownHours
    by_24 = any(map(_is_by_24, parts))  # whoever writes 18 writes 8 for the morning
    return joined(_span(*ends, by_24=by_24, all_day=True) for ends in parts)


def _stretches(text: str) -> Iterator[list[tuple[_Read, _Read]]]:
    """Every way to take hours apart, the longest first stretch first."""
    if whole := _ends(text):
        yield [whole]
    for cut in reversed(list(_BETWEEN.finditer(text))):
        if first := _ends(text[: cut.start()]):
            for others in _stretches(text[cut.end() :]):
                yield [first, *others]


def _ends(text: str) -> tuple[_Read, _Read] | None:
    both = ((_read(start), _read(end)) for start, end in _sides(text))
    return next(((start, end) for start, end in both if start and end), None)


def _is_by_24(ends: tuple[_Read, _Read]) -> bool:
    return any(one.sure is _Sure.BY_24_HOURS for one in ends)


def _span(start: _Read, end: _Read, *, by_24: bool, all_day: bool = False) -> Span:
    if _Sure.NOT in (start.sure, end.sure) and not by_24:
        raise HalvesUnclear
    if all_day and (start.hour, end.hour) == (0, 24) and not start.minute:
        return ALL_DAY
    if start.time == end.time:
        raise AllDayOrNever if all_day else NoLength
    return Span(start.time, end.time)


def _sides(text: str) -> Iterator[tuple[str, str]]:
    """The two ends, by a dash or else by a word such as "until"."""
    sides = re.split(r" ?(?:-+>?|→|~) ?", text)
    if len(sides) == 2:
        yield sides[0], sides[1]
    for word in sorted(words.UNTIL, key=len, reverse=True):
        for found in re.finditer(rf" {re.escape(word)} ", text):
            yield text[: found.start()], text[found.end() :]


def _tidy(typed: str) -> str:
    text = _HYPHENS.sub(" ", plain(typed))
    text = _MERIDIEM.sub(lambda found: f" {found[1] or found[2]}m ", text)
    return " ".join(text.split()).strip(" .,;!")


def _read(text: str) -> _Read | None:
    text = _without_before(text)
    if text in words.NOONS:
        return _Read(12, 0, _Sure.BY_WORDS)
    if text in words.MIDNIGHTS:
        return _Read(0, 0, _Sure.BY_WORDS)
    for endings, in_that_half in _HALVES:
        said = _without_after(text, endings)
        if said != text:
            found = _figures(said)
            return None if found is None else in_that_half(found)
    return _figures(text)


def _figures(text: str) -> _Read | None:
    if found := _AND_A_HALF.fullmatch(text):
        whole = _figures(found[1])
        return None if whole is None or whole.minute else replace(whole, minute=30)
    spoken = _without_after(text, words.O_CLOCK)
    bare = _without_after(spoken, words.OF_24_HOURS)
    if halved := _half_said(bare):
        return halved
    if bare in words.NUMBERS:
        return _checked(str(words.NUMBERS[bare]), "", by_24=bare != spoken)
    for shape in _FIGURES:
        if found := shape.fullmatch(bare):
            return _checked(found["hour"], found["minute"], by_24=bare != spoken)
    return None


def _checked(hours: str, minutes: str, *, by_24: bool) -> _Read | None:
    hour, minute = int(hours), int(minutes or 0)
    if hour > 24 or minute > 59 or (hour == 24 and minute):
        return None
    surely = by_24 or minutes or hours.startswith("0") or hour > 12
    return _Read(hour, minute, _Sure.BY_24_HOURS if surely else _Sure.NOT)


def _half_said(text: str) -> _Read | None:
    """Half past eight, and "halb acht", which is half past seven."""
    for said, less in ((words.HALF_PAST, 0), (words.HALF_TO, 1)):
        for one in said:
            hour = _hour_said(text.removeprefix(f"{one} ")) if text.startswith(f"{one} ") else 0
            if 1 <= hour <= 12:
                return _Read((hour - less - 1) % 12 + 1, 30, _Sure.NOT)
    return None


def _hour_said(text: str) -> int:
    return int(text) if re.fullmatch(r"\d\d?", text) else words.NUMBERS.get(text, 0)


def _am(read: _Read) -> _Read | None:
    return _by_words(read, read.hour % 12) if read.hour <= 12 else None


def _pm(read: _Read) -> _Read | None:
    return (
        _by_words(read, read.hour if read.hour > 12 else read.hour % 12 + 12) if read.hour else None
    )


def _morning(read: _Read) -> _Read | None:
    """Twelve in the morning is noon for some, and midnight for others."""
    return replace(read, sure=_Sure.NOT) if read.hour == 12 else _am(read)


def _evening(read: _Read) -> _Read | None:
    return replace(read, sure=_Sure.NOT) if read.hour == 12 else _pm(read)


def _night(read: _Read) -> _Read | None:
    """From one to four the end of the night, from six to eleven its begin; five is asked back."""
    if read.hour == 5:
        return replace(read, sure=_Sure.NOT)
    if 6 <= read.hour <= 11:
        return _pm(read)
    return _by_words(read, read.hour % 12 if read.hour == 12 else read.hour)


def _by_words(read: _Read, hour: int) -> _Read:
    return replace(read, hour=hour, sure=_Sure.BY_WORDS)


_HALVES = (
    (words.AM, _am),
    (words.PM, _pm),
    (words.MORNING, _morning),
    (words.AFTERNOON, _pm),
    (words.EVENING, _evening),
    (words.NIGHT, _night),
)


def _halves(read: _Read) -> Iterator[PossibleMeaning]:
    for hour in (read.hour % 12, read.hour % 12 + 12):
        at = time(hour, read.minute)
        yield PossibleMeaning(f"{at:%H:%M}", at=at)


def _without_before(text: str) -> str:
    fitting = [one for one in words.BEFORE if text.startswith(f"{one} ")]
    return _without_before(text.removeprefix(f"{max(fitting, key=len)} ")) if fitting else text


def _without_after(text: str, endings: Iterable[str]) -> str:
    """The text without the longest of the endings that it has after a word or a figure."""
    fitting = [one for one in endings if re.search(rf"(?:\d|[a-z] | ){re.escape(one)}$", text)]
    return text.removesuffix(max(fitting, key=len)).rstrip() if fitting else text
