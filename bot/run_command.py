"""`lend-an-ear run`: the whole bot, or safe mode where something has to be mended first."""

import asyncio
import os
import sys
from contextlib import AbstractAsyncContextManager, AsyncExitStack
from dataclasses import replace
from pathlib import Path

import click
import structlog

from bot.app import Bot, real_world, running
from bot.causes import of_storage
from bot.exit_codes import IN_SAFE_MODE
from bot.health import answering
from bot.leaving import leave_soon
from bot.logs import configure
from bot.operation.gathered import RunningBot
from bot.operation.measured import Measured
from bot.operation.serving import served
from bot.readiness import FirstLook, Ready, look
from bot.safe_mode import explained, prepared, running_safely
from bot.service_manager import ServiceManager
from bot.storage.encryption.keys import KeyRefused
from bot.storage.refused import DatabaseRefused, WrongKey
from bot.until_stopped import BegunRun, until_stopped


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
            async with ServiceManager.of(os.environ).starting():
                bot = await stack.enter_async_context(_whole(begin, measured))
        except (KeyRefused, DatabaseRefused, WrongKey) as refused:
            wrong = (of_storage(refused),)
        else:
            port, delivery = begin.settings.metrics.port, bot.delivery
            looked_at = RunningBot(bot.health, bot.supervisor.servers, delivery.pace)
            await stack.enter_async_context(served(port, bot.desk.ctx, looked_at, measured))
            answers = answering(begin.settings.storage.here, bot.health)
            await until_stopped("started", BegunRun(bot, bot.supervisor.ready, answers))
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
        answers = answering(safe.settings.storage.here, bot.health)
        await until_stopped("safe_mode", BegunRun(bot, bot.ready, answers))
