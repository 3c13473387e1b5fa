"""A day, or days from one until another, as people type them in five languages' habits.

A day without a year is the next one that comes. What the month's number and the day's may change
places in, as 4/5, is asked back and not guessed; between dots the day stands first, in ISO's order
the year does.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from bot.domain import day_words as words
from bot.domain.days_off import AHEAD_AT_MOST, DaysOff
from bot.domain.folding import plain
from bot.domain.unread import (
    DateOver,
    DaysBackwards,
    PossibleMeaning,
    TooFarAhead,
    UnknownDate,
    WhichDate,
)

A_DAY = timedelta(days=1)
LONGEST = timedelta(days=183)
"""Days whose end comes so much later, and has no year, stand the wrong way round."""

_YEAR = r"(?:[ ,./-]*(?P<year>\d{4}|\d\d))?"
_ISO = re.compile(r"(?P<year>\d{4})-(?P<month>\d\d?)-(?P<day>\d\d?)")
_DOTS = re.compile(rf"(?P<day>\d\d?)\. ?(?P<month>\d\d?)\.?{_YEAR}")
_DAY_FIRST, _MONTH_FIRST = (
    re.compile(
        rf"(?P<{one}>\d\d?) ?/ ?(?P<{other}>\d\d?){_YEAR}"
        rf"|(?P<{one}_>\d\d?)-(?P<{other}_>\d\d?)-(?P<year_>\d{{4}}|\d\d)"
    )
    for one, other in (("day", "month"), ("month", "day"))
)
_DAY_OF_MONTH = re.compile(
    rf"(?P<day>\d\d?)(?:\.|st|nd|rd|th|er|º|o)? ?(?:(?:{'|'.join(words.OF)}) )?"
    rf"(?P<name>[a-z]+)\.?(?: (?:{'|'.join(words.OF)}))?{_YEAR}"
)
_MONTH_AND_DAY = re.compile(
    r"(?P<name>[a-z]+)\.? (?P<day>\d\d?)(?:st|nd|rd|th)?(?:,? (?P<year>\d{4}))?"
)
_BARE = re.compile(r"(?P<day>\d\d?)(?:\.|st|nd|rd|th|er)?")
_PARTS = ("day", "month", "year")
_DASH = re.compile(r" ?(?:→|~|-+>?) ?")


@dataclass(frozen=True, slots=True)
class _SaidOfDay:
    """What was typed of one day; the rest is understood."""

    day: int = 0
    month: int = 0
    year: int = 0
    weekday: int = 0
    """1 is Monday; 0: a date."""
    ahead: int | None = None
    """Days from today on."""


def read_days_off(typed: str, today: date) -> DaysOff:
    """Raises UnknownDate, WhichDate, DateOver, DaysBackwards, TooFarAhead."""
    text = _tidy(typed)
    if text in words.WEEKENDS:
        saturday = today + A_DAY * ((5 - today.weekday()) % 7 if today.weekday() < 6 else 0)
        return DaysOff(saturday, today + A_DAY * (6 - today.weekday()))
    found, fault = list[DaysOff](), UnknownDate()
    for numbers in (_DAY_FIRST, _MONTH_FIRST):
        try:
            one = _read(text, today, numbers)
        except UnknownDate as error:
            fault = error if type(fault) is UnknownDate else fault
        else:
            found += [one] if one not in found else []
    if not found:
        raise fault
    if len(found) > 1:
        raise WhichDate(
            tuple(PossibleMeaning(str(one), days=(one.first, one.last)) for one in found)
        )
    return found[0]


def _tidy(typed: str) -> str:
    return " ".join(plain(typed).replace(",", " ").split()).strip(" .;!") + (
        "." if re.search(r"\d\.\s*$", typed) else ""
    )


def _read(text: str, today: date, numbers: re.Pattern[str]) -> DaysOff:
    """Raises UnknownDate and what is worse than that."""
    one = _said(text, numbers)
    if one is not None and (one.month or not one.day):
        day = _next(one, today)
        return _checked(DaysOff(day, day), today)
    for start, end in _sides(text):
        both = _said(start, numbers), _said(end, numbers)
        if both[0] is not None and both[1] is not None:
            return _checked(_between(*_each_with_month(both[0], both[1]), today), today)
    raise UnknownDate


def _sides(text: str) -> Iterator[tuple[str, str]]:
    """The two ends, by a dash or else by a word such as "until"."""
    for cut in _DASH.finditer(text):
        yield text[: cut.start()], text[cut.end() :]
    for word in sorted(words.UNTIL, key=len, reverse=True):
        for cut in re.finditer(rf" {re.escape(word)} ", text):
            yield text[: cut.start()], text[cut.end() :]


def _said(text: str, numbers: re.Pattern[str]) -> _SaidOfDay | None:
    text = _without_before(text.strip())
    if text in words.FROM_TODAY:
        return _SaidOfDay(ahead=words.FROM_TODAY[text])
    first, _, rest = text.partition(" ")
    if weekday := words.WEEKDAYS.get(first.rstrip(".")):
        # the date beside it counts
        return _said(rest, numbers) if rest else _SaidOfDay(weekday=weekday)
    for shape in (_ISO, _DOTS, numbers, _DAY_OF_MONTH, _MONTH_AND_DAY, _BARE):
        if found := shape.fullmatch(text):
            return _of({name: value for name, value in found.groupdict().items() if value})
    return None


def _of(found: dict[str, str]) -> _SaidOfDay | None:
    figures = {part: int(found.get(part) or found.get(f"{part}_") or 0) for part in _PARTS}
    if name := found.get("name"):
        figures["month"] = words.MONTHS.get(name, 0)
        if not figures["month"]:
            return None
    if 0 < figures["year"] < 100:
        figures["year"] += 2000
    return _SaidOfDay(**figures) if figures["day"] else None


def _without_before(text: str) -> str:
    fitting = [one for one in words.BEFORE if text.startswith(f"{one} ")]
    return _without_before(text.removeprefix(f"{max(fitting, key=len)} ")) if fitting else text


def _each_with_month(start: _SaidOfDay, end: _SaidOfDay) -> tuple[_SaidOfDay, _SaidOfDay]:
    """24-26 December, and December 24-26: the month, and the year, are said once."""
    if start.day and end.day and not start.month:
        start = _SaidOfDay(start.day, end.month, end.year)
    elif start.day and end.day and not end.month:
        end = _SaidOfDay(end.day, start.month, start.year)
    elif end.year and start.day and not start.year:
        later = (start.month, start.day) > (end.month, end.day)
        start = _SaidOfDay(start.day, start.month, end.year - later)
    return start, end


def _between(start: _SaidOfDay, end: _SaidOfDay, today: date) -> DaysOff:
    if start.month and not start.year and not end.weekday:  # they may have begun already
        last = _next(end, today)
        first = _latest(start, last)
    else:
        first = _next(start, today)
        last = _next(end, first if end.ahead is None else today)
    if last < first or (not end.year and last - first > LONGEST):
        raise DaysBackwards
    return DaysOff(first, last)


def _next(said: _SaidOfDay, since: date) -> date:
    """The next such day from a day on; that of its year, where that is said."""
    if said.ahead is not None:
        return since + A_DAY * said.ahead
    if said.weekday:
        return since + A_DAY * ((said.weekday - 1 - since.weekday()) % 7)
    # of the 29th of February the next one may be eight years off
    years = (said.year,) if said.year else range(since.year, since.year + 9)
    for year in years:
        day = _date(year, said.month, said.day)
        if day is not None and (said.year or day >= since):
            return day
    raise UnknownDate


def _latest(said: _SaidOfDay, until: date) -> date:
    """The last such day until another."""
    years = range(until.year, until.year - 9, -1)
    days = (_date(year, said.month, said.day) for year in years)
    return next((one for one in days if one is not None and one <= until), until)


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _checked(days: DaysOff, today: date) -> DaysOff:
    if days.last < today:
        raise DateOver
    if days.last - today > AHEAD_AT_MOST:
        raise TooFarAhead(most=AHEAD_AT_MOST.days)
    return days
