"""All numbers at one moment. What is exact is the state of a machine; see README.md."""

import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from bot.domain.batches import PEOPLE, ToldBatch
from bot.domain.standing import BotHealth
from bot.operation.errors import ErrorCounts
from bot.operation.loop_lag import LoopLag
from bot.operation.measured import Measured
from bot.services.context import Context
from bot.services.delivery.pace import Pace

MIB = 2**20
ROOM = 16 * MIB
"""Bytes in which free room is told: others write to the disk, too, and it need not be exact."""
LATE_STEP = 15
"""Seconds: whatever is said as it should be is not late at all."""


@dataclass(frozen=True, slots=True)
class RunNumbers:
    """Lengths in seconds, sizes in bytes; counts since the process began."""

    connected: bool
    stands_still: bool
    servers: int
    waiting: int
    """In the outbox, in fives: fewer than five are none."""
    oldest_unsent: int
    words: ToldBatch
    rounds: ToldBatch
    pace_waited: int
    told_to_slow_down: int
    held_back: bool
    new_dms_slowed: bool
    errors: Mapping[str, int]
    database: int
    free: int
    loop_lag: float


@dataclass(frozen=True, slots=True)
class RunningBot:
    """What of a bot is looked at: how it stands, in how many servers it is, and its pace."""

    health: Callable[[], BotHealth]
    servers: Callable[[], int]
    pace: Pace


@dataclass(frozen=True, slots=True)
class Gatherer:
    """Looks at a running bot."""

    ctx: Context
    bot: RunningBot
    measured: Measured
    errors: ErrorCounts
    lag: LoopLag

    async def look(self) -> RunNumbers:
        """All of it now. Raises an error of the database or the disk."""
        again = self.ctx.settings.delivery.retry_at_most_every
        now = self.ctx.clock.now()
        waiting, late = await self.ctx.store.read(lambda tables: tables.backlog.late(now, again))
        openings = await self.ctx.store.read(lambda tables: tables.dm_openings.at(now))
        health, files = self.bot.health(), self.ctx.settings.storage
        return RunNumbers(
            connected=health.connected,
            stands_still=not health.moves,
            servers=self.bot.servers(),
            waiting=waiting // PEOPLE * PEOPLE,
            oldest_unsent=late // LATE_STEP * LATE_STEP,
            words=self.measured.words(),
            rounds=self.measured.rounds(),
            pace_waited=int(self.bot.pace.waited),
            told_to_slow_down=self.measured.told_to_slow_down,
            held_back=health.held_back,
            new_dms_slowed=openings.refused,
            errors=self.errors.told(),
            database=size(files.here),
            free=shutil.disk_usage(files.here.parent).free // ROOM * ROOM,
            loop_lag=self.lag.seconds,
        )


def size(database: Path) -> int:
    """With what is written beside it, in whole MiB: it grows with every word."""
    files = (database, database.with_name(f"{database.name}-wal"))
    whole = sum(file.stat().st_size for file in files if file.exists())
    return whole // MIB * MIB
