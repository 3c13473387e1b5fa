"""Where somebody's clock is, from what they typed: a zone, a city, a country; or which of several.

What can mean two clocks is asked back, with the cities that may be meant; what means none is
answered without a guess that is far away.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from difflib import get_close_matches
from functools import cache

from bot.domain.abbreviations import ABBREVIATIONS
from bot.domain.atlas import Atlas, City
from bot.domain.folding import fold, plain
from bot.domain.unread import LikelyPlace, NoPlace, PossibleMeaning, UnknownZone, WhichPlace
from bot.domain.zones import COMMON, all_zones, city, is_place, zone_info

CHOICES_AT_MOST = 4
RIVAL = 0.1
"""Of cities with one name, one counts that has so much of the largest one's people: a tenth asks
about Portland in Maine, and does not ask about London in Ontario."""

_CONTINENTS = (
    "Africa/", "America/", "Asia/", "Atlantic/", "Australia/", "Europe/", "Indian/", "Pacific/",
)  # fmt: skip
"""Where the last part of a zone's name is a city, and not a region as in Canada/Atlantic."""

_OFFSET = re.compile(r"(?:utc|gmt)? ?([+-]) ?(\d{1,2})(?:[:.h]?(\d\d))?")
_AROUND = re.compile(r"(?:(?:in|en|em) )?(.+?)(?: (?:standard |daylight |summer )?time)?")


