"""Nothing that anybody else receives depends on who asks, whatever happens in between.

A pair is one random story with two askers. Its seed stands in the name of its test, and plays it
again: `PAIRS_FROM=17 PAIRS=1`.
"""

import os
from itertools import zip_longest
from pathlib import Path
from typing import Final

import pytest

from tests import how_much
from tests.pairs.story import pair

OFTEN, SELDOM = 50, 3
"""Pairs where `.ci/run` plays them, and in every other run."""
MANY: Final = int(os.environ.get("PAIRS", OFTEN if how_much.EVERYTHING else SELDOM))
FROM: Final = int(os.environ.get("PAIRS_FROM", "0"))


def first_difference(one: list[str], two: list[str]) -> tuple[str | None, str | None] | None:
    """What others receive with one asker, and with the other instead."""
    both = zip_longest(one, two)
    return next((lines for lines in both if lines[0] != lines[1]), None)


@pytest.mark.parametrize("seed", range(FROM, FROM + MANY))
async def test_others_receive_the_same_whoever_asks(tmp_path: Path, seed: int) -> None:
    """Byte for byte, after the same steps and at the same time, once private numbers are renamed in
    the order of their appearance, and nothing else is."""
    one, two = await pair(tmp_path, seed)
    received = one.told.received()
    assert one.done == two.done
    assert len(received) > 25
    assert first_difference(received, two.told.received()) is None
