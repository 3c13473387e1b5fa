"""What kinds of values settings have: lengths of time, counts, times of day, addresses.

Owns their bounds, and the rule that some pairs stand in order. Knows no setting.
"""

import re
from datetime import time, timedelta
from ipaddress import ip_address
from itertools import pairwise
from pathlib import Path
from typing import Annotated, Any, ClassVar, Final
from urllib.parse import urlsplit
from zoneinfo import available_timezones

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    PlainValidator,
    ValidationInfo,
    field_validator,
)
from pydantic_core import PydanticCustomError

from bot.database_place import Address, Place

_UNITS: Final = {"s": 1, "sec": 1, "min": 60, "h": 3600, "hour": 3600, "day": 86400}


def _duration(value: object) -> timedelta:
    if isinstance(value, timedelta):
        return value
    plain = isinstance(value, int | float | str) and not isinstance(value, bool)
    parts = re.fullmatch(
        r"([0-9]{1,9}(?:\.[0-9]{1,6})?) ?(s|sec|min|h|hour|day|)s?", str(value) if plain else ""
    )
    if parts is None:
        raise ValueError('must be a length of time, such as "90 s", "2 min", "3 h" or "7 days"')
    return timedelta(seconds=float(parts[1]) * _UNITS[parts[2] or "s"])


def _up_to(days: int = 0, hours: int = 0) -> AfterValidator:
    def within(value: timedelta) -> timedelta:
        if timedelta(0) < value <= timedelta(days=days, hours=hours):
            return value
        most = f"{days} days" if days else f"{hours} h"
        raise ValueError(f"must be longer than nothing and at most {most}")

    return AfterValidator(within)


def _clock_time(value: object) -> time:
    if isinstance(value, time):
        return value
    parts = re.fullmatch(r"([01]?[0-9]|2[0-3]):([0-5][0-9])", str(value))
    if parts:
        return time(int(parts[1]), int(parts[2]))
    raise ValueError('must be a time of day, such as "22:00"')


def _daily(value: object) -> time | None:
    if value is None or value is False or value == "off":
        return None
    try:
        return _clock_time(value)
    except ValueError:
        raise ValueError('must be a time of day, such as "04:30", or off') from None


def _zone(value: str) -> str:
    # the default needs no package: where that is not there, a start says so instead of breaking
    if value == "UTC" or value in available_timezones():
        return value
    raise ValueError('must be a time zone, such as "Europe/Berlin" or "UTC"')


def _api_url(value: str) -> str:
    try:
        url = urlsplit(value)
        host, _ = url.hostname or "", url.port
    except ValueError:
        host = ""
    if not host or re.search(r"[\\@?#\s]", value) or url.scheme not in ("http", "https"):
        raise ValueError("must be a plain address that starts with https://")
    if url.scheme == "http" and not _is_this_machine(host):
        raise ValueError("must start with https://; http:// is only for this machine")
    return value.rstrip("/")


def _is_this_machine(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _rising(values: tuple[timedelta, ...]) -> tuple[timedelta, ...]:
    if any(later <= earlier for earlier, later in pairwise(values)):
        raise ValueError("must go from short to long, each once")
    return values


Brief = Annotated[timedelta, BeforeValidator(_duration), _up_to(hours=24)]
# as long as an ask waits at most, `WAITS_AT_MOST`
ThreeDays = Annotated[timedelta, BeforeValidator(_duration), _up_to(hours=72)]
Long = Annotated[timedelta, BeforeValidator(_duration), _up_to(days=30)]
Kept = Annotated[timedelta, BeforeValidator(_duration), _up_to(days=3650)]
Count = Annotated[int, Field(strict=True, ge=1, le=1000)]
# a minute in which hardly anything may be written would tear conversations apart
PerMinute = Annotated[int, Field(strict=True, ge=5, le=1000)]
# each keeps its words sealed, and nobody looks after more unfinished ones
Few = Annotated[int, Field(strict=True, ge=1, le=20)]
# an ask's two parts stand in one Discord message of 2000 characters: they can only be shorter
AskText = Annotated[int, Field(strict=True, ge=1, le=1500)]
Wish = Annotated[int, Field(strict=True, ge=1, le=500)]
TimeOfDay = Annotated[time, BeforeValidator(_clock_time)]
Daily = Annotated[time | None, BeforeValidator(_daily)]
Zone = Annotated[str, AfterValidator(_zone)]
ApiUrl = Annotated[str, AfterValidator(_api_url)]
DutyChoices = Annotated[
    tuple[Brief, ...], Field(min_length=1, max_length=4), AfterValidator(_rising)
]


def _place(given: Any) -> Place:
    """A file's name, or the address of a PostgreSQL."""
    if isinstance(given, Path | Address):
        return given
    try:
        if isinstance(given, str):
            return Address(given) if "://" in given else Path(given)
    except ValueError:
        pass  # the address of something else
    raise PydanticCustomError("place", "no place for a database")


DatabasePlace = Annotated[Place, PlainValidator(_place)]


class Section(BaseModel):
    """One section of the file. `order` names pairs of which the second may not be less."""

    model_config = ConfigDict(frozen=True, extra="forbid", validate_default=True)
    order: ClassVar[tuple[tuple[str, str], ...]] = ()

    @field_validator("*")
    @classmethod
    def _stands_in_order(cls, value: Any, info: ValidationInfo) -> Any:
        for low, high in cls.order:
            if high == info.field_name and low in info.data:
                _refuse_disorder(info.data[low], value, low)
        return value


def _refuse_disorder(low: Any, high: Any, name: str) -> None:
    # numbers may be equal; of two times that are equal, the first could never matter
    if isinstance(high, timedelta) and high <= low:
        raise PydanticCustomError("order", "must be longer than {beside}", {"beside": name})
    if high < low:
        raise PydanticCustomError("order", "must not be less than {beside}", {"beside": name})
