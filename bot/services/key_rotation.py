"""A key that is rotated while the bot runs: a little each second, so that nobody waits for it."""

import time
from datetime import timedelta

import structlog

from bot.services.ports import Clock
from bot.storage.key_rotation import KeyRotation

AT_ONCE = 0.2
"""Seconds of each second in which it goes on; what others write gets its turn between the steps."""
AFTER_A_FAULT = timedelta(minutes=1)


class RotatesKey:
    """Takes up what `lend-an-ear rotate-key` asks for, or what a kill left undone."""

    def __init__(self, rotation: KeyRotation, clock: Clock) -> None:
        self._rotation = rotation
        self._clock = clock
        self._not_before = clock.now()
        self._is_on = False

    async def look(self) -> None:
        """Go on with it. Called each second; never raises for a disk that is full or the like."""
        if self._clock.now() < self._not_before:
            return
        log = structlog.get_logger("key")
        try:
            went_on = await self._some()
        except Exception:  # a bot with two keys is better than no bot
            self._not_before = self._clock.now() + AFTER_A_FAULT
            log.exception("key.rotation_waits")
            return
        if went_on != self._is_on:
            self._is_on = went_on
            log.info("key.rotation_begins" if went_on else "key.rotated")

    async def _some(self) -> bool:
        ends = time.monotonic() + AT_ONCE
        while await self._rotation.step():
            if time.monotonic() > ends:
                return True
        return False
