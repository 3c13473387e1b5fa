"""What a newcomer does in a real browser, with the real bot behind it."""

import asyncio
from typing import Any

import pytest
from playwright.async_api import Browser, expect

from bot.demo.page.following import Visitor
from bot.demo.page.server import Page
from tests.demo.page.chromium import Tab, opened
from tests.demo.page.words import PAGE, button

pytestmark = [pytest.mark.asyncio(loop_scope="session"), pytest.mark.xdist_group("page")]

DESK = {"width": 1440, "height": 900}
PHONE = {"width": 390, "height": 844}
HELLO = "The first winter here was all sandwiches in a stairwell."
MARKUP = '<img src=x onerror="alert(1)">[press](javascript:alert(1)) ' + "*_" * 60
TURNED, PLAIN = "Sam\u202egnorw", "Samgnorw"


async def asked(tab: Tab) -> None:
    """The first steps of the walk: the ask is out."""
    write = tab.page.get_by_role("button", name=PAGE["guide.write"])
    await tab.press("asker", button("ask"))
    await write.click()
    await tab.press("asker", PAGE["form.send"])
    await tab.press("asker", button("post"))


async def met(tab: Tab) -> None:
    """An ask is out and a listener has it; both look at their direct messages."""
    await asked(tab)
    await tab.press("listener", button("accept"))
    await tab.go("asker", "dm")
    await tab.button("asker", button("end")).wait_for()


async def test_from_ask_to_thanks(browser: Browser, world: Page) -> None:
    """As three people, by clicking and typing, along the walk; and nothing grave for who cannot
    see it, at its beginning, in a form, and with all that each does not see."""
    async with opened(browser, world.address, viewport=DESK) as tab:
        await tab.reads("asker", PAGE["bar.title"])
        assert await tab.grave_findings() == []
        await tab.press("asker", button("ask"))
        await tab.pane("asker").get_by_role("dialog").wait_for()
        assert await tab.grave_findings() == []
        await tab.shot("form")
        await tab.press("asker", PAGE["form.cancel"])
        await met(tab)
        await tab.shot("met")
        await tab.writes("listener", HELLO)
        await tab.reads("asker", HELLO)
        await tab.writes("asker", PAGE["example.answer"])
        await tab.reads("listener", PAGE["example.answer"])
        await _corrected(tab)
        await tab.page.get_by_role("button", name=PAGE["bar.unseen"]).click()
        hidden = tab.pane("moderator").locator(".unseen")
        await hidden.get_by_text(HELLO).first.wait_for()
        assert await tab.pane("moderator").locator(".inner").get_by_text(HELLO).count() == 0
        assert await tab.grave_findings() == []
        await tab.shot("unseen")
        await tab.writes("moderator", PAGE["example.moderate"])
        await tab.pane("moderator").locator('.inner [data-id*=":reports"]').wait_for()
        await tab.press("asker", button("end"))
        await tab.press("asker", button("end_now"))
        await tab.press("asker", button("helped_yes"))
        await tab.press("asker", button("say_thanks"))
        await tab.page.get_by_role("button", name=PAGE["guide.write"]).click()
        await tab.press("asker", PAGE["form.send"])
        await tab.reads("listener", PAGE["example.thanks"])
        await expect(tab.page.locator(".guide")).to_contain_text("12")


async def _corrected(tab: Tab) -> None:
    """What somebody changes, answers, marks and takes back shows on both sides."""
    await tab.writes("asker", "A slpi")
    await tab.reads("listener", "A slpi")
    await tab.chooses("asker", "A slpi", PAGE["menu.edit"])
    await tab.writes("asker", "A slip")
    await tab.reads("listener", "A slip")
    await tab.chooses("listener", "A slip", PAGE["menu.reply"])
    await tab.writes("listener", "Which one?")
    await tab.pane("asker").locator(".message", has_text="Which one?").locator(".above").wait_for()
    await tab.chooses("listener", "A slip", "👍")
    await tab.pane("listener").locator('.reaction[aria-pressed="true"]').wait_for()
    await tab.chooses("listener", "Which one?", PAGE["menu.delete"])
    gone = tab.pane("asker").locator(".inner .message", has_text="Which one?")
    await expect(gone).to_have_count(0)


async def test_by_keyboard_alone(browser: Browser, world: Page) -> None:
    """Every control is reached by Tab and used by keys: asking, accepting, writing, a command."""
    async with opened(browser, world.address, viewport=DESK) as tab:
        await tab.reads("asker", PAGE["bar.title"])
        keys = tab.page.keyboard
        await _tab_to(tab, button("ask"))
        await keys.press("Enter")
        await tab.pane("asker").get_by_role("dialog").wait_for()
        await keys.type(HELLO)
        await keys.press("Tab")
        await _tab_to(tab, PAGE["form.send"])
        await keys.press("Enter")
        await tab.button("asker", button("post")).wait_for()
        await _tab_to(tab, button("post"))
        await keys.press("Enter")
        await tab.button("listener", button("accept")).wait_for()
        await _tab_to(tab, button("accept"))
        await keys.press("Enter")
        await tab.reads("listener", HELLO)
        writes = tab.pane("listener").get_by_role("textbox")
        while not await writes.evaluate("one => one === document.activeElement"):
            await keys.press("Tab")
        await keys.type("/help")
        await tab.pane("listener").get_by_role("option").first.wait_for()
        await keys.press("ArrowDown")
        await keys.press("ArrowUp")
        await keys.press("Enter")
        await tab.reads("listener", "/help")
        await keys.type("/helplines")
        await tab.pane("listener").get_by_role("option").first.wait_for()
        await keys.press("Enter")
        await tab.pane("listener").get_by_role("dialog").wait_for()
        await keys.type("Ire")
        await tab.pane("listener").get_by_role("option", name="Ireland").wait_for()
        await keys.press("Enter")
        await keys.press("Enter")
        lines = tab.pane("listener").locator(".inner .message", has_text="Ireland").last
        await expect(lines).to_contain_text("116 123")
        assert await tab.pane("listener").get_by_role("dialog").count() == 0


