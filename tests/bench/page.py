"""How quick the demo's page is: `python -m tests.bench.page [--words N] [--starts N]`.

First paint is chromium's own `first-contentful-paint`, from a new tab each time. A word's time is
from the moment that Enter is pressed in one pane until its copy stands in the other's, both by
chromium's own clock (`performance.now` in the page). Beside it, in the same run, the bare relay:
the same bot and the same two people without any page, from the moment that a word is written until
its copy stands in the reader's channel of the local Discord.
"""

import argparse
import asyncio
import logging
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from playwright.async_api import Browser

from bot.demo.page.server import Page, serving
from tests.bench.figures import Row, percentile, percentiles, show
from tests.bench.shape import Pair
from tests.demo.page.chromium import Tab, launched, opened
from tests.demo.page.words import PAGE as WORDS
from tests.demo.page.words import button

PAUSE = 0.3
"""Seconds between two words, as somebody who writes fast."""
ASKED = 0.05
"""Seconds between two looks at whether a word is there: one in each frame would cost frames."""
DESK = {"width": 1440, "height": 900}

WATCH = """() => {
  window.came = {};
  window.went = {};
  const see = () => {
    for (const one of document.querySelectorAll("#pane-asker .log .message")) {
      const found = /word-\\d+/.exec(one.textContent);
      if (found) window.came[found[0]] ??= performance.now();
    }
  };
  new MutationObserver(see).observe(document.querySelector("#pane-asker .log"), {
    childList: true, subtree: true });
  addEventListener("keydown", (event) => {
    if (event.key === "Enter") window.went[event.target.value] = performance.now();
  }, true);
}"""
SENTENCE = "data:text/html,<p>A sentence.</p>"
PAINT = "performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? null"


async def first_paints(browser: Browser, address: str, shown: str, starts: int) -> list[float]:
    """Milliseconds until there was something to see, a new tab each time, in which this shows."""
    found = []
    for _ in range(starts):
        async with opened(browser, address, viewport=DESK) as tab:
            await tab.page.locator(shown).first.wait_for()
            await tab.page.wait_for_function(PAINT)
            found.append(float(await tab.page.evaluate(PAINT)))
    return found


async def meet(tab: Tab) -> None:
    """An ask is out, a listener has it, and the asker looks at the direct messages."""
    await tab.press("asker", button("ask"))
    await tab.page.get_by_role("button", name=WORDS["guide.write"]).click()
    await tab.press("asker", WORDS["form.send"])
    await tab.press("asker", button("post"))
    await tab.press("listener", button("accept"))
    await tab.go("asker", "dm")
    await tab.button("asker", button("end")).wait_for()


async def in_the_page(tab: Tab, words: int) -> list[float]:
    """Milliseconds from Enter in the listener's pane until a word stands in the asker's."""
    await tab.page.evaluate(WATCH)
    for number in range(words):
        await tab.writes("listener", f"word-{number}")
        while not await tab.page.evaluate(f"window.came['word-{number}']"):  # noqa: ASYNC110
            await asyncio.sleep(ASKED)
        await asyncio.sleep(PAUSE)
    went, came = await tab.page.evaluate("[window.went, window.came]")
    return [came[word] - went[word] for word in went if word in came]


async def without_it(page: Page, words: int) -> list[float]:
    """Milliseconds from a word that is written until its copy stands in the reader's channel."""
    writer, reader = page.room.parts["listener"].person, page.room.parts["asker"].person
    found = []
    for number in range(words):
        began = time.perf_counter()
        await writer.send(writer.dm, f"bare-{number}.")
        await reader.wait_for(reader.dm, f"bare-{number}.")
        found.append((time.perf_counter() - began) * 1000)
        await asyncio.sleep(PAUSE)
    return found


async def stand(page: Page, words: int) -> None:
    """So many words stand in the conversation already. The asker wrote them: the listener writes
    what is measured, and nobody writes more than 120 in a minute (`messages_per_minute`)."""
    writer, reader = page.room.parts["asker"].person, page.room.parts["listener"].person
    for number in range(words):
        await writer.send(writer.dm, f"before-{number}.")
        await reader.wait_for(reader.dm, f"before-{number}.")


def row(what: str, found: Sequence[float]) -> Row:
    """A line of the table."""
    figures = {**percentiles(found), "p95 ms": percentile(found, 0.95)}
    return {"what": what, "times": len(found), **figures}


async def at(standing: int, words: int, starts: int) -> Sequence[Pair]:
    """With so many words in the conversation: first paint beside a page of one sentence, and a
    word beside the bare relay."""
    logging.disable(logging.WARNING)
    with tempfile.TemporaryDirectory() as folder:
        async with serving(Path(folder)) as page, launched() as browser:
            async with opened(browser, page.address, viewport=DESK) as tab:
                await meet(tab)
                await stand(page, standing)
                shown, bare = await in_the_page(tab, words), await without_it(page, words)
            paints = await first_paints(browser, page.address, "#pane-asker .message", starts)
            sentence = await first_paints(browser, SENTENCE, "p", starts)
    return [
        (row("first paint", paints), row("a sentence", sentence)),
        (row("a word", shown), row("bare relay", bare)),
    ]


async def main() -> None:
    """Measure, and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--words", type=int, default=100)
    parser.add_argument("--starts", type=int, default=20)
    options = parser.parse_args()
    logging.disable(logging.WARNING)
    with tempfile.TemporaryDirectory() as folder:
        async with serving(Path(folder)) as page, launched() as browser:
            paints = await first_paints(
                browser, page.address, "#pane-asker .message", options.starts
            )
            async with opened(browser, page.address, viewport=DESK) as tab:
                await meet(tab)
                shown = await in_the_page(tab, options.words)
                bare = await without_it(page, options.words)
    found = {"first paint": paints, "a word, pane to pane": shown, "a word, bare relay": bare}
    show("page", [row(what, times) for what, times in found.items()])


if __name__ == "__main__":
    asyncio.run(main())
