"""Answers that people wrote into threads of open asks while nobody told of them.

Each thread is read from the last answer that is known, after every start and every gap. As with
those that are told of, only that somebody wrote is looked at, and who, and never what.
"""

import asyncio
from collections.abc import Callable

import discord
import structlog

from bot.discord_app.gateway.inbox import Channel
from bot.discord_app.gateway.reading import AGAIN, PAUSE, is_no_answer
from bot.discord_app.gateway.thread_events import is_answer
from bot.domain.ids import ChannelId, MessageId, UserId
from bot.services.context import Context
from bot.services.open_asks import standing, telling
from bot.services.open_asks.telling import LeftAt, WrittenThere


class MissedAnswers:
    """Belongs to one client."""

    def __init__(self, ctx: Context, channel_of: Callable[[int], Channel]) -> None:
        self._ctx = ctx
        self._channel_of = channel_of
        self._reading: asyncio.Task[None] | None = None
        self._log = structlog.get_logger("threads")

    def catch_up(self) -> None:
        """Read every thread that is open, one after the other, in the background."""
        if self._reading is not None:
            self._reading.cancel()
        self._reading = asyncio.create_task(self._read_all(), name="reading threads")

    async def close(self) -> None:
        """Stop reading."""
        if self._reading is not None:
            self._reading.cancel()
            await asyncio.gather(self._reading, return_exceptions=True)

    async def _read_all(self) -> None:
        waiting = list(await telling.where_left(self._ctx))
        while waiting:
            unread = list[LeftAt]()
            for left in waiting:
                await self._ctx.requests.nothing_held_back()
                if not await self._read(left):
                    unread.append(left)
                await asyncio.sleep(PAUSE)
            waiting = unread
            await asyncio.sleep(AGAIN if waiting else 0)

    async def _read(self, left: LeftAt) -> bool:
        """False when Discord does not answer, or it cannot be kept: then it is read again."""
        try:
            await self._read_new(left)
        except discord.NotFound:  # somebody deleted it meanwhile
            await standing.deleted(self._ctx, left.thread)
        except Exception as error:  # noqa: BLE001 - one thread must not hold up all the others
            if is_no_answer(error):
                self._log.warning("threads.unreadable", why=type(error).__name__)
                return False
            if not isinstance(error, discord.HTTPException):
                self._log.error("threads.not_kept", exc_info=error)
                return False
            self._log.warning("threads.no_history", code=error.code)
        return True

    async def _read_new(self, left: LeftAt) -> None:
        history = self._channel_of(left.thread).history(
            limit=telling.KEPT_AT_MOST, after=discord.Object(left.after), oldest_first=True
        )
        async for message in history:
            if is_answer(message):
                place, author = ChannelId(left.thread), UserId(message.author.id)
                told = WrittenThere(place, MessageId(message.id), author)
                await telling.written(self._ctx, told)
