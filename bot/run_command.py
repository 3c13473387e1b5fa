"""`lend-an-ear run`: the whole bot, or safe mode where something has to be mended first."""

import asyncio
import gc
import os
import signal
import sys
from collections.abc import Awaitable, Callable, Sequence
from contextlib import AbstractAsyncContextManager, AsyncExitStack
from dataclasses import replace
from pathlib import Path

import click
import structlog

from bot.app import Bot, real_world, running
from bot.causes import of_storage
from bot.exit_codes import IN_SAFE_MODE
from bot.logs import configure
from bot.readiness import FirstLook, Ready, look
from bot.safe_mode import explained, prepared, running_safely
from bot.service_manager import ServiceManager
from bot.storage.encryption.keys import KeyRefused
from bot.storage.sqlite.migrate import DatabaseRefused
from bot.storage.sqlite.refusals import WrongKey
from bot.versions import versions


def run(config_file: Path) -> None:
    """Run until it is stopped. Raises what keeps it from running at all, and ends the process with
    a code of its own where it was stopped in safe mode."""
    if not asyncio.run(_run(config_file)):
        sys.exit(IN_SAFE_MODE)


async def _run(config_file: Path) -> bool:
    """Whether it ran whole."""
    looked = look(config_file, os.environ)
    if looked.wrong:
        await _run_safely(config_file, looked)
        return False
    begin = looked.ready()
    configure(begin.settings.logging)
    if begin.token.left_out:
        structlog.get_logger("cli").warning("token.not_clean")  # `check` says what stands there
    async with AsyncExitStack() as stack:
        try:
            bot = await stack.enter_async_context(_whole(begin))
        except (KeyRefused, DatabaseRefused, WrongKey) as refused:
            wrong = (of_storage(refused),)
        else:
            await _until_stopped(
                "started", bot.lasting, bot.supervisor.ready, bot.supervisor.status
            )
            return True
    await _run_safely(config_file, replace(looked, wrong=wrong))
    return False


def _whole(begin: Ready) -> AbstractAsyncContextManager[Bot]:
    return running(begin.settings, begin.prompts, begin.token, os.environ, real_world())


async def _run_safely(config_file: Path, looked: FirstLook) -> None:
    safe = prepared(config_file, looked, os.environ)
    async with running_safely(safe) as bot:
        for line in explained(safe, config_file):
            click.echo(line, err=True)
        configure(safe.settings.logging)
        await _until_stopped("safe_mode", bot.lasting, bot.ready, bot.status)


async def _until_stopped(
    begun: str,
    lasting: Sequence["asyncio.Task[None]"],
    ready: Callable[[], Awaitable[None]],
    status: Callable[[], str],
) -> None:
    """Raises what ended it, where that was no signal."""
    gc.freeze()  # texts and rules stay as they are: looking through them again takes 40 ms
    log = structlog.get_logger("cli")
    log.info(begun, **versions())
    async with ServiceManager.of(os.environ).told(ready, status):
        stopped = asyncio.create_task(_stop_signal())
        await asyncio.wait({stopped, *lasting}, return_when=asyncio.FIRST_COMPLETED)
        for ended in lasting:
            if ended.done():
                ended.result()  # raises what ended it
        log.info("stopping")
    log.info("stopped")


async def _stop_signal() -> None:
    stopping = asyncio.Event()
    for name in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(name, stopping.set)
    await stopping.wait()
