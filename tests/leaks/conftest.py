"""The story of the list of leaks, played once in each process that runs these tests."""

import asyncio

import pytest

from tests.leaks.story import Played, played


@pytest.fixture(scope="session")
def story(tmp_path_factory: pytest.TempPathFactory) -> Played:
    """It is over, and nothing in it is changed by a test."""
    return asyncio.run(played(tmp_path_factory.mktemp("leaks")))
