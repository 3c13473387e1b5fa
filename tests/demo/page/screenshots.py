"""Makes the pictures of the README: `python -m tests.demo.page.screenshots`.

With `--gallery` it makes those of everything that the bot says instead, in each language, light and
dark, on a phone and on a desk, into `build/screenshots`.
"""

import argparse
import asyncio
import logging
import tempfile
from pathlib import Path

from playwright.async_api import Browser

from bot.demo.page.server import Page, serving
from tests.demo.page.chromium import SHOTS, Tab, launched, opened
from tests.demo.page.words import PAGE, button

PICTURES = Path(__file__).parents[3] / "bot" / "demo" / "pictures"
HIGH = 6000
"""Pixels of one picture of the gallery."""
PATIENCE = 600_000
"""Milliseconds in which the gallery has to stand there, also beside other work."""
DESK, PHONE = {"width": 1280, "height": 800}, {"width": 390, "height": 844}


async def talk(tab: Tab) -> None:
    """The walk until both have written."""
    write = tab.page.get_by_role("button", name=PAGE["guide.write"])
    await tab.press("asker", button("ask"))
    await write.click()
    await tab.press("asker", PAGE["form.send"])
    await tab.press("asker", button("post"))
    await tab.press("listener", button("accept"))
    await tab.go("asker", "dm")
    await tab.writes("listener", PAGE["example.hello"])
    await tab.reads("asker", PAGE["example.hello"])
    await tab.writes("asker", PAGE["example.answer"])
    await tab.reads("listener", PAGE["example.answer"])
    await tab.page.get_by_role("button", name=PAGE["bar.unseen"]).click()
    await tab.page.wait_for_timeout(500)


async def for_the_readme(browser: Browser, page: Page) -> None:
    """Three people side by side, with what each does not see."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    async with opened(browser, page.address, viewport=DESK) as tab:
        await talk(tab)
        await tab.page.screenshot(path=PICTURES / "page.png", animations="disabled")


async def of_the_gallery(browser: Browser, page: Page) -> None:
    """Each language, light and dark, on a phone and on a desk."""
    SHOTS.mkdir(parents=True, exist_ok=True)
    for language in page.room.languages:
        for theme in ("light", "dark"):
            for name, size in (("phone", PHONE), ("desk", DESK)):
                path = f"gallery?language={language}&theme={theme}"
                async with opened(browser, page.address, path, viewport=size) as tab:
                    await tab.page.locator("#gallery[data-drawn]").wait_for(timeout=PATIENCE)
                    file = SHOTS / f"gallery-{language}-{theme}-{name}.png"
                    await _in_pages(tab, file)


async def _in_pages(tab: Tab, file: Path) -> None:
    """A picture of the whole is too high for most programs: several, one below the other."""
    wide = int(await tab.page.evaluate("innerWidth"))
    await tab.page.set_viewport_size({"width": wide, "height": HIGH})
    whole = int(await tab.page.evaluate("document.documentElement.scrollHeight"))
    for number in range(-(-whole // HIGH)):
        await tab.page.evaluate(f"scrollTo(0, {number * HIGH})")
        await tab.page.screenshot(path=file.with_stem(f"{file.stem}-{number:02}"))


async def main() -> None:
    """Make them."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--gallery", action="store_true", help="of everything that the bot says")
    options = parser.parse_args()
    logging.disable(logging.WARNING)
    with tempfile.TemporaryDirectory() as folder:
        async with serving(Path(folder)) as page, launched() as browser:
            await (of_the_gallery if options.gallery else for_the_readme)(browser, page)


if __name__ == "__main__":
    asyncio.run(main())
