"""The bot of the page in a process of its own: `python -m bot.demo.page.bot_process`.

The first line that it reads says where Discord is and where the files lie; it answers once it is
connected. Each further line lets it do what is due, as it does not look by itself, and is answered
when that is done. It stops, as an operator would stop it, when there are no more.
"""

import asyncio
import json
import logging
import os
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import structlog

from bot.app import Bot
from bot.assembly import World
from bot.demo.connecting import bot_on, settings_for
from bot.demo.ports import Chance
from bot.logs import configure
from bot.prompt_files import load_shipped
from bot.setting_sections import Logging
from bot.token import Token


class ToldClock:
    """Real time, and as far ahead of it as the page says."""

    ahead = timedelta()

    def now(self) -> datetime:
        """The moment of the story, in UTC."""
        return datetime.now(UTC) + self.ahead


async def _lines() -> asyncio.StreamReader:
    reader = asyncio.StreamReader()
    loop = asyncio.get_running_loop()
    await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), sys.stdin)
    return reader


async def _live() -> None:
    lines, clock = await _lines(), ToldClock()
    begins = json.loads(await lines.readline())
    settings = settings_for(begins["api"], Path(begins["folder"]))
    clock.ahead = timedelta(seconds=begins["ahead"])
    prompts, token = load_shipped(), Token(begins["token"])
    async with bot_on(token, settings, prompts, World(clock, Chance(), ticks=False)) as bot:
        _done()
        while line := await lines.readline():
            told = json.loads(line)
            clock.ahead = timedelta(seconds=told["ahead"])
            await _settle(bot, told["patience"], wait=told["wait"])
            _done()


async def _settle(bot: Bot, patience: float, *, wait: bool) -> None:
    try:
        async with asyncio.timeout(patience):
            await (bot.settle() if wait else bot.tick())
    except TimeoutError:
        return  # Discord fails at the moment: the bot tries again by itself
    except Exception as error:  # noqa: BLE001 - as where the bot runs by itself: logged
        structlog.get_logger("demo").error("not_settled", exc_info=error)


def _done() -> None:
    sys.stdout.write("done\n")
    sys.stdout.flush()


if __name__ == "__main__":
    configure(Logging(), sys.stderr)
    asyncio.run(_live())
    logging.shutdown()
    os._exit(0)  # all is closed: taking the interpreter down takes longer than the whole stop
