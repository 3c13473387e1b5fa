"""A disk that hangs: the bot can neither read nor write until it is let go."""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from threading import Event
from typing import TypeVar

from bot.local_discord.interactions import DEFERRED, DEFERRED_UPDATE
from bot.storage.store import Tables
from tests.journeys.stage import Stage

CALLBACK = "/interactions/*/*/callback"
READERS = 2
T = TypeVar("T")


@asynccontextmanager
async def hanging_disk(stage: Stage) -> AsyncIterator[None]:
    """Every connection of the database is in the middle of something meanwhile."""
    store, over = stage.bot.desk.ctx.store, Event()

    async def work(_: Tables) -> None:
        over.wait(20)  # in the connection's own thread

    hanging = [asyncio.create_task(store.read(work)) for _ in range(READERS)]
    hanging.append(asyncio.create_task(store.transaction(work)))
    try:
        yield
    finally:
        over.set()
        await asyncio.gather(*hanging)


def acknowledgements(stage: Stage) -> int:
    """How many presses Discord knows to be answered later. What comes with a file is an answer."""
    bodies = [
        json.loads(one.body)
        for one in stage.discord.traffic.exchanges
        if one.path.endswith("/callback") and one.status == 200 and one.body.startswith(b"{")
    ]
    return sum(body["type"] in (DEFERRED, DEFERRED_UPDATE) for body in bodies)


PATIENCE = 15.0
"""Seconds until an acknowledgement is missed, fewer than the disk hangs: one that waited for the
disk never comes in time, and one that did not comes soon, however busy the machine is."""


async def acknowledged(stage: Stage, before: int) -> None:
    """Wait until there is one more, which has to come while the disk still hangs."""
    async with asyncio.timeout(PATIENCE):
        while acknowledgements(stage) == before:  # noqa: ASYNC110 - it comes over a socket
            await asyncio.sleep(0.01)


async def slowly(stage: Stage, act: Callable[[], Awaitable[T]]) -> T:
    """Do it while the disk hangs, which it does until Discord took the acknowledgement."""
    before = acknowledgements(stage)
    async with hanging_disk(stage):
        acting = asyncio.ensure_future(act())
        await acknowledged(stage, before)
    return await acting
