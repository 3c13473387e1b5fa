"""Owns starting the real bot for the demo, and knowing that it is connected. It knows no local
Discord: the bot is told its address, in this process or in another."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Final

from bot.app import Bot, running
from bot.assembly import World
from bot.config import Settings
from bot.prompts import Prompts
from bot.token import Token

PATIENCE: Final = 10.0
"""Real seconds for the bot to connect."""


@asynccontextmanager
async def bot_on(
    token: Token, settings: Settings, prompts: Prompts, world: World
) -> AsyncIterator[Bot]:
    """The real bot, connected; leaving stops it as an operator would."""
    async with running(settings, prompts, token, {}, world) as bot:
        async with asyncio.timeout(PATIENCE):
            await _connected(bot)
        yield bot


async def _connected(bot: Bot) -> None:
    """Wait until it is; what ended it before that is raised."""
    ready = asyncio.create_task(bot.supervisor.ready())
    try:
        await asyncio.wait({ready, *bot.lasting}, return_when=asyncio.FIRST_COMPLETED)
        for ended in bot.lasting:
            if ended.done():
                ended.result()
    finally:
        ready.cancel()


def settings_for(api_url: str, folder: Path) -> Settings:
    """The defaults, but for where Discord is and where the files lie."""
    plain = Settings().beside(folder)
    there = plain.discord.model_copy(update={"api_url": api_url})
    return plain.model_copy(update={"discord": there})
