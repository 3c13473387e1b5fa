"""What stays in sight on somebody's side of the page, whatever comes, grows, or takes room."""

import io

import pytest
from PIL import Image
from playwright.async_api import Browser, Locator, expect

from bot.demo.page.server import Page
from tests.demo.page.chromium import opened
from tests.demo.page.test_in_browser import DESK, HELLO, met
from tests.demo.page.words import PAGE

pytestmark = [pytest.mark.asyncio(loop_scope="session"), pytest.mark.xdist_group("page")]

NEAR = 60
"""Pixels from the newest that still are at it."""
BELOW = """one => {
  const { bottom } = one.getBoundingClientRect();
  const newest = [...one.querySelectorAll(".message")].at(-1);
  return newest.getBoundingClientRect().bottom - bottom;
}"""
"""Pixels of the newest message, and of what is under it, that are out of sight."""
FRAMES = "new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"
AT_ONCE = """one => {
  one.scrollTop -= 20;
  document.querySelector(".tools-row [aria-pressed]").click();
}"""
"""Scrolled a bit, and given less room before the browser has told of it."""
TOP = "one => one.getBoundingClientRect().top"
MANY = 70


def _picture() -> bytes:
    made = io.BytesIO()
    Image.new("RGB", (300, 260), "teal").save(made, "PNG")
    return made.getvalue()


async def _sees_the_newest(log: Locator) -> None:
    await log.page.evaluate(FRAMES)
    assert await log.evaluate(BELOW) < NEAR


async def test_what_is_newest_stays_in_sight(browser: Browser, world: Page) -> None:
    """Where a side gets less room in the moment in which it is scrolled, and where a picture in it
    is there later than its message."""
    async with opened(browser, world.address, viewport=DESK) as tab:
        await met(tab)
        listener = world.room.parts["listener"].person
        log = tab.pane("listener").locator(".inner .log")
        await log.evaluate(AT_ONCE)
        await tab.pane("listener").locator(".unseen").wait_for()
        await _sees_the_newest(log)
        await listener.send(listener.dm, HELLO, files=[("a.png", _picture())])
        picture = log.locator("img.picture")
        await picture.wait_for()
        await expect(picture).to_have_js_property("complete", value=True)
        await _sees_the_newest(log)


async def test_whoever_reads_further_up_stays_there(browser: Browser, world: Page) -> None:
    """Whatever comes meanwhile, and where earlier messages are fetched; one press leads back."""
    moderator = world.room.parts["moderator"].person
    place = next(one for one in moderator.places() if one.name == "staff")
    for number in range(MANY):
        await moderator.send(place, f"Note {number}.")
    async with opened(browser, world.address, viewport=DESK) as tab:
        log = tab.pane("moderator").locator(".inner .log")
        await tab.reads("moderator", f"Note {MANY - 1}.")
        await _sees_the_newest(log)
        await log.hover()
        await tab.page.mouse.wheel(0, -100_000)
        earlier = log.get_by_role("button", name=PAGE["pane.earlier"])
        await expect(earlier).to_be_in_viewport()
        first = log.locator(".message", has_text=f"Note {MANY - 50}.")
        before = await first.evaluate(TOP)
        await moderator.run("moderate", in_=place)
        below = tab.pane("moderator").get_by_role("button", name=PAGE["pane.newer"])
        await below.wait_for()
        assert abs(await first.evaluate(TOP) - before) < NEAR
        await earlier.click()
        await log.locator(".message", has_text="Note 0.").wait_for()
        assert abs(await first.evaluate(TOP) - before) < NEAR
        await below.click()
        await _sees_the_newest(log)
        await expect(below).to_be_hidden()
