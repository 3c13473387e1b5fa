"""Random histories of people, faults and deaths break nothing, and each can be played again.

`python -m tests.simulation --histories 1 --seed N` prints what happened in the history of a seed.
"""

import os
from pathlib import Path
from typing import Final

import pytest

from tests import how_much
from tests.simulation import history
from tests.simulation.plants import BY_LAYER, PLANTS

OFTEN, SELDOM = 500, 40
"""Histories where `.ci/run` plays them, and in every other run."""
MANY: Final = int(os.environ.get("HISTORIES", OFTEN if how_much.EVERYTHING else SELDOM))
AT_A_TIME: Final = 20
QUICKLY_FOUND: Final = (
    *("a nonce for each attempt", "the newest of a lane first", "an ask that is taken still waits"),
    *("nobody is ever forgotten", "the first image for each", "names tell who somebody is"),
)
"""Of each layer two, found within the first histories."""


@pytest.mark.parametrize("first", range(1, MANY + 1, AT_A_TIME))
def test_histories_break_nothing(first: int) -> None:
    """Nothing is lost, doubled, or out of order; one listener wins; nobody learns; no row stays."""
    told = [history.play(seed) for seed in range(first, first + AT_A_TIME)]
    assert [(one.seed, one.violations) for one in told if one.violations] == []
    assert sum(one.deaths for one in told) > 0


def test_a_seed_plays_the_same_history_again() -> None:
    """What happened, in which order, when and where the bot died."""
    first, again = ([history.play(seed) for seed in (5, 6, 7)] for _ in range(2))
    assert [one.digest for one in first] == [one.digest for one in again]
    assert len({one.digest for one in first}) == len(first)


@pytest.mark.parametrize("name", QUICKLY_FOUND)
def test_what_is_planted_is_found(name: str) -> None:
    """One thing is done wrongly, and a history says so."""
    assert any(history.play(seed, PLANTS[name]).violations for seed in range(1, 21))


def test_there_are_faults_of_each_layer() -> None:
    """And at least fifteen in all, each with a line in the README, which says when it is found."""
    assert set(BY_LAYER) == {"delivery", "storage", "services"}
    assert len(PLANTS) >= 15
    readme = Path(__file__).with_name("README.md").read_text(encoding="utf-8")
    found = [line.split("|")[2].strip() for line in readme.splitlines() if line.startswith("| ")]
    assert set(found) >= set(PLANTS)
