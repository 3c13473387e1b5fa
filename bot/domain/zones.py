"""The world's time zones by name, and those to suggest.

The names are those of the IANA database, such as Europe/Berlin. Which there are does not change
while the bot runs, so they are read once.
"""

from collections.abc import Iterable
from datetime import datetime
from functools import cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

COMMON = (
    "Pacific/Honolulu", "America/Anchorage", "America/Los_Angeles", "America/Denver",
    "America/Chicago", "America/New_York", "America/Halifax", "America/Sao_Paulo",
    "Atlantic/Azores", "Europe/London", "Europe/Berlin", "Europe/Athens", "Europe/Istanbul",
    "Africa/Lagos", "Africa/Johannesburg", "Asia/Dubai", "Asia/Karachi", "Asia/Kolkata",
    "Asia/Dhaka", "Asia/Bangkok", "Asia/Shanghai", "Asia/Tokyo", "Australia/Sydney",
    "Pacific/Auckland", "UTC",
)  # fmt: skip
"""One place for each of the common zones: a list to choose from holds 25."""

NO_ZONE = "UTC"
"""By whose clock a server is that chose none."""

_NO_PLACES = {"Factory", "localtime", "posixrules"}
"""What some computers keep beside the zones: the clock of nowhere, or of that computer."""


@cache
def zone_info(name: str) -> ZoneInfo:
    """The rules of a zone. Kept, as zoneinfo reads all but the last eight from the disk again."""
    return ZoneInfo(name)


def on_the_wall(now: datetime, zone: str) -> datetime:
    """A moment by the clock on the wall in that zone."""
    return now.astimezone(zone_info(zone))


def is_known(name: str) -> bool:
    """Whether there is such a zone, without reading the names of all: the name of one may go."""
    try:
        zone_info(name)
    except (ZoneInfoNotFoundError, ValueError):
        return False
    return True


def whose_clock(told: Iterable[str], server: str) -> str:
    """The zone of somebody's clock: the first that they told of, else the server's. The name of a
    zone may have gone."""
    return next((zone for zone in (*told, server) if zone and is_known(zone)), NO_ZONE)


@cache
def all_zones() -> tuple[str, ...]:
    """Every zone, by name."""
    return tuple(sorted(available_timezones() - _NO_PLACES))


def zones_like(typed: str, most: int = 25) -> list[str]:
    """What to suggest while somebody types: places of which a word begins with it, cities that do
    first; the common zones before anything is typed."""
    wanted = _plain(typed)
    if not wanted:
        return list(COMMON[:most])
    fitting = [name for name in all_zones() if is_place(name) and _begins(name, wanted)]
    return sorted(fitting, key=lambda name: (not city(name).startswith(wanted), name))[:most]


def is_place(name: str) -> bool:
    """Whether it is a place: neither EST and the like, which are an hour off for half of the year,
    nor Etc/GMT+2, which is two hours behind, as its sign is the other way round."""
    return "/" in name and not name.startswith("Etc/")


def city(name: str) -> str:
    """The last part of a zone's name, in small letters, as people type it."""
    return _plain(name).rpartition("/")[2]


def _begins(name: str, wanted: str) -> bool:
    return _plain(name).startswith(wanted) or f" {wanted}" in f" {city(name)}"


def _plain(typed: str) -> str:
    return typed.strip().replace("_", " ").lower()
