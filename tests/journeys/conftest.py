"""The fixtures of the journeys."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.journeys.open_asks import SETTINGS
from tests.journeys.stage import Stage, staged


@pytest.fixture
async def stage(tmp_path: Path) -> AsyncIterator[Stage]:
    """A server that is set up, with two listeners."""
    async with staged(tmp_path) as made:
        await made.is_set_up()
        await made.listens(made.listener)
        await made.listens(made.other)
        yield made


@pytest.fixture
async def bare_stage(tmp_path: Path) -> AsyncIterator[Stage]:
    """A server where nothing is set up."""
    async with staged(tmp_path) as made:
        yield made


@pytest.fixture
async def openly(tmp_path: Path) -> AsyncIterator[Stage]:
    """A server that lets its askers choose."""
    async with staged(tmp_path, SETTINGS) as made:
        await made.is_set_up(open_asks=True)
        yield made
