"""What a screen reader is told of the page: names, roles, what is announced, where focus is."""

import pytest
from playwright.async_api import Browser, expect

from bot.demo.page.server import Page
from tests.demo.page.chromium import opened
from tests.demo.page.test_in_browser import DESK, HELLO, met
from tests.demo.page.words import BOT, PAGE, button

pytestmark = [pytest.mark.asyncio(loop_scope="session"), pytest.mark.xdist_group("page")]

HIDDEN = "the end of the film"


async def test_who_hears_the_page_knows_where_they_are(browser: Browser, world: Page) -> None:
    """Each person's side is a region with a heading, ways to go, a log and a place to write."""
    async with opened(browser, world.address, viewport=DESK) as tab:
        await tab.reads("asker", PAGE["bar.title"])
        for part in world.room.parts.values():
            name = part.name
            side = tab.page.get_by_role("region", name=name, exact=True)
            await expect(side.get_by_role("heading", level=2)).to_contain_text(name)
            places = side.get_by_role("navigation", name=PAGE["pane.places"].format(name=name))
            await expect(places.locator('[aria-current="page"]')).to_have_count(1)
            await expect(side.get_by_role("log")).to_have_count(1)
            await expect(side.get_by_role("textbox")).to_have_count(1)
        nameless = tab.page.locator("button, input:not([hidden]), select, textarea")
        for one in await nameless.all():
            assert await one.evaluate("one => Boolean(one.ariaLabel || one.textContent.trim())")


async def test_a_form_tells_what_it_wants_and_where_the_fault_is(
    browser: Browser, world: Page
) -> None:
    """Its name, its fields with what is said about them; a fault belongs to its field, which is
    gone to; and when the form closes one is back where one was."""
    async with opened(browser, world.address, viewport=DESK) as tab:
        await tab.press("asker", button("ask"))
        dialog = tab.pane("asker").get_by_role("dialog", name=BOT("ask.form_title"))
        words = dialog.get_by_role("textbox").first
        await expect(words).to_be_focused()
        label = BOT("ask.form.words.field_label")
        await expect(dialog.get_by_label(label)).to_have_count(1)
        await expect(words).to_have_accessible_description(BOT("ask.form.words.description"))
        await dialog.get_by_role("button", name=PAGE["form.send"]).click()
        await expect(words).to_be_focused()
        await expect(words).to_have_attribute("aria-invalid", "true")
        told = f"{PAGE['form.required']} {BOT('ask.form.words.description')}"
        await expect(words).to_have_accessible_description(told)
        await tab.page.keyboard.press("Escape")
        await expect(dialog).to_have_count(0)
        await expect(tab.button("asker", button("ask"))).to_be_focused()
        await tab.press("asker", button("ask"))
        await dialog.get_by_role("textbox").first.fill(HELLO)
        await tab.page.keyboard.press("Tab")
        await dialog.get_by_role("button", name=PAGE["form.send"]).click()
        await expect(dialog).to_have_count(0)
        await expect(tab.button("asker", button("ask"))).to_be_focused()


async def test_what_comes_and_what_goes_wrong_is_announced(browser: Browser, world: Page) -> None:
    """A new message comes into the log, which is read out; a lost connection is an alert; focus
    stays where somebody types."""
    async with opened(browser, world.address, viewport=DESK) as tab:
        await met(tab)
        listener = world.room.parts["listener"].person
        writes = tab.pane("asker").get_by_role("textbox").last
        await writes.focus()
        log = tab.pane("asker").get_by_role("log", name=PAGE["pane.direct"])
        await listener.send(listener.dm, HELLO)
        await expect(log).to_contain_text(HELLO)
        await expect(writes).to_be_focused()
        await listener.send(listener.dm, f"||{HIDDEN}||")
        cover = log.get_by_role("button", name=PAGE["message.spoiler"], exact=True)
        await cover.click()
        await expect(log.get_by_role("button", name=HIDDEN)).to_have_attribute(
            "aria-expanded", "true"
        )
        assert await log.evaluate("one => one.ariaLive !== 'off' && one.ariaHidden !== 'true'")
        await expect(tab.page.locator(".banner.lost")).to_have_attribute("role", "alert")
