"""Public holidays by country, from the package `holidays`: which days are off, and nothing more.

The package and the rules of a country are read when they are first asked for, in a thread: together
that takes up to a second, which nobody who writes may wait for, and most bots never need it. Its
names of days are not used: days of mourning stand among them, and its texts follow the machine's
language where it does not know a language's code.
"""

import asyncio
from collections.abc import Mapping, Sequence
from datetime import date
from importlib import import_module
from typing import Any, Protocol, cast

from bot.domain.folding import fold
from bot.domain.holiday_places import HolidayPlace


class _Country(Protocol):
    subdivisions: Sequence[str]
    subdivisions_aliases: Mapping[str, str]


class PackageHolidays:
    """Implements the port `PublicHolidays`."""

    async def find(self, country: str, part: str) -> HolidayPlace | None:
        """The place, by the code of its country and the code or folded name of a part."""
        return await asyncio.to_thread(_find, country, part)

    async def days(self, place: str, first: date, last: date) -> Sequence[date]:
        """The days off there, both ends included."""
        return await asyncio.to_thread(_days, place, first, last)


def _find(country: str, part: str) -> HolidayPlace | None:
    known = cast("Mapping[str, Sequence[str]]", _package().list_supported_countries())
    if country not in known:
        return None
    if not part:
        return HolidayPlace(country)
    rules = cast("_Country", getattr(_package(), country))
    codes = {fold(code): code for code in rules.subdivisions}
    names = getattr(rules, "subdivisions_aliases", {})
    codes |= {fold(name): code for name, code in names.items()}
    found = codes.get(fold(part))
    if found is None:
        return None
    return HolidayPlace(
        f"{country}-{found}", next((n for n, c in names.items() if c == found), found)
    )


def _days(place: str, first: date, last: date) -> Sequence[date]:
    country, _, part = place.partition("-")
    years = range(first.year, last.year + 1)
    # without expand=False a look adds whole years to what is shared
    known = _package().country_holidays(country, subdiv=part or None, years=years, expand=False)
    return sorted(day for day in known if first <= day <= last)


def _package() -> Any:
    return import_module("holidays")
