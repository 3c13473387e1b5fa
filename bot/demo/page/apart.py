"""Owns the bot of the page as its operator has it: a process of its own, which can be killed.

It is told by lines of JSON what to do and what time it is, and says with a line when that is done:
see `bot_process`. Whoever stops the page's process closes these lines, and that ends the bot, too.
"""

import asyncio
import json
import sys
from asyncio.subprocess import PIPE, Process
from contextlib import suppress
from pathlib import Path
from typing import Any, Final

from bot.local_discord import LocalDiscord

PROGRAM: Final = "bot.demo.page.bot_process"
STARTS_WITHIN: Final = 60.0
"""Real seconds in which it has to be connected."""
STOPS_WITHIN: Final = 5.0
ANSWERS_WITHIN: Final = 10.0
"""Real seconds beyond those in which it does what is due."""


class BotGone(Exception):
    """The process ended, or no longer answers."""


class Operator:
    """Who runs the bot: starts it, stops it, pulls its plug, and starts another on its files."""

    def __init__(self, discord: LocalDiscord, folder: Path) -> None:
        self._discord, self._folder = discord, folder
        self._process: Process | None = None
        self._ahead = 0.0

    @property
    def runs(self) -> bool:
        """Whether there is one."""
        return self._process is not None

    def advance(self, seconds: float) -> None:
        """Let time pass, for Discord at once and for the bot before what it does next."""
        self._discord.advance(seconds)
        self._ahead += seconds

    async def start(self) -> None:
        """Start it, and wait until it is connected. Raises TimeoutError when that takes too long,
        BotGone when it ended."""
        order = [sys.executable, "-m", PROGRAM]
        with (self._folder / "bot.log").open("ab") as log:
            # a session of its own: Ctrl-C is for the page, which then stops it
            self._process = await asyncio.create_subprocess_exec(
                *order, stdin=PIPE, stdout=PIPE, stderr=log, start_new_session=True
            )
        begins = {"api": self._discord.api_url, "token": self._discord.token}
        async with asyncio.timeout(STARTS_WITHIN):
            await self._say(begins | {"folder": str(self._folder)})

    async def stop(self) -> None:
        """Stop it as an operator would; nothing of it is left but its files."""
        process, self._process = self._process, None
        if process is None:
            return
        assert process.stdin is not None, "it is a pipe"
        process.stdin.close()
        with suppress(TimeoutError):
            async with asyncio.timeout(STOPS_WITHIN):
                await process.wait()
                return
        await _kill(process)

    async def pull_plug(self) -> None:
        """Kill it, in the middle of whatever it does."""
        process, self._process = self._process, None
        if process is not None:
            await _kill(process)

    async def settle(self, patience: float, *, wait: bool) -> None:
        """Let it do what is due, and with `wait` say all of it, for so many real seconds. Raises
        BotGone when it has ended."""
        if self._process is None:
            return
        try:
            async with asyncio.timeout(patience + ANSWERS_WITHIN):
                await self._say({"patience": patience, "wait": wait})
        except (BotGone, TimeoutError, OSError) as error:
            await self.pull_plug()
            raise BotGone from error

    async def _say(self, told: dict[str, Any]) -> None:
        """Say something, and wait until it is done."""
        process = self._process
        assert process is not None, "it was started"
        assert process.stdin is not None, "it is a pipe"
        assert process.stdout is not None, "it is a pipe"
        process.stdin.write(json.dumps(told | {"ahead": self._ahead}).encode() + b"\n")
        await process.stdin.drain()
        if not await process.stdout.readline():
            raise BotGone


async def _kill(process: Process) -> None:
    with suppress(ProcessLookupError):
        process.kill()
    await process.wait()