async def _tab_to(tab: Tab, label: str) -> None:
    for _ in range(80):
        await tab.page.keyboard.press("Tab")
        if await tab.page.evaluate("document.activeElement.textContent") == label:
            return
    raise AssertionError(f"{label} is not reached")


async def test_on_a_phone(browser: Browser, world: Page) -> None:
    """One person at a time, nothing wider than the screen, what waits for the others is counted;
    nothing moves for who does not want it. After an hour asleep the page comes back by itself."""
    how: dict[str, Any] = {"viewport": PHONE, "has_touch": True, "is_mobile": True}
    how |= {"reduced_motion": "reduce", "color_scheme": "dark"}
    async with opened(browser, world.address, sleeps=True, **how) as tab:
        await asked(tab)
        turns = tab.page.locator(".turns")
        await expect(turns.locator('[data-who="listener"] .count')).to_be_visible()
        assert await tab.page.evaluate("document.documentElement.scrollWidth") <= 390
        moving = "document.getAnimations().filter((one) => one.playState === 'running').length"
        assert await tab.page.evaluate(moving) == 0
        assert await tab.grave_findings() == []
        await tab.shot("phone")
        await expect(tab.pane("listener")).to_be_hidden()
        await turns.locator('[data-who="listener"]').tap()
        await tab.press("listener", button("accept"))
        await tab.button("listener", button("end")).wait_for()
        await tab.shot("phone-listener")
        before = set(world.room.visitors)
        await tab.page.clock.fast_forward(3_600_000)
        while not set(world.room.visitors) - before:  # noqa: ASYNC110 - in its own time
            await asyncio.sleep(0.05)
        await tab.writes("listener", HELLO)
        await turns.locator('[data-who="asker"]').tap()
        await tab.go("asker", "dm")
        await tab.reads("asker", HELLO)


async def test_what_may_happen(browser: Browser, world: Page) -> None:
    """Hostile words are words; what is written while the bot is away arrives once; a Discord that
    fails is waited for; another tab shows the same; a lost connection says so and comes back."""
    world.room.fails_for = 2.0
    async with opened(browser, world.address, viewport=DESK) as tab:
        await met(tab)
        await tab.writes("listener", MARKUP)
        await tab.reads("asker", "onerror")
        said = tab.pane("asker").locator(".message", has_text="onerror").last
        assert await said.locator("img, a").count() == 0
        await choose_in_menu(tab, "bar.bot", "bot.pull")
        await expect(tab.page.locator(".lamp")).to_have_class("lamp off")
        await tab.writes("listener", HELLO)
        await tab.reads("listener", HELLO)
        await choose_in_menu(tab, "bar.bot", "bot.plug_in")
        await tab.reads("asker", HELLO)
        await choose_in_menu(tab, "bar.bot", "bot.fail")
        await tab.writes("asker", "Does it arrive?")
        await expect(tab.page.locator(".lamp")).to_have_class("lamp on", timeout=20_000)
        await tab.reads("listener", "Does it arrive?")
        for who, words in (("asker", HELLO), ("listener", "Does it arrive?")):
            assert await tab.pane(who).locator(".inner .message", has_text=words).count() == 1
        other = await tab.page.context.new_page()
        await other.goto(world.address)
        await other.locator("#pane-listener .message", has_text="Does it").first.wait_for()
        await other.close()
        await tab.page.context.set_offline(True)
        for visitor in [one for one in world.room.visitors if isinstance(one, Visitor)]:
            await visitor.leave()
        await tab.page.get_by_role("alert").filter(has_text=PAGE["state.lost"]).wait_for()
        await tab.page.context.set_offline(False)
        await expect(tab.page.locator(".banner.lost")).to_be_hidden()
        (guild,) = world.room.discord.world.guilds.values()
        guild.set_nick(world.room.parts["asker"].person, TURNED)
        await tab.pane("asker").locator(".name", has_text=PLAIN).first.wait_for()
        await tab.writes("asker", "Still there?")
        await tab.reads("listener", "Still there?")
        tab.faults = [one for one in tab.faults if "ERR_INTERNET_DISCONNECTED" not in one]


async def choose_in_menu(tab: Tab, menu: str, item: str) -> None:
    """Choose something in a menu of the bar."""
    await tab.page.get_by_role("banner").get_by_role("button", name=PAGE[menu]).click()
    await tab.page.get_by_role("button", name=PAGE[item]).click()


@pytest.mark.timeout(600)
async def test_all_that_the_bot_says_is_drawn(browser: Browser, world: Page) -> None:
    """In each language no message and no form holds a part that the page does not know, and on a
    phone nothing is too wide."""
    async with opened(browser, world.address, "gallery", viewport=PHONE) as tab:
        for language in world.room.languages:
            await tab.page.goto(f"{world.address}gallery?language={language}")
            await tab.page.locator("#gallery[data-drawn]").wait_for(timeout=240_000)
            assert await tab.page.locator(".case").count() > 300
            assert await tab.page.locator(".unknown").count() == 0
            assert await tab.page.locator(".mention", has_text="…").count() == 0
            assert await tab.page.evaluate("document.documentElement.scrollWidth") <= 390
