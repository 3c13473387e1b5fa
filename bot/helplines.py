"""Help lines by country, from `crisis/helplines.yaml`: checked when the bot starts, then in memory.

Owns: what a line must state (a way to reach it, the month it was checked, how many sources agree)
and how a country is found by what somebody typed. Does not own the words around it, and knows no
number of its own.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Annotated, Final, Self, TypeAlias

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

from bot.strict_yaml import Document, FileFaults, checked, read

DIRECTORY: Final = "https://findahelpline.com"
"""A directory for every country; named with all help lines, and alone where there are none."""

COUNTRIES_AT_MOST: Final = 20
"""Each has a button, and Discord allows 25 on a message.

https://docs.discord.com/developers/components/reference#action-row
"""
_RECENT: Final = "2026"


@dataclass(frozen=True, slots=True)
class HelpLine:
    """One line: how to reach it, and when that was last checked (`YYYY-MM` or `YYYY-MM-DD`)."""

    name: str
    phone: tuple[str, ...]
    text: str | None
    web: str | None
    hours: str | None
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
    document = read(folder / "crisis" / "helplines.yaml")
    found = checked(_File, document).countries
    _refuse_too_many(document, len(found))
    countries = [_country(code, country) for code, country in found.items()]
    return MappingProxyType({one.code: one for one in sorted(countries, key=lambda c: c.name)})


def country_typed(helplines: HelpLines, typed: str) -> Country | None:
    """The country that somebody meant, by its code or name; None where we have no lines of it."""
    wanted = typed.strip().casefold()
    return next(
        (one for one in helplines.values() if wanted in (one.code.casefold(), one.name.casefold())),
        None,
    )


def countries_like(helplines: HelpLines, typed: str) -> list[Country]:
    """The countries to suggest: those whose name begins with it come first."""
    wanted = typed.strip().casefold()
    fitting = [one for one in helplines.values() if wanted in one.name.casefold()]
    return sorted(fitting, key=lambda one: not one.name.casefold().startswith(wanted))


def number_of(country: Country) -> int:
    """A small number for a button that stays the same when countries are added."""
    first, second = (ord(letter) - ord("A") for letter in country.code)
    return first * 26 + second


def country_numbered(helplines: HelpLines, number: int | None) -> Country | None:
    """The country whose number a button carries."""
    return next((one for one in helplines.values() if number_of(one) == number), None)


def _refuse_too_many(document: Document, count: int) -> None:
    if count > COUNTRIES_AT_MOST:
        words = f"has {count} countries; at most {COUNTRIES_AT_MOST} fit as buttons"
        raise FileFaults([document.fault(("countries",), words)])


def _country(code: str, country: "_CountryFile") -> Country:
    return Country(
        code,
        country.name,
        tuple(country.emergency),
        tuple(country.ambulance),
        tuple(country.police),
        tuple(
            HelpLine(
                one.name, tuple(one.phone), one.text, one.web, one.hours, one.verified, one.sources
            )
            for one in country.lines
        ),
    )


def _code(value: str) -> str:
    if not re.fullmatch("[A-Z]{2}", value):
        raise ValueError('must be two capital letters, such as "IE"')
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


Numbers = list[Annotated[str, AfterValidator(_number)]]
Short = Annotated[str, Field(min_length=1, max_length=60)]


class _StrictModel(BaseModel):
    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)


class _LineFile(_StrictModel):
    name: Short
    phone: Numbers = []
    text: Short | None = None
    web: Annotated[str, AfterValidator(_address)] | None = None
    hours: Short | None = None
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
