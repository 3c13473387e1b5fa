"""What holds for every test, in each process that runs tests."""

import gc
from collections.abc import Generator

import pytest
from hypothesis import settings

from tests import memory

memory.use()
# how long an example takes says how much else the machine has to do
settings.register_profile("no luck", deadline=None)
settings.load_profile("no luck")


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Generator[None, object, object]:
    """What is read and imported here stays until the end, the texts and rules among it. To look
    through it for garbage again and again takes longer than to collect the tests."""
    gc.disable()
    try:
        return (yield)
    finally:
        gc.freeze()
        gc.enable()
