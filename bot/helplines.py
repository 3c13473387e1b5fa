"""Help lines by country, from `crisis/helplines.yaml`: checked when the bot starts, then in memory.

Owns: what a line must state (a way to reach it, the month it was checked, how many sources agree)
and how a country is found by what somebody typed. Does not own the words around it, and knows no
number of its own.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from types import MappingProxyType
from typing import Annotated, Final, Literal, Self, TypeAlias

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

from bot.domain.atlas import Atlas
from bot.domain.folding import fold
from bot.strict_yaml import checked, read

DIRECTORY: Final = "https://findahelpline.com"
"""A directory of many countries; named with all help lines, and alone where there are none."""

_RECENT: Final = "2026"
_ALWAYS: Final = "24/7"
_DAYS: Final = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_DAY: Final = "|".join(_DAYS)
_TIME: Final = "[0-2][0-9]:[0-5][0-9]"
_OPENING: Final = re.compile(
    f"{_ALWAYS}|(?:(?P<first>{_DAY})(?:-(?P<last>{_DAY}))? )?(?P<start>{_TIME})-(?P<end>{_TIME})"
)
_FLAG_A: Final = 0x1F1E6
_TAG: Final = 0xE0000


@dataclass(frozen=True, slots=True)
class Opening:
    """When somebody answers there: days of the week (0 is Monday) and times of day, `HH:MM`, at
    the line's own place. Without times at any hour; an end before the start is on the next day."""

    days: tuple[int, ...]
    start: str = ""
    end: str = ""


@dataclass(frozen=True, slots=True)
class HelpLine:
    """One line: how to reach it, when (empty: not known), in which languages it answers (codes),
    what it costs ("free", "standard" or not known), and when that was last checked (`YYYY-MM` or
    `YYYY-MM-DD`)."""

    name: str
    phone: tuple[str, ...]
    text: str | None
    web: str | None
    hours: tuple[Opening, ...]
    languages: tuple[str, ...]
    cost: str | None
    verified: str
    sources: int


@dataclass(frozen=True, slots=True)
class Country:
    """The help lines and emergency numbers of one country; `code` has two letters."""

    code: str
    name: str
    emergency: tuple[str, ...]
    ambulance: tuple[str, ...]
    police: tuple[str, ...]
    lines: tuple[HelpLine, ...]


HelpLines: TypeAlias = Mapping[str, Country]
"""By code, in the order of the countries' names."""


def load_helplines(folder: Path) -> HelpLines:
    """Read `crisis/helplines.yaml` in a folder. Raises FileFaults."""
    found = checked(_File, read(folder / "crisis" / "helplines.yaml")).countries
    countries = [_country(code, country) for code, country in found.items()]
    return MappingProxyType({one.code: one for one in sorted(countries, key=lambda c: c.name)})


def checked_before(helplines: HelpLines, day: date) -> Sequence[tuple[Country, HelpLine]]:
    """The lines that nobody has looked at since that day; a month counts as its first day."""
    return [
        (country, line)
        for country in helplines.values()
        for line in country.lines
        if line.verified < day.isoformat()[: len(line.verified)]
    ]


def country_typed(helplines: HelpLines, atlas: Atlas, typed: str) -> Country | None:
    """The country that somebody meant: by its flag, its code, its name in any usual language, one
    of its states or its cities. None where we have no lines of it, or do not know the word."""
    return next((helplines[code] for code in _codes(atlas, typed) if code in helplines), None)


def _codes(atlas: Atlas, typed: str) -> Iterator[str]:
    flag, folded = _flag(typed.strip()), fold(typed)
    if flag or re.fullmatch("[a-z]{2}", folded):
        yield flag or folded.upper()
    regions = atlas.regions_called(folded)
    # what is a country and a state is the country
    countries = [code for code in regions if "-" not in code]
    yield from countries or (code.partition("-")[0] for code in regions)
    if not regions:
        yield from (city.region.partition("-")[0] for city in atlas.cities_called(folded)[:1])


