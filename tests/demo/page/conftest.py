"""One browser for all tests of a process, and a world of its own for each test that wants one."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest_asyncio
from playwright.async_api import Browser, expect

from bot.demo.page.server import Page, serving
from tests.demo.page.chromium import PATIENCE, launched


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def browser() -> AsyncIterator[Browser]:
    """Chromium; skips where there is none."""
    expect.set_options(timeout=PATIENCE)
    async with launched() as one:
        yield one


@pytest_asyncio.fixture(loop_scope="session")
async def world(tmp_path: Path) -> AsyncIterator[Page]:
    """A page that is served, and the three who wait for the first press."""
    async with serving(tmp_path) as page:
        yield page
