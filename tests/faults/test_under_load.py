"""The bot is killed, or cut off from Discord, while people write: each word arrives once."""

from pathlib import Path

import pytest

from tests import how_much
from tests.faults.under_load import Happens, cut_off, killed, play

KILLS, OUTAGES = (25, 10) if how_much.EVERYTHING else (2, 1)
"""In each of two worlds; `python -m tests.faults` has as many as one likes."""


@pytest.mark.parametrize("seed", [1, 2])
@pytest.mark.parametrize(
    ("happens", "times"), [(killed, KILLS), (cut_off, OUTAGES)], ids=["killed", "cut off"]
)
async def test_each_word_arrives_once_and_in_order(
    tmp_path: Path, happens: Happens, times: int, seed: int
) -> None:
    """Whenever it happens, at the start or in the middle of a word."""
    happened = list[None]()
    became = await play(tmp_path, happens, times, seed, lambda: happened.append(None))
    assert len(happened) == times
    assert float(became["words"]) > times
    assert [became[wrong] for wrong in ("lost", "doubled", "swapped")] == [0, 0, 0]
