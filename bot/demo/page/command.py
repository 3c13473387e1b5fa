"""Owns how `lend-an-ear demo` runs: what is printed, whether a browser opens, and when it ends."""

import asyncio
import signal
import sys
import tempfile
import webbrowser
from pathlib import Path

import click

from bot.demo.page.server import PortTaken, serving
from bot.demo.page.words import PageWords, load_words
from bot.logs import configure
from bot.prompt_files import shipped_prompts
from bot.setting_sections import Logging

FAILED = 1


def run(port: int, *, opens_browser: bool) -> None:
    """Serve until Ctrl-C or SIGTERM; a port that is taken is told in words, and ends it with 1."""
    words = load_words(shipped_prompts())["en"]
    try:
        asyncio.run(_show(port, words, opens_browser=opens_browser))
    except PortTaken:
        click.echo(words["terminal.port_taken"].format(port=port), err=True)
        sys.exit(FAILED)


async def _show(port: int, words: PageWords, *, opens_browser: bool) -> None:
    """The first line is the address. The log goes into the world's own folder: the terminal is for
    the newcomer."""
    stopping = asyncio.Event()
    for name in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(name, stopping.set)
    with (
        tempfile.TemporaryDirectory(prefix="lend-an-ear-") as folder,
        (Path(folder) / "demo.log").open("w", encoding="utf-8") as log,
    ):
        configure(Logging(), log)
        try:
            async with serving(Path(folder), port) as page:
                click.echo(page.address)
                click.echo(words["terminal.open"])
                if opens_browser and not await asyncio.to_thread(_opened, page.address):
                    click.echo(words["terminal.no_browser"])
                await stopping.wait()
        finally:
            configure(Logging())  # what goes wrong from here on is told


def _opened(address: str) -> bool:
    """Open the address in a browser with windows; False where there is none."""
    try:
        browser = webbrowser.get()
    except webbrowser.Error:
        return False
    # a browser for the terminal would take this one over
    in_terminal = type(browser) is webbrowser.GenericBrowser
    return not in_terminal and browser.open(address)
