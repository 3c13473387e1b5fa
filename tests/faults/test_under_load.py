"""The bot is killed, or cut off from Discord, while people write: each word arrives once."""

from pathlib import Path

import pytest

from tests import how_much
from tests.faults.under_load import Happens, cut_off, killed, play

KILLS, OUTAGES = (25, 5) if how_much.EVERYTHING else (2, 1)
"""In each of the worlds; `python -m tests.faults` has as many as one likes. After each outage
discord.py waits longer before it connects again."""


@pytest.mark.parametrize(
    ("happens", "times", "seed"),
    [
        *((killed, KILLS, seed) for seed in (1, 2)),
        *((cut_off, OUTAGES, seed) for seed in (1, 2, 3, 4)),
    ],
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
