"""What all tests of the demo need: logging as it was before."""

import logging
from collections.abc import Iterator

import pytest
import structlog

QUIETENED = ("discord.http", "discord.gateway", "aiosqlite", "asyncio")


@pytest.fixture(autouse=True, scope="module")
def logging_as_before() -> Iterator[None]:
    """The demo takes the log of its process; what was set before is put back."""
    root = logging.getLogger()
    handlers, level = list(root.handlers), root.level
    forced = {name: logging.getLogger(name).level for name in QUIETENED}
    yield
    structlog.reset_defaults()
    root.handlers[:] = handlers
    root.setLevel(level)
    for name, before in forced.items():
        logging.getLogger(name).setLevel(before)
