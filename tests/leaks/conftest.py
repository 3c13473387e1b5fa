"""The story of the list of leaks, played once in each process that runs these tests."""

import asyncio

import pytest

from tests.journeys.conftest import stage
from tests.leaks.story import Played, played

__all__ = ["stage", "story"]


@pytest.fixture(scope="session")
def story(tmp_path_factory: pytest.TempPathFactory) -> Played:
    """It is over, and nothing in it is changed by a test. asyncio's debug mode is on: the log must
    be clean with everything that tells something."""
    return asyncio.run(played(tmp_path_factory.mktemp("leaks")), debug=True)
