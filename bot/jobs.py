"""Ticks: the only importer of APScheduler. Rows hold what is due; a tick only looks."""

from collections.abc import Awaitable, Callable
from datetime import UTC

from apscheduler.schedulers.asyncio import AsyncIOScheduler

EVERY = 1
"""Seconds between two looks at what is due."""


def ticking(tick: Callable[[], Awaitable[None]]) -> AsyncIOScheduler:
    """A scheduler that calls `tick` each second, never twice at a time; start and stop it."""
    scheduler = AsyncIOScheduler(timezone=UTC)
    scheduler.add_job(
        tick, "interval", seconds=EVERY, coalesce=True, max_instances=1, misfire_grace_time=None
    )
    return scheduler
