import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.zones import COMMON, all_zones, city, meant, zone_info, zone_named, zones_like


def test_every_zone_of_the_world_is_known() -> None:
    """Each has rules, and is found by its own name."""
    assert len(all_zones()) > 500
    for name in all_zones():
        assert zone_info(name).key == name
        assert zone_named(name) == name


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
    for name in (*zones_like(typed), meant(typed)):
        assert not name.startswith(("Etc/GMT+", "Etc/GMT-"))
    assert "/" in meant(typed)


@pytest.mark.parametrize("typed", ["Factory", "localtime", "LocalTime", "posixrules"])
def test_what_is_no_place_is_no_zone(typed: str) -> None:
    """Nor is it suggested."""
    assert zone_named(typed) is None
    assert typed not in {*zones_like(typed), meant(typed)}


def test_before_anything_is_typed_the_common_ones_are_suggested() -> None:
    """A list that helps most people."""
    assert zones_like("") == list(COMMON)


@given(st.text(max_size=30))
def test_suggestions_fit_discords_limits_and_never_fail(typed: str) -> None:
    """At most 25, all of them real."""
    found = zones_like(typed)
    assert len(found) <= 25
    assert set(found) <= set(all_zones())


@pytest.mark.parametrize(
    ("typed", "likely"),
    [
        ("Berln", "Europe/Berlin"),
        ("Europe/Lisboa", "Europe/Lisbon"),
        ("Mars/Olympus", "Europe/Lisbon"),
        ("BST", "Europe/Belfast"),
        ("CEST", "Europe/Lisbon"),
        ("", "Pacific/Honolulu"),
    ],
)
def test_what_was_meant_is_guessed_for_an_answer_only(typed: str, likely: str) -> None:
    """The nearest name, or an example."""
    found = meant(typed)
    assert found in all_zones()
    assert "/" in found
    if city(likely).startswith(city(typed)[:3] or "-"):
        assert found == likely
