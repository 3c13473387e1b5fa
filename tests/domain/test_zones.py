import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.places import suggested
from bot.domain.zones import COMMON, all_zones, zone_info, zones_like
from bot.places import load_atlas


def test_every_zone_of_the_world_is_known() -> None:
    """Each has rules."""
    assert len(all_zones()) > 500
    for name in all_zones():
        assert zone_info(name).key == name


def test_the_common_ones_exist() -> None:
    """As many as a list to choose from holds."""
    assert len(COMMON) == 25
    assert set(COMMON) <= set(all_zones())


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("berl", "Europe/Berlin"),
        ("new y", "America/New_York"),
        ("new_y", "America/New_York"),
        ("kolkata", "Asia/Kolkata"),
        ("  LISBON ", "Europe/Lisbon"),
        ("Europe/Lis", "Europe/Lisbon"),
        ("knox", "America/Indiana/Knox"),
    ],
)
def test_a_city_is_suggested_while_it_is_typed(typed: str, first: str) -> None:
    """A city that begins with it comes first, however it is written."""
    assert first in zones_like(typed)[:2]


@pytest.mark.parametrize("typed", ["GMT+2", "gmt-5", "UTC+2", "Etc/GMT+2x", "+2"])
def test_a_difference_in_hours_is_not_answered_with_its_opposite(typed: str) -> None:
    """Etc/GMT+2 is two hours behind: nobody who types a difference means that."""
    for name in zones_like(typed):
        assert not name.startswith("Etc/")


@pytest.mark.parametrize(
    "typed", ["Factory", "localtime", "posixrules", "EST", "GMT", "CET", "EST5EDT"]
)
def test_what_is_no_place_is_not_suggested(typed: str) -> None:
    """It is not suggested."""
    assert typed not in zones_like(typed)


def test_before_anything_is_typed_the_common_ones_are_suggested() -> None:
    """A list that helps most people."""
    assert zones_like("") == list(COMMON)


@given(st.text(max_size=30))
def test_suggestions_fit_discords_limits_and_never_fail(typed: str) -> None:
    """At most 25, all of them real."""
    found = zones_like(typed)
    assert len(found) <= 25
    assert set(found) <= set(all_zones())


def test_large_cities_are_suggested_beside_the_zones() -> None:
    """With the zone that each stands for; nothing is suggested twice, nor anything far."""
    atlas = load_atlas()
    assert suggested(atlas, zones_like("mumb"), "mumb", 25) == [
        ("Mumbai, India (Asia/Kolkata)", "Asia/Kolkata")
    ]
    found = [zone for _, zone in suggested(atlas, zones_like("beij"), "beij", 25)]
    assert found == ["Asia/Shanghai"]
    kathmandu = suggested(atlas, zones_like("kathm"), "kathm", 25)
    assert kathmandu == [("Asia/Kathmandu", "Asia/Kathmandu")]