@dataclass(frozen=True, slots=True)
class Places:
    """Reads places by an atlas, at a moment: which clocks agree changes with the law."""

    atlas: Atlas
    now: datetime

    def read(self, typed: str) -> str:
        """The zone that is meant. Raises NoPlace, WhichPlace, LikelyPlace, UnknownZone."""
        wanted = _bare(typed)
        if not wanted:
            raise NoPlace
        if wanted == "utc":
            return "UTC"
        self._ask_about_clock(wanted)
        if zone := _zones_folded().get(_path(wanted)):
            return zone
        for found in (self._by_city, self._by_region, self._by_city_of_region, self._by_zone_city):
            if cities := found(wanted):
                return self._one_of(cities)
        raise self._unknown(wanted)

    def _ask_about_clock(self, wanted: str) -> None:
        if zones := ABBREVIATIONS.get(fold(wanted)):
            raise WhichPlace(tuple(PossibleMeaning(zone, place=_titled(zone)) for zone in zones))
        if found := _OFFSET.fullmatch(wanted):
            sign, hours, minutes = found.groups(default="0")
            ahead = timedelta(hours=int(hours), minutes=int(minutes))
            raise self._which(self._cities_ahead(ahead if sign == "+" else -ahead))

    def _cities_ahead(self, ahead: timedelta) -> list[City]:
        for known in (COMMON, all_zones()):
            zones = [one for one in known if is_place(one) and self._offset(one) == ahead]
            if zones:
                return [_as_city(zone) for zone in zones]
        return []

    def _by_city(self, wanted: str) -> list[City]:
        folded = fold(wanted)
        found = self.atlas.cities_called(folded)
        own = [one for one in found if one.is_own_name(folded)]
        largest = max((one.people for one in found), default=0)
        # a small town called Calcutta does not hide the large city that everybody calls so
        return own if own and own[0].people > RIVAL * largest else found

    def _by_region(self, wanted: str) -> list[City]:
        regions = self.atlas.regions_called(fold(wanted))
        return [city for region in regions for city in self._of_each_clock(region)]

    def _of_each_clock(self, region: str) -> list[City]:
        largest: list[City] = []
        for one in self.atlas.cities_in(region):
            if not any(self.agree(one.zone, other.zone) for other in largest):
                largest.append(one)
        return largest

    def _by_city_of_region(self, wanted: str) -> list[City]:
        """Portland, Maine; Portland ME; Springfield, IL, USA."""
        name, comma, rest = wanted.partition(",")
        words = fold(wanted).split()
        parts = [
            (" ".join(words[:at]), " ".join(words[at:])) for at in range(len(words) - 1, 0, -1)
        ]
        for city_name, region_name in [(fold(name), fold(rest))] if comma else parts:
            if regions := self._regions_in(region_name):
                found = [
                    one for one in self.atlas.cities_called(city_name) if one.region in regions
                ]
                own = [one for one in found if one.is_own_name(city_name)]
                if found:
                    return (own or found)[:1]
        return []

    def _regions_in(self, named: str) -> set[str]:
        codes = set(self.atlas.regions_called(named, or_code=True))
        if not codes:  # a state, and then its country
            codes = set(self.atlas.regions_called(named.rpartition(" ")[0], or_code=True))
        if "US" in codes:
            codes |= {one.region for one in self.atlas.cities_in("US")}
        return codes

    def _by_zone_city(self, wanted: str) -> list[City]:
        area, slash, last = wanted.rpartition("/")
        if not slash:
            zones = (name for name in all_zones() if is_place(name))
            return [_as_city(zone) for zone in zones if fold(city(zone)) == fold(last)]
        return [
            one for one in self._by_city(last) if fold(one.zone.partition("/")[0]) == fold(area)
        ]

    def _one_of(self, cities: list[City]) -> str:
        cities = sorted(cities, key=lambda one: -one.people)
        chosen = [cities[0]]
        for one in cities:
            rivals = one.people >= RIVAL * cities[0].people
            if rivals and not any(self.agree(one.zone, other.zone) for other in chosen):
                chosen.append(one)
        if len(chosen) == 1:
            return chosen[0].zone
        raise self._which(chosen)

    def _which(self, cities: Iterable[City]) -> WhichPlace | UnknownZone:
        choices = [PossibleMeaning(one.zone, place=self._shown(one)) for one in cities]
        return WhichPlace(tuple(choices[:CHOICES_AT_MOST])) if choices else UnknownZone()

    def _shown(self, one: City) -> str:
        return self.atlas.shown(one) if one.region else one.name

    def _unknown(self, wanted: str) -> LikelyPlace | UnknownZone:
        last = fold(wanted.rpartition("/")[2])
        known = {fold(city(zone)): zone for zone in all_zones() if zone.startswith(_CONTINENTS)}
        near = [one for one in get_close_matches(last, known, 1, 0.8) if one[:1] == last[:1]]
        if not near or len(last) < len("Lima"):
            return UnknownZone()
        zone = known[near[0]]
        return LikelyPlace((PossibleMeaning(zone, place=_titled(zone)),))

    def agree(self, one: str, other: str) -> bool:
        """Whether two clocks show the same for a year from now. Three days apart: the shortest
        time for which clocks differ in spring and autumn is a week."""
        if one == other:
            return True
        moments = (self.now + timedelta(days=day) for day in range(0, 370, 3))
        return all(_offset(one, moment) == _offset(other, moment) for moment in moments)

    def _offset(self, zone: str) -> timedelta | None:
        return _offset(zone, self.now)


def suggested(atlas: Atlas, zones: Iterable[str], typed: str, most: int) -> list[tuple[str, str]]:
    """What to suggest while somebody types, as what is shown and the zone that it stands for: these
    zones, then cities that begin so."""
    found = {zone: zone for zone in zones}
    for one in atlas.cities_beginning(fold(typed), most):
        found.setdefault(one.zone, f"{atlas.shown(one)} ({one.zone})")
    return [(shown, zone) for zone, shown in found.items()][:most]


@cache
def _zones_folded() -> dict[str, str]:
    return {_path(name.casefold()): name for name in all_zones() if is_place(name)}


def _path(wanted: str) -> str:
    return "/".join(fold(part) for part in wanted.split("/"))


def _bare(typed: str) -> str:
    """Without what is said around a place: "in Lisbon", "Eastern time"."""
    wanted = plain(typed).strip(" .,;")
    found = _AROUND.fullmatch(wanted)
    return found[1] if found else wanted


def _titled(zone: str) -> str:
    return zone.rpartition("/")[2].replace("_", " ")


def _as_city(zone: str) -> City:
    return City(_titled(zone), "", zone, 0, f"|{fold(city(zone))}|")


def _offset(zone: str, moment: datetime) -> timedelta | None:
    return moment.astimezone(zone_info(zone)).utcoffset()
