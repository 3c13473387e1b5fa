"""Each planted leak is caught: one thing of a story is changed on its way, and it is named."""

import pytest

from tests.leaks.planted import BREACHES, ELSEWHERE, TO_THE_LISTENER
from tests.leaks.plants import LISTENER, NAME, Plant
from tests.leaks.story import Played
from tests.leaks.watch import leaks

pytestmark = pytest.mark.xdist_group("story")

TO_HER = [
    pytest.param(plant, f"the {what} of {NAME}, to {LISTENER}", id=f"{what}: {name}")
    for what, plants in TO_THE_LISTENER.items()
    for name, plant in plants.items()
]
ANYWHERE = [pytest.param(*both, id=name) for name, both in ELSEWHERE.items()]
BROKEN = [
    pytest.param(plant, f"L{number}: ", id=f"L{number}, {count}")
    for number, plants in BREACHES.items()
    for count, plant in enumerate(plants)
]


def test_the_story_itself_leaks_nothing(story: Played) -> None:
    """Else the others would prove nothing; and there was something to look through."""
    assert leaks(story.captured) == []
    assert len(story.captured.exchanges) > 150
    assert len(story.captured.log) > 10_000


def test_there_are_many_of_them() -> None:
    """At least thirty."""
    assert len([*TO_HER, *ANYWHERE, *BROKEN]) >= 60


@pytest.mark.parametrize(("plant", "found"), [*TO_HER, *ANYWHERE, *BROKEN])
def test_it_is_caught(story: Played, plant: Plant, found: str) -> None:
    """And said what it is, whose, and with whom or where."""
    assert [line for line in leaks(plant(story.captured)) if found in line]
