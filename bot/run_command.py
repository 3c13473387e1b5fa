"""`lend-an-ear run`: the whole bot, or safe mode where something has to be mended first."""

import asyncio
import gc
import os
import signal
import sys
from collections.abc import Awaitable, Callable
from contextlib import AbstractAsyncContextManager, AsyncExitStack
from dataclasses import dataclass, replace
from pathlib import Path

import click
import structlog

from bot.app import Bot, real_world, running
from bot.causes import of_storage
from bot.config import Settings
from bot.exit_codes import IN_SAFE_MODE
from bot.health import answering
from bot.leaving import leave_soon
from bot.logs import configure
from bot.operation.gathered import RunningBot
from bot.operation.measured import Measured
from bot.operation.serving import served
from bot.readiness import FirstLook, Ready, look
from bot.safe_mode import RunsSafely, explained, prepared, running_safely
from bot.service_manager import ServiceManager
from bot.storage.encryption.keys import KeyRefused
from bot.storage.refused import DatabaseRefused, WrongKey
from bot.versions import versions


def run(config_file: Path) -> None:
    """Run until it is stopped. Raises what keeps it from running at all, and ends the process with
    a code of its own where it was stopped in safe mode."""
    if not asyncio.run(_run_and_leave(config_file)):
        sys.exit(IN_SAFE_MODE)


async def _run_and_leave(config_file: Path) -> bool:
    whole = await _run(config_file)
    leave_soon(0 if whole else IN_SAFE_MODE)
    return whole


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
        measured = Measured(asyncio.get_running_loop().time)
        try:
            bot = await stack.enter_async_context(_whole(begin, measured))
        except (KeyRefused, DatabaseRefused, WrongKey) as refused:
            wrong = (of_storage(refused),)
        else:
            port, delivery = begin.settings.metrics.port, bot.delivery
            looked_at = RunningBot(bot.health, bot.supervisor.servers, delivery.pace)
            await stack.enter_async_context(served(port, bot.desk.ctx, looked_at, measured))
            await _until_stopped("started", begin.settings, BegunRun(bot, bot.supervisor.ready))
            return True
    await _run_safely(config_file, replace(looked, wrong=wrong))
    return False


def _whole(begin: Ready, measured: Measured) -> AbstractAsyncContextManager[Bot]:
    world = real_world()
    if begin.settings.metrics.port is not None:
        world = replace(world, measures=measured)
    return running(begin.settings, begin.prompts, begin.token, os.environ, world)


async def _run_safely(config_file: Path, looked: FirstLook) -> None:
    safe = prepared(config_file, looked, os.environ)
    async with running_safely(safe) as bot:
        for line in explained(safe, config_file):
            click.echo(line, err=True)
        configure(safe.settings.logging)
        await _until_stopped("safe_mode", safe.settings, BegunRun(bot, bot.ready))


@dataclass(frozen=True, slots=True)
class BegunRun:
    """A bot, whole or in safe mode, and what waits until it is connected."""

    bot: Bot | RunsSafely
    ready: Callable[[], Awaitable[None]]


async def _until_stopped(begun: str, settings: Settings, running: BegunRun) -> None:
    """Raises what ended it, where that was no signal."""
    gc.freeze()  # texts and rules stay as they are: looking through them again takes 40 ms
    log = structlog.get_logger("cli")
    log.info(begun, **versions())
    bot = running.bot
    async with AsyncExitStack() as told:
        await told.enter_async_context(answering(settings.storage.here, bot.health))
        manager = ServiceManager.of(os.environ)
        await told.enter_async_context(manager.told(running.ready, bot.health))
        stopped = asyncio.create_task(_stop_signal())
        await asyncio.wait({stopped, *bot.lasting}, return_when=asyncio.FIRST_COMPLETED)
        for ended in bot.lasting:
            if ended.done():
                ended.result()  # raises what ended it
        log.info("stopping")
    await bot.finish()
    log.info("stopped")


async def _stop_signal() -> None:
    stopping = asyncio.Event()
    for name in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(name, stopping.set)
    await stopping.wait()
