"""A process that runs until somebody stops it, or until what ends it is told."""

import asyncio
import gc
import os
import signal
from collections.abc import Awaitable, Callable
from contextlib import AbstractAsyncContextManager, nullcontext
from dataclasses import dataclass, field
from typing import Protocol

import structlog

from bot.domain.standing import BotHealth
from bot.service_manager import ServiceManager
from bot.versions import versions


class Runs(Protocol):
    """What runs."""

    @property
    def lasting(self) -> "tuple[asyncio.Task[None], ...]":
        """What it does; none of it ends by itself."""

    def health(self) -> BotHealth:
        """How it stands."""

    async def finish(self) -> None:
        """Begin nothing new, and let what runs come to its end."""


@dataclass(frozen=True, slots=True)
class BegunRun:
    """A bot, whole or in safe mode, or a worker, and what waits until it is connected."""

    running: Runs
    ready: Callable[[], Awaitable[None]]
    answers: AbstractAsyncContextManager[None] = field(default_factory=nullcontext)
    """What tells how it stands until it is stopped."""


async def until_stopped(name: str, begun: BegunRun) -> None:
    """Raises what ended it, where that was no signal. `name`: of its beginning, in the log."""
    gc.freeze()  # texts and rules stay as they are: looking through them again takes 40 ms
    log, running = structlog.get_logger("cli"), begun.running
    log.info(name, **versions())
    manager = ServiceManager.of(os.environ)
    async with begun.answers, manager.told(begun.ready, running.health):
        stopped = asyncio.create_task(_stop_signal())
        await asyncio.wait({stopped, *running.lasting}, return_when=asyncio.FIRST_COMPLETED)
        for ended in running.lasting:
            if ended.done():
                ended.result()  # raises what ended it
        log.info("stopping")
    await running.finish()
    log.info("stopped")


async def _stop_signal() -> None:
    stopping = asyncio.Event()
    for name in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(name, stopping.set)
    await stopping.wait()
