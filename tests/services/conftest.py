"""The fixtures of the services' tests."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.services.context import Context
from tests.services.scene import LISTENER, OTHER, Scene, playing


@pytest.fixture
async def scene(tmp_path: Path) -> AsyncIterator[Scene]:
    """A server with two listeners."""
    async with playing(tmp_path) as made:
        await made.join(LISTENER, OTHER)
        yield made


@pytest.fixture
async def still_scene(tmp_path: Path) -> AsyncIterator[Scene]:
    """The same, where nobody is reminded or looked for, however long something takes."""
    async with playing(tmp_path, reminding=False) as made:
        await made.join(LISTENER, OTHER)
        yield made


@pytest.fixture
def ctx(scene: Scene) -> Context:
    """What every service is given."""
    return scene.ctx
