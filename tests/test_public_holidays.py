"""Public holidays by the real package, as days off and nothing more."""

import subprocess
import sys
from datetime import date

import pytest

from bot.domain.holiday_places import HolidayPlace, places_typed
from bot.places import load_atlas
from bot.public_holidays import PackageHolidays

ATLAS = load_atlas()


async def found(typed: str) -> HolidayPlace | None:
    """The first place that is meant and known."""
    for country, part in places_typed(ATLAS, typed):
        if place := await PackageHolidays().find(country, part):
            return place
    return None


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("Germany", "DE"),
        ("Alemania", "DE"),
        ("de", "DE"),
        ("Deutschland, Bayern", "DE-BY"),
        ("Bayern, Deutschland", "DE-BY"),
        ("Spain, Cataluña", "ES-CT"),
        ("ES-CT", "ES-CT"),
        ("Scotland", "GB-SCT"),
        ("England", "GB-ENG"),
        ("Schottland", "GB-SCT"),
        ("UK, Wales", "GB-WLS"),
        ("Maine", "US-ME"),
        ("United States, Maine", "US-ME"),
        ("Georgia", "GE"),
        ("Brasil, Bahia", "BR-BA"),
        ("Atlantis", None),
        ("", None),
        (",", None),
        ("Germany, Atlantis", None),
        ("<@123>", None),
    ],
)
async def test_a_place_is_found_as_people_type_it(typed: str, code: str | None) -> None:
    """A country in any language, a part of it beside it, or one that everybody names alone."""
    place = await found(typed)
    assert (place and place.code) == code


@pytest.mark.parametrize(
    ("place", "day", "off"),
    [
        ("DE", date(2026, 10, 3), True),
        ("DE", date(2026, 1, 6), False),
        ("DE-BY", date(2026, 1, 6), True),
        ("GB-SCT", date(2026, 11, 30), True),
        ("GB-ENG", date(2026, 11, 30), False),
        ("US-ME", date(2026, 7, 4), True),
        ("ES-CT", date(2026, 9, 11), True),
        ("ES", date(2026, 9, 11), False),
    ],
)
async def test_parts_of_a_country_have_holidays_of_their_own(
    place: str, day: date, off: bool
) -> None:
    """Those that hold all over it among them."""
    assert (day in await PackageHolidays().days(place, day, day)) is off


async def test_both_ends_count_and_years_follow_each_other() -> None:
    """In order, and nothing of the years around them."""
    days = await PackageHolidays().days("DE", date(2026, 12, 26), date(2027, 1, 1))
    assert list(days) == [date(2026, 12, 26), date(2027, 1, 1)]


def test_the_package_is_not_read_at_a_start() -> None:
    """It takes up to a second, for what few bots need."""
    code = "import sys, bot.app; sys.exit('holidays' in sys.modules)"
    subprocess.run([sys.executable, "-c", code], check=True)  # noqa: S603 - our own words
