"""What a worker keeps in memory follows what the bot that leads changes on their database."""

import asyncio

import structlog

from bot.services.context import Context
from bot.storage.connection import SECRETS, SERVERS

AGAIN_AFTER = 1.0
"""Seconds until what could not be read is read again."""


class Following:
    """Hears what is new from the moment on at which it is made."""

    def __init__(self, ctx: Context) -> None:
        self._ctx = ctx
        self._news = frozenset[str]()
        self._came = asyncio.Event()
        ctx.store.on_told(self._heard)

    def _heard(self, news: frozenset[str]) -> None:
        self._news |= news
        self._came.set()

    async def run(self) -> None:
        """Read anew whatever is, until cancelled. Raises OwnersRefused."""
        while True:
            await self._came.wait()
            self._came.clear()
            news, self._news = self._news, frozenset()
            try:
                await self._read(news)
            except (OSError, ConnectionError) as error:
                structlog.get_logger("following").warning("following.later", exc_info=error)
                await asyncio.sleep(AGAIN_AFTER)
                self._heard(news)

    async def _read(self, news: frozenset[str]) -> None:
        if SERVERS in news:
            known = await self._ctx.store.read(lambda tables: tables.guilds.all())
            self._ctx.guilds.read_anew(known)
        if SECRETS in news:
            await self._ctx.store.follow_secrets()
