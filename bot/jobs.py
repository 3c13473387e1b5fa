"""Ticks: the only importer of APScheduler. Rows hold what is due; a tick only looks."""

from collections.abc import Awaitable, Callable, Mapping
from datetime import UTC

from apscheduler.schedulers.asyncio import AsyncIOScheduler


def ticking(ticks: Mapping[Callable[[], Awaitable[None]], int]) -> AsyncIOScheduler:
    """A scheduler that calls each function every so many seconds, never twice at a time; start
    and stop it."""
    scheduler = AsyncIOScheduler(timezone=UTC)
    for tick, every in ticks.items():
        scheduler.add_job(
            tick, "interval", seconds=every, coalesce=True, max_instances=1, misfire_grace_time=None
        )
    return scheduler
