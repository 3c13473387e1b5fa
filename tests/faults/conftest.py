"""The server of the services' tests, for faults in what people do."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.services.scene import LISTENER, OTHER, Scene, playing


@pytest.fixture
async def still_scene(tmp_path: Path) -> AsyncIterator[Scene]:
    """A server with two listeners, where nobody is reminded of anything."""
    async with playing(tmp_path, reminding=False) as made:
        await made.join(LISTENER, OTHER)
        yield made
