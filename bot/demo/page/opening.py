"""Owns how the world of the page begins: all is ready for the first press."""

import asyncio
import time
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import Final

import structlog

from bot.demo.page.apart import Operator
from bot.demo.page.arranging import arrange, come_on_duty
from bot.demo.page.people import Part, enter, further
from bot.demo.page.room import Room
from bot.demo.page.words import PageWords
from bot.demo.wording import Wording
from bot.local_discord import LocalDiscord, Traffic
from bot.prompts import Prompts

WIRE_KEPT: Final = 100
"""Requests, and events, of the bot that are kept."""
MORE_COME: Final = 2
"""Listeners who come on duty where more people are to be asked."""


@asynccontextmanager
async def opened(
    folder: Path, prompts: Prompts, languages: Mapping[str, PageWords]
) -> AsyncIterator[Room]:
    """A world in which all is ready for the first press; its files are in the folder."""
    began = time.monotonic()
    async with LocalDiscord.running() as discord:
        discord.traffic = Traffic.recent(WIRE_KEPT)  # it may run for days, and nobody reads it
        place, parts = enter(discord)
        operator = Operator(discord, folder)
        words = Wording(prompts)

        async def come() -> Sequence[Part]:
            more = further(discord, place, MORE_COME)
            for part in more:
                await come_on_duty(place, part, words)
            return more

        room = Room(discord, parts, operator, languages, come)
        try:
            await operator.start()
            await arrange(place, parts, words)
            await room.let_pass(0)
            beating = asyncio.create_task(room.beat())
            structlog.get_logger("demo").info("ready", ms=round((time.monotonic() - began) * 1000))
            yield room
            beating.cancel()
            with suppress(asyncio.CancelledError):
                await beating
        finally:
            await room.close()
