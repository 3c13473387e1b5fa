"""The backups that a running bot makes by itself: each day, and before its database changes."""

import asyncio
import time
from datetime import datetime, timedelta
from pathlib import Path

import structlog

from bot.config import Settings
from bot.domain.schedules import DAY, moment_of, today_in
from bot.services.ports import Clock
from bot.storage.sqlite import backup_files, backup_process
from bot.storage.sqlite.backup import Made, Wanted
from bot.storage.sqlite.backup_refusals import BackupRefused
from bot.storage.store import Store

AFTER_A_FAULT = timedelta(minutes=15)
"""Until one that failed is tried again: each try may read and write for long."""


class DailyBackup:
    """Makes one as soon as there is none since the time of day that the settings name.

    So one that was missed is made soon after the next start, and so is the very first, by which an
    operator sees that it works.
    """

    def __init__(self, settings: Settings, store: Store, clock: Clock) -> None:
        self._settings = settings
        self._store = store
        self._clock = clock
        self._last: datetime | None = None
        self._not_before: datetime | None = None
        self._making: asyncio.Task[None] | None = None

    async def look(self) -> None:
        """Make one if it is due. Called each minute; never raises for one that cannot be made."""
        if not await self._is_due():
            return
        self._making = asyncio.create_task(self._make())
        await asyncio.shield(self._making)

    async def stop(self) -> None:
        """End one that is being made, and leave nothing of it."""
        if self._making is not None:
            self._making.cancel()
            await asyncio.gather(self._making, return_exceptions=True)

    async def _is_due(self) -> bool:
        now, wanted = self._clock.now(), self._settings.backup
        if not isinstance(self._settings.storage.database, Path):
            return False  # PostgreSQL's are its operator's
        if wanted.daily_at is None or (self._not_before is not None and now < self._not_before):
            return False
        today = today_in(wanted.zone, now)
        moments = [moment_of(wanted.zone, today - ago * DAY, wanted.daily_at) for ago in range(3)]
        due = max(moment for moment in moments if moment <= now)
        if self._last is None or self._last < due:
            # not in the loop's thread: a disk that is far away may take its time
            self._last = await asyncio.to_thread(self._newest, now)
        return self._last is None or self._last < due

    def _newest(self, now: datetime) -> datetime | None:
        database = self._settings.storage.here
        folder = self._settings.backup.folder or backup_files.default_folder(database)
        try:
            found = backup_files.backups(folder, database)
        except OSError:
            return None  # making one tells what is wrong with it
        # one from the future was made by a clock that was wrong
        return max((one.made_at for one in found if one.made_at <= now), default=None)

    async def _make(self) -> None:
        now = self._clock.now()
        try:
            with self._store.copied():
                await make(self._settings, now)
        except Exception as error:  # noqa: BLE001 - a bot without a backup is better than no bot
            self._not_before = now + AFTER_A_FAULT
            code = error.code if isinstance(error, BackupRefused) else "fault"
            told = None if isinstance(error, BackupRefused) else error
            structlog.get_logger("backup").error("backup.not_made", code=code, exc_info=told)
        else:
            self._last, self._not_before = now, None


async def make(settings: Settings, now: datetime, upgrade_to: int | None = None) -> Made:
    """Make one as the settings say, or one before an upgrade. Raises BackupRefused."""
    began, wanted = time.monotonic(), settings.backup
    made = await backup_process.make(
        Wanted(settings.storage.here, wanted.folder, wanted.keep, upgrade_to),
        now,
        niceness=backup_process.LAST if upgrade_to is None else 0,
    )
    log = structlog.get_logger("backup")
    seconds, size = round(time.monotonic() - began, 1), round(made.size / 1_000_000, 1)
    log.info("backup.made", version=made.version, megabytes=size, seconds=seconds)
    if made.not_removed:
        log.warning("backup.older_ones_left", number=made.not_removed)
    return made
