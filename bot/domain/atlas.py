"""Cities and regions by name, in the rows that bot/places holds.

A row of a city: name, region, zone, thousands of people, its folded names between bars. A row of a
region: code, name, folded names. A region is a country (DE) or a state of the US (US-ME). The rows
stay text that is searched: as objects they would take a hundred times the memory, for a few typed
names a day.
"""

from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class City:
    """A city as it is shown, where its clock is, and how many live there."""

    name: str
    region: str
    zone: str
    people: int
    called: str
    """Its folded names between bars, its own first."""

    def is_own_name(self, folded: str) -> bool:
        """Whether it is its own name or whole words of it, not one that others have for it."""
        own = self.called.strip("|").partition("|")[0]
        return f" {folded} " in f" {own} "


class Atlas:
    """Finds cities, in UTF-8 as they are read from the disk: one row on each line, the largest
    first."""

    def __init__(self, cities: bytes, regions: str) -> None:
        self._cities = cities
        rows = [row.split("\t") for row in regions.splitlines()]
        self._region_names = {code: name for code, name, _ in rows}
        self._regions_called = {code: called for code, _, called in rows}

    def cities_called(self, folded: str) -> list[City]:
        """Every city with that name, the largest first."""
        return self._rows_with(f"|{folded}|") if folded else []

    def cities_beginning(self, folded: str, most: int) -> list[City]:
        """Some of the cities one of whose names begins so, the largest first."""
        return self._rows_with(f"|{folded}", most) if folded else []

    def cities_in(self, region: str) -> list[City]:
        """The cities of a country or state."""
        return self._rows_with(f"\t{region}-" if region == "US" else f"\t{region}\t")

    def regions_called(self, folded: str, *, or_code: bool = False) -> list[str]:
        """The codes of the regions with that name; `or_code`: or whose code it is, as in
        "Portland, ME"."""
        codes = {folded.upper(), f"US-{folded.upper()}"} if or_code else set()
        return [
            code
            for code, called in self._regions_called.items()
            if code in codes or f"|{folded}|" in called
        ]

    def shown(self, city: City) -> str:
        """The city with its region, as people write it."""
        return f"{city.name}, {self._region_names.get(city.region, city.region)}"

    def _rows_with(self, part: str, most: int = 0) -> list[City]:
        found = []
        for row in self._lines_with(part.encode()):
            name, region, zone, thousands, called = row.split("\t")
            found.append(City(name, region, zone, int(thousands) * 1000, called))
            if len(found) == most:
                break
        return found

    def _lines_with(self, part: bytes) -> Iterator[str]:
        text, at = self._cities, 0
        while (at := text.find(part, at)) >= 0:
            begin, end = text.rfind(b"\n", 0, at) + 1, text.find(b"\n", at)
            end = len(text) if end < 0 else end
            yield text[begin:end].decode()
            at = end
