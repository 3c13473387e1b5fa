"""Ticks: the only importer of APScheduler. Rows hold what is due; a tick only looks.

APScheduler's own triggers are due by the wall clock. One that is set back by ten minutes stops
them for ten minutes; one that is set forward makes them count every second in between, and from
1970 to today, as on a small computer without a battery, that never ends. So the event loop's
clock, which only ever shows time that passed, says when a tick comes, and APScheduler runs it:
once at a time, and with its errors logged.
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from datetime import UTC, tzinfo

from apscheduler.schedulers.asyncio import AsyncIOScheduler

Tick = Callable[[], Awaitable[None]]


@asynccontextmanager
async def ticking(ticks: Mapping[Tick, float], clock: tzinfo = UTC) -> AsyncIterator[None]:
    """While this lasts, call each function every so many seconds, never twice at a time.

    `clock` is what APScheduler tells its time by; a test gives it one that is wrong.
    """
    scheduler = AsyncIOScheduler(timezone=clock)
    scheduler.start()
    beats = [asyncio.create_task(_beat(scheduler, tick, every)) for tick, every in ticks.items()]
    try:
        yield
    finally:
        for beat in beats:
            beat.cancel()
        await asyncio.gather(*beats, return_exceptions=True)
        scheduler.shutdown(wait=False)


async def _beat(scheduler: AsyncIOScheduler, tick: Tick, every: float) -> None:
    name = f"{tick.__module__}.{tick.__qualname__}"
    while True:
        await asyncio.sleep(every)
        # without a trigger it is due now. Replaced, as the clock may have been set back between
        # here and the scheduler's look, and then it would wait for that moment to come again
        scheduler.add_job(
            tick, id=name, replace_existing=True, max_instances=1, misfire_grace_time=None
        )
