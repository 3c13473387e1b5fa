"""What stands around the three: the walk, the looks, the language, time, and the bot's restart."""

import io
from datetime import timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from PIL import Image
from playwright.async_api import Browser, expect

from bot.demo.page.server import Page
from bot.demo.page.words import load_words
from bot.prompt_files import shipped_prompts
from tests.demo.page.chromium import Tab, opened
from tests.demo.page.test_in_browser import DESK, HELLO, choose_in_menu, met
from tests.demo.page.words import BOT, PAGE, button

pytestmark = [pytest.mark.asyncio(loop_scope="session"), pytest.mark.xdist_group("page")]

ZONE = "Europe/Berlin"
SPANISH = load_words(shipped_prompts())["es"]
GROUND = "getComputedStyle(document.body).backgroundColor"


async def test_what_stands_around_the_three(browser: Browser, world: Page) -> None:
    """The walk is put away, also when the page is loaded anew, and comes back; light and dark, and
    another language, show at once; the next morning begins at nine."""
    async with opened(browser, world.address, viewport=DESK, timezone_id=ZONE) as tab:
        await _put_away_and_back(tab)
        grounds = []
        for looks in ("looks.dark", "looks.light"):
            await choose_in_menu(tab, "bar.looks", looks)
            grounds.append(await tab.page.evaluate(GROUND))
        assert len(set(grounds)) == 2
        before = world.room.discord.clock.now().astimezone(ZoneInfo(ZONE))
        await choose_in_menu(tab, "bar.time", "time.tomorrow")
        await tab.page.get_by_role("status").filter(has_text=PAGE["time.passed"]).wait_for()
        after = world.room.discord.clock.now().astimezone(ZoneInfo(ZONE))
        assert after.date() == before.date() + timedelta(days=1)
        assert (after.hour, after.minute) == (9, 0)
        await tab.page.get_by_role("banner").get_by_role("button", name=PAGE["bar.looks"]).click()
        await tab.page.get_by_role("button", name="Español", exact=True).click()
        spoken = tab.page.get_by_role("button", name=SPANISH["bar.unseen"])
        await expect(spoken).to_be_visible()


async def _put_away_and_back(tab: Tab) -> None:
    walk = tab.page.locator(".guide")
    await walk.get_by_role("button", name=PAGE["guide.away"]).click()
    await expect(walk).to_be_hidden()
    await tab.page.reload()
    await tab.reads("asker", PAGE["bar.title"])
    await expect(walk).to_be_hidden()
    await tab.page.get_by_role("banner").get_by_role("button", name=PAGE["bar.guide"]).click()
    await expect(walk).to_be_visible()


async def test_a_restart_a_file_and_the_menu_of_a_message(
    browser: Browser, world: Page, tmp_path: Path
) -> None:
    """After a restart, as for an update, a conversation goes on, and what was written meanwhile
    arrives; a file goes along with what somebody writes; what Discord shows in the menu of a
    message is run there, and what it answers is marked as seen by one person alone."""
    picture = tmp_path / "a.png"
    made = io.BytesIO()
    Image.new("RGB", (30, 20), "teal").save(made, "PNG")
    picture.write_bytes(made.getvalue())
    async with opened(browser, world.address, viewport=DESK) as tab:
        await met(tab)
        await choose_in_menu(tab, "bar.bot", "bot.restart")
        await tab.writes("listener", HELLO)
        await tab.reads("asker", HELLO)
        # The lamp may still be on from before; this is said when the bot is back, and then hidden.
        await expect(tab.page.locator(".banner[role=status]")).to_have_text(PAGE["bot.back"])
        await tab.pane("listener").locator('input[type="file"]').set_input_files(picture)
        await tab.pane("listener").get_by_text("a.png").wait_for()
        await tab.writes("listener", "Where I sat.")
        sent = tab.pane("listener").locator(".inner .message", has_text="Where I sat.").last
        await expect(sent.locator("img.picture")).to_have_js_property("naturalWidth", 30)
        await tab.chooses("asker", HELLO, BOT("command.report_this.name"))
        report = tab.pane("asker").locator(".inner .message.ephemeral").last
        await report.get_by_role("button", name=button("report_send"), exact=True).wait_for()
        name = world.room.parts["asker"].name
        await expect(report).to_contain_text(PAGE["message.only"].format(name=name))
