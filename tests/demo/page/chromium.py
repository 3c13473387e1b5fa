"""Chromium for tests: where it is, and what a tab saw that it should not have seen.

Where it or playwright is not there, a test skips and says so; with `BROWSER_TESTS=required` in the
environment, as in `.ci/run`, it fails. Screenshots are left in `build/screenshots`.
"""

import hashlib
import os
import shutil
import subprocess
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import cache
from pathlib import Path
from typing import Any, Final

import pytest
from playwright.async_api import Browser, ConsoleMessage, Locator, Page, Request, async_playwright

SHOTS: Final = Path(__file__).parents[3] / "build" / "screenshots"
PROGRAMS: Final = ("chromium", "chromium-browser", "google-chrome")
AXE: Final = "axe-core@4.14.1"
AXE_SHA256: Final = "29348999450cdf2849a8e70b7912fc2da85a849da39c0d0d5394f51d4a9ed95c"
PATIENCE: Final = 45_000
"""Milliseconds in which something has to stand there."""
GRAVE: Final = ("serious", "critical")


def leave_out(reason: str) -> None:
    """Skip, or fail where these tests are required."""
    if os.environ.get("BROWSER_TESTS") == "required":
        pytest.fail(reason)
    pytest.skip(reason)


@asynccontextmanager
async def launched() -> AsyncIterator[Browser]:
    """A browser without windows."""
    program = next(filter(None, map(shutil.which, PROGRAMS)), None)
    if program is None:
        leave_out(f"none of {', '.join(PROGRAMS)} is installed")
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=program)
        yield browser
        await browser.close()


@cache
def axe() -> str:
    """The source of axe-core, from npm at the time of the test, and only that very file."""
    with tempfile.TemporaryDirectory() as folder:
        order = ["npm", "install", "--no-save", "--ignore-scripts", "--prefix", folder, AXE]
        try:
            subprocess.run(order, check=True, capture_output=True, timeout=60)  # noqa: S603
        except (OSError, subprocess.SubprocessError):
            leave_out(f"{AXE} could not be had from npm")
        source = (Path(folder) / "node_modules/axe-core/axe.min.js").read_bytes()
    assert hashlib.sha256(source).hexdigest() == AXE_SHA256
    return source.decode()


class Tab:
    """One tab with the page, as somebody uses it."""

    def __init__(self, page: Page, address: str) -> None:
        self.page, self.address = page, address
        self.faults: list[str] = []
        page.set_default_timeout(PATIENCE)
        page.on("console", self._console)
        page.on("pageerror", lambda error: self.faults.append(str(error)))
        page.on("request", self._request)
        page.on("dialog", lambda _: self.faults.append("a dialog opened"))

    def _console(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            self.faults.append(message.text)

    def _request(self, request: Request) -> None:
        if not request.url.startswith((self.address, "data:")):
            self.faults.append(f"asked for {request.url}")

    def pane(self, who: str) -> Locator:
        """One person's side."""
        return self.page.locator(f"#pane-{who}")

    def button(self, who: str, label: str) -> Locator:
        """The newest button with this label on somebody's side; what they do not see has none."""
        own = self.pane(who).locator(".inner, dialog")
        return own.get_by_role("button", name=label, exact=True).last

    async def press(self, who: str, label: str) -> None:
        """Press the newest button with this label on somebody's side."""
        await self.button(who, label).click()

    async def go(self, who: str, place: str) -> None:
        """Open a place on somebody's side."""
        await self.pane(who).locator(f'[data-place="{place}"]').click()

    async def writes(self, who: str, text: str) -> None:
        """Write and send, on somebody's side."""
        await self.pane(who).get_by_role("textbox").last.fill(text)
        await self.page.keyboard.press("Enter")

    async def reads(self, who: str, text: str) -> None:
        """Wait until a message with this text stands there."""
        await self.pane(who).locator(".inner .message", has_text=text).last.wait_for()

    async def chooses(self, who: str, text: str, item: str) -> None:
        """Choose in the menu of the newest message with this text."""
        message = self.pane(who).locator(".inner .message", has_text=text).last
        await message.locator(".tools").click()
        await self.pane(who).locator(".menu").get_by_role("button", name=item, exact=True).click()

    async def shot(self, name: str) -> None:
        """Leave a picture."""
        SHOTS.mkdir(parents=True, exist_ok=True)
        await self.page.screenshot(path=SHOTS / f"{name}.png", animations="disabled")

    async def grave_findings(self) -> list[str]:
        """What axe-core finds that is serious, each with where it stands."""
        await self.page.evaluate(axe())
        found: dict[str, Any] = await self.page.evaluate("axe.run()")
        return [
            f"{one['id']}: {node['html'][:200]} {node.get('failureSummary', '')}"
            for one in found["violations"]
            if one["impact"] in GRAVE
            for node in one["nodes"]
        ]


@asynccontextmanager
async def opened(
    browser: Browser, address: str, path: str = "", *, sleeps: bool = False, **how: Any
) -> AsyncIterator[Tab]:
    """A tab with the page; nothing may go wrong in it that shows in the console. One that sleeps
    has a clock that can be moved."""
    given = {"locale": "en-US", "timezone_id": "Europe/Berlin"} | how
    context = await browser.new_context(**given)
    tab = Tab(await context.new_page(), address)
    try:
        if sleeps:
            await tab.page.clock.install()
        await tab.page.goto(address + path)
        yield tab
    except BaseException:
        await tab.shot("failed")
        raise
    finally:
        await context.close()
    assert tab.faults == []
