"""The world's time zones by name: as they are typed, suggested and looked up.

The names are those of the IANA database, such as Europe/Berlin. Which there are does not change
while the bot runs, so they are read once.
"""

from difflib import get_close_matches
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

COMMON = (
    "Pacific/Honolulu", "America/Anchorage", "America/Los_Angeles", "America/Denver",
    "America/Chicago", "America/New_York", "America/Halifax", "America/Sao_Paulo",
    "Atlantic/Azores", "Europe/London", "Europe/Berlin", "Europe/Athens", "Europe/Istanbul",
    "Africa/Lagos", "Africa/Johannesburg", "Asia/Dubai", "Asia/Karachi", "Asia/Kolkata",
    "Asia/Dhaka", "Asia/Bangkok", "Asia/Shanghai", "Asia/Tokyo", "Australia/Sydney",
    "Pacific/Auckland", "UTC",
)  # fmt: skip
"""One place for each of the common zones: a list to choose from holds 25."""

EXAMPLE = "Europe/Lisbon"

_NO_PLACES = {"Factory", "localtime", "posixrules"}
"""What some computers keep beside the zones: the clock of nowhere, or of that computer."""

_BACKWARDS = ("Etc/GMT+", "Etc/GMT-")
"""Their signs are the other way round: Etc/GMT+2 is two hours behind, so it is never suggested."""


@cache
def zone_info(name: str) -> ZoneInfo:
    """The rules of a zone. Kept, as zoneinfo reads all but the last eight from the disk again."""
    return ZoneInfo(name)


@cache
def all_zones() -> tuple[str, ...]:
    """Every zone, by name."""
    return tuple(sorted(available_timezones() - _NO_PLACES))


def zone_named(typed: str) -> str | None:
    """The zone's name as the world knows it, from what was typed, or None."""
    wanted = _plain(typed)
    return next((name for name in all_zones() if _plain(name) == wanted), None)


def zones_like(typed: str, most: int = 25) -> list[str]:
    """What to suggest while somebody types: cities that begin with it first; the common zones
    before anything is typed."""
    wanted = _plain(typed)
    if not wanted:
        return list(COMMON[:most])
    fitting = [
        name for name in all_zones() if wanted in _plain(name) and not name.startswith(_BACKWARDS)
    ]
    return sorted(fitting, key=lambda name: (not city(name).startswith(wanted), name))[:most]


def meant(typed: str) -> str:
    """The place that somebody most likely meant; an example where nothing is near."""
    # not CET, EST, GMT and the like: what looks alike there may be many hours away
    places = (name for name in all_zones() if "/" in name and not name.startswith("Etc/"))
    cities = {city(name): name for name in places}
    near = get_close_matches(_plain(typed).rpartition("/")[2], cities, 1)
    return cities[near[0]] if near else next(iter(zones_like(typed, 1)), EXAMPLE)


def city(name: str) -> str:
    """The last part of a zone's name, in small letters, as people type it."""
    return _plain(name).rpartition("/")[2]


def _plain(typed: str) -> str:
    return typed.strip().replace("_", " ").lower()
