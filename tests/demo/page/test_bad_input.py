"""What people and machines do to the page that nobody planned for, in a real browser."""

from typing import Any

import pytest
from playwright.async_api import Browser, expect

from bot.demo.page.server import Page
from tests.demo.page.chromium import opened
from tests.demo.page.test_in_browser import DESK, HELLO, PHONE, asked, choose_in_menu, met
from tests.demo.page.test_reading import NOT_OF_THE_WEB
from tests.demo.page.words import PAGE, button

pytestmark = [pytest.mark.asyncio(loop_scope="session"), pytest.mark.xdist_group("page")]

PIECE = '<img src=x onerror="alert(1)"> [press](javascript:alert(1)) **_~~||`>'
MOST = 2000
"""Characters of one message; 4,000 of markup are read in `test_reading`."""
ROOM = 660
"""Pixels that Discord's own app leaves for messages on a phone of this size, without a keyboard."""
OFFER = "read_it"
ASK = ("I moved here in spring, and I still eat lunch alone. " * 6)[:300]


LEADS = """async (addresses) => {
  const { outside } = await import(new URL("static/dom.js", document.baseURI));
  return addresses.map(outside).map((one) => one?.href ?? null);
}"""


async def test_an_address_that_is_none_of_the_web_is_no_link(browser: Browser, world: Page) -> None:
    """Also if it came as far as the browser: Discord refuses it in a button, and where messages
    are read none is made of it."""
    async with opened(browser, world.address, viewport=DESK) as tab:
        led = await tab.page.evaluate(LEADS, [*NOT_OF_THE_WEB, "https://a.b/c"])
        assert led == [*[None] * len(NOT_OF_THE_WEB), "https://a.b/c"]


async def test_a_message_of_markup_is_words(browser: Browser, world: Page) -> None:
    """Of 4,000 characters the line takes as many as a message has, as Discord does. They come over
    as they were written, and nothing in them is an element."""
    async with opened(browser, world.address, viewport=DESK) as tab:
        await met(tab)
        writes = tab.pane("listener").get_by_role("textbox").last
        await writes.fill((PIECE * 100)[:4000])
        assert len(await writes.input_value()) == MOST
        await tab.page.keyboard.press("Enter")
        await tab.reads("asker", "onerror")
        said = tab.pane("asker").locator(".inner .message", has_text="onerror").last
        assert await said.locator("img, a, script").count() == 0
        wide = "one => one.scrollWidth <= one.clientWidth"
        assert await tab.pane("asker").locator(".log").evaluate(wide)


async def test_the_bot_is_gone_for_ten_minutes(browser: Browser, world: Page) -> None:
    """What was written and pressed meanwhile says so, and what was written arrives once."""
    async with opened(browser, world.address, viewport=DESK) as tab:
        await met(tab)
        await choose_in_menu(tab, "bar.bot", "bot.pull")
        await expect(tab.page.locator(".lamp")).to_have_class("lamp off")
        await expect(tab.page.get_by_role("banner")).to_contain_text(PAGE["state.off"])
        await tab.writes("listener", HELLO)
        await tab.press("asker", button("end"))
        await tab.pane("asker").get_by_text(PAGE["message.no_answer"]).first.wait_for()
        await choose_in_menu(tab, "bar.time", "time.ten_minutes")
        await choose_in_menu(tab, "bar.bot", "bot.plug_in")
        await tab.reads("asker", HELLO)
        await expect(tab.page.locator(".lamp")).to_have_class("lamp on")
        assert await tab.pane("asker").locator(".inner .message", has_text=HELLO).count() == 1


async def test_the_preview_of_an_ask_fits_on_a_phone(browser: Browser, world: Page) -> None:
    """With 300 characters in it all of it fits, and its buttons are seen without scrolling."""
    how: dict[str, Any] = {"viewport": PHONE, "has_touch": True, "is_mobile": True}
    async with opened(browser, world.address, **how) as tab:
        await tab.press("asker", button("ask"))
        await tab.pane("asker").get_by_role("dialog").get_by_role("textbox").first.fill(ASK)
        await tab.press("asker", PAGE["form.send"])
        await tab.button("asker", button("post")).wait_for()
        preview = tab.pane("asker").locator(".inner .message", has_text=ASK.strip()).last
        for action in ("post", "change", "more_choices", "cancel", "helplines"):
            pressed = preview.get_by_role("button", name=button(action), exact=True)
            await expect(pressed).to_be_in_viewport()
        await tab.shot("phone-preview")
        assert await preview.evaluate("one => one.clientHeight") <= ROOM


async def test_a_form_is_pressed_twice(browser: Browser, world: Page) -> None:
    """It goes off once: there is one preview, and one ask after Post was pressed twice, too."""
    async with opened(browser, world.address, viewport=DESK) as tab:
        await tab.press("asker", button("ask"))
        dialog = tab.pane("asker").get_by_role("dialog")
        await dialog.get_by_role("textbox").first.fill(ASK)
        await dialog.get_by_role("button", name=PAGE["form.send"]).dblclick()
        await tab.button("asker", button("post")).dblclick()
        await tab.button("listener", button("accept")).wait_for()
        previews = tab.pane("asker").locator(".inner .message", has_text=ASK.strip())
        await expect(previews).to_have_count(0)
        offers = tab.pane("listener").locator(f'.inner [data-id*=":{OFFER}:"]')
        await expect(offers).to_have_count(1)


async def test_ten_tabs(browser: Browser, world: Page) -> None:
    """Each shows the same, and what is done in one is seen in all."""
    async with opened(browser, world.address, viewport=DESK) as tab:
        others = [await tab.page.context.new_page() for _ in range(9)]
        for one in others:
            await one.goto(world.address)
        await asked(tab)
        for one in others:
            accept = one.locator("#pane-listener").get_by_role("button", name=button("accept"))
            await expect(accept).to_have_count(1)
