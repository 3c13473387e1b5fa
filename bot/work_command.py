"""`lend-an-ear work`: sends what waits, beside the bot."""

import asyncio
import os
from contextlib import AsyncExitStack
from pathlib import Path

from bot.app import real_world
from bot.leaving import leave_soon
from bot.logs import configure
from bot.readiness import ready
from bot.service_manager import ServiceManager
from bot.until_stopped import BegunRun, until_stopped
from bot.worker import working


def work(config_file: Path) -> None:
    """Work until it is stopped. Raises what keeps it from working."""
    asyncio.run(_work_and_leave(config_file))


async def _work_and_leave(config_file: Path) -> None:
    begin = ready(config_file, os.environ)
    configure(begin.settings.logging)
    begun = working(begin.settings, begin.prompts, begin.token, os.environ, real_world())
    async with AsyncExitStack() as stack:
        async with ServiceManager.of(os.environ).starting():
            worker = await stack.enter_async_context(begun)
        await until_stopped("worker.started", BegunRun(worker, worker.ready))
    leave_soon(0)
