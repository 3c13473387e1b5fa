"""A time and a place in one field: 9:00 am Europe/Lisbon; Lisbon, 21h."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import time

from bot.domain.form_errors import SettingsRefused
from bot.domain.places import Places
from bot.domain.times import is_time, read_time
from bot.domain.unread import AskedBack, UnknownTime, UnknownWhen, WhichPlace


def read_when(typed: str, places: Places) -> tuple[time, str]:
    """The time and the zone, in either order. Of the two, what is wrong is named: raises what
    read_time and Places.read raise, and UnknownWhen where neither can be read. Choices of what is
    asked back stand for the whole field."""
    for at, place in _readings(typed):
        if is_time(at):
            return _both(at, place.strip(" ,"), places)
    if _is_place(typed, places) or _is_place(_without_figures(typed), places):
        raise UnknownTime
    raise UnknownWhen


def _readings(typed: str) -> Iterator[tuple[str, str]]:
    """Every way to take a time and a place apart, the longest time first."""
    words = typed.replace(",", " , ").replace(";", " , ").split()
    for length in range(len(words), 0, -1):
        yield " ".join(words[:length]), " ".join(words[length:])
        yield " ".join(words[-length:]), " ".join(words[:-length])


def _both(at: str, place: str, places: Places) -> tuple[time, str]:
    try:
        zone = places.read(place)
    except AskedBack as error:
        raise _of_both(error, "{at} {value}", at=at) from None
    try:
        return read_time(at), zone
    except AskedBack as error:
        raise _of_both(error, "{value} {zone}", zone=zone) from None


def _of_both(error: AskedBack, whole: str, **other: str) -> AskedBack:
    choices = (replace(one, value=whole.format(value=one.value, **other)) for one in error.choices)
    return type(error)(tuple(choices))


def _without_figures(typed: str) -> str:
    return " ".join(word for word in typed.split() if not any(map(str.isdigit, word)))


def _is_place(typed: str, places: Places) -> bool:
    try:
        return bool(places.read(typed))
    except WhichPlace:
        return True
    except SettingsRefused:
        return False
