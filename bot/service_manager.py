"""What systemd is told of a run: that it is ready, how it stands, that it stops, that it lives.

https://www.freedesktop.org/software/systemd/man/latest/sd_notify.html; where nobody listens,
nothing is told.
"""

import asyncio
import os
import socket
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from typing import Final

import structlog

from bot.domain.standing import BotHealth

LOOKS_EVERY: Final = 5.0
"""Seconds between two looks at how it stands, and between two signs of life at most."""

MORE_TIME: Final = 60_000_000
"""Microseconds that a start may take longer, from each look on: Discord may be out of reach, and to
kill the bot for that would help nobody."""


STARTING: Final = "Starts, or waits for its turn"


class ServiceManager:
    """Whoever started the process and wants to know of it."""

    def __init__(self, address: str | None, watchdog: float | None) -> None:
        self._address = address
        self._every = min(LOOKS_EVERY, watchdog / 3) if watchdog else LOOKS_EVERY
        self._told = ""
        self._is_ready = False

    @classmethod
    def of(cls, environ: Mapping[str, str]) -> "ServiceManager":
        """The one that this environment names, for this very process."""
        mine = environ.get("WATCHDOG_PID", str(os.getpid())) == str(os.getpid())
        micros = environ.get("WATCHDOG_USEC", "")
        watchdog = int(micros) / 1e6 if mine and micros.isdecimal() and int(micros) else None
        return cls(environ.get("NOTIFY_SOCKET") or None, watchdog)

    @asynccontextmanager
    async def starting(self) -> AsyncIterator[None]:
        """While this lasts, which may be for as long as another bot leads, ask for more time."""
        asking = () if self._address is None else (asyncio.create_task(self._ask_for_time()),)
        try:
            yield
        finally:
            for task in asking:
                task.cancel()
            await asyncio.gather(*asking, return_exceptions=True)

    async def _ask_for_time(self) -> None:
        while True:
            self._say(f"STATUS={STARTING}", f"EXTEND_TIMEOUT_USEC={MORE_TIME}")
            await asyncio.sleep(self._every)

    @asynccontextmanager
    async def told(
        self, ready: Callable[[], Awaitable[object]], health: Callable[[], BotHealth]
    ) -> AsyncIterator[None]:
        """While this lasts, tell how it stands, and that it lives: that the loop still runs and the
        outbox moves; once that it is ready; at the end that it stops."""
        if self._address is None:
            yield
            return
        tasks = [
            asyncio.create_task(self._look(health)),
            asyncio.create_task(self._once(ready, health)),
        ]
        try:
            yield
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
            self._say("STOPPING=1", "STATUS=Stopping")

    async def _once(
        self, ready: Callable[[], Awaitable[object]], health: Callable[[], BotHealth]
    ) -> None:
        await ready()
        self._is_ready = True
        self._told = str(health())
        self._say("READY=1", f"STATUS={self._told}")

    async def _look(self, health: Callable[[], BotHealth]) -> None:
        while True:
            found = health()
            lives = ("WATCHDOG=1",) if found.moves else ()
            more = () if self._is_ready else (f"EXTEND_TIMEOUT_USEC={MORE_TIME}",)
            news = () if str(found) == self._told else (f"STATUS={found}",)
            self._told = str(found)
            self._say(*lives, *more, *news)
            await asyncio.sleep(self._every)

    def _say(self, *lines: str) -> None:
        """Told, or not: a bot does not end because nobody listens."""
        assert self._address is not None, "nobody is told otherwise"
        if not lines:
            return
        name = "\0" + self._address[1:] if self._address.startswith("@") else self._address
        try:
            with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM | socket.SOCK_NONBLOCK) as way:
                way.sendto("\n".join(lines).encode(), name)
        except OSError as error:
            log = structlog.get_logger("service_manager")
            log.warning("service_manager.not_told", why=type(error).__name__)