def _flag(typed: str) -> str:
    """The code of a flag, also of a part of a country, such as Scotland; empty for anything else.
    https://www.unicode.org/reports/tr51/#Flags"""
    letters = [
        chr(ord(one) - _FLAG_A + ord("A")) for one in typed if _FLAG_A <= ord(one) < _FLAG_A + 26
    ]
    parts = [chr(ord(one) - _TAG) for one in typed if _TAG < ord(one) < _TAG + 0x7F]
    return "".join(letters or parts)[:2].upper()


def _country(code: str, country: "_CountryFile") -> Country:
    return Country(
        code,
        country.name,
        tuple(country.emergency),
        tuple(country.ambulance),
        tuple(country.police),
        tuple(
            HelpLine(
                one.name,
                tuple(one.phone),
                one.text,
                one.web,
                tuple(map(_opening, filter(None, (one.hours or "").split(", ")))),
                tuple(one.languages),
                one.cost,
                one.verified,
                one.sources,
            )
            for one in country.lines
        ),
    )


def _code(value: str) -> str:
    if not re.fullmatch("[A-Z]{2}", value):
        raise ValueError('must be two capital letters, such as "IE"')
    return value


def _language(value: str) -> str:
    if not re.fullmatch("[a-z]{2,3}", value):
        raise ValueError('must be the code of a language, such as "en"')
    return value


def _number(value: str) -> str:
    if not re.fullmatch(r"[0-9()+][0-9 ()+-]{1,28}[0-9]|[0-9]{2}", value):
        raise ValueError("must be a number as one dials it")
    return value


def _month(value: str) -> str:
    if not re.fullmatch(r"20\d\d-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?", value):
        raise ValueError("must be a month or a day, such as 2026-02 or 2026-02-14")
    return value


def _address(value: str) -> str:
    if not re.fullmatch(r"https://[a-z0-9.-]+\.[a-z]+(/[\w./-]*)?", value):
        raise ValueError("must be a plain address that starts with https://")
    return value


def _hours(value: str) -> str:
    if not all(map(_OPENING.fullmatch, value.split(", "))):
        raise ValueError('must be "24/7" or such as "10:00-02:00", "mon-fri 10:00-18:00"')
    return value


def _opening(value: str) -> Opening:
    found = _OPENING.fullmatch(value)
    if found is None or value == _ALWAYS:
        return Opening(tuple(range(len(_DAYS))))
    first, last = (found["first"] or _DAYS[0], found["last"] or found["first"] or _DAYS[-1])
    days = range(_DAYS.index(first), _DAYS.index(last) + 1)
    return Opening(tuple(days), found["start"], found["end"])


Numbers = list[Annotated[str, AfterValidator(_number)]]
Short = Annotated[str, Field(min_length=1, max_length=60)]


class _StrictModel(BaseModel):
    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)


class _LineFile(_StrictModel):
    name: Short
    phone: Numbers = []
    text: Short | None = None
    web: Annotated[str, AfterValidator(_address)] | None = None
    hours: Annotated[str, AfterValidator(_hours)] | None = None
    languages: list[Annotated[str, AfterValidator(_language)]] = []
    cost: Literal["free", "standard"] | None = None
    verified: Annotated[str, AfterValidator(_month)]
    sources: Annotated[int, Field(strict=True, ge=1, le=99)]

    @model_validator(mode="after")
    def _stands_on_something(self) -> Self:
        if not (self.phone or self.text):
            raise ValueError("must have a phone or a text number")
        if self.sources < 2 and self.verified < _RECENT:
            raise ValueError("needs two sources, or a check in 2026 or later")
        return self


class _CountryFile(_StrictModel):
    name: Short
    emergency: Numbers = []
    ambulance: Numbers = []
    police: Numbers = []
    lines: list[_LineFile] = Field(min_length=1, max_length=6)


class _File(_StrictModel):
    countries: dict[Annotated[str, AfterValidator(_code)], _CountryFile]
