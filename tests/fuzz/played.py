"""A server in which somebody talks, asks, listens and has a goal: the same before every input.

The real services on the real tables, in memory: after an input the tables are put back. What the
process keeps beside them stays, which a person pressing things cannot tell apart from a restart.
"""

import asyncio
import sqlite3
from collections.abc import Awaitable, Callable
from typing import Any, TypeVar

import discord
from structlog.testing import capture_logs

from bot.domain.guilds import Feature
from bot.gallery.noting import NotingPrompts
from bot.gallery.play import Player, Story
from bot.gallery.showing import Gallery
from bot.gallery.world import Rooms, furnished
from bot.storage.sqlite.in_memory import InMemory
from tests.discord_app.test_kept_out import somebody
from tests.prepared import shipped

T = TypeVar("T")


def connected() -> Any:
    """What discord.py's objects are made with, as if a client were logged in; nothing is sent."""
    state = discord.Client(intents=discord.Intents.none())._connection
    user: Any = {"id": "1180", "username": "bot", "discriminator": "0", "avatar": None}
    state.user = discord.ClientUser(state=state, data=user)
    return state


class Played:
    """Runs one piece of work after the other on a loop of its own."""

    def __init__(self) -> None:
        self._loop = asyncio.new_event_loop()
        self._furnished = furnished(NotingPrompts.of(shipped()), "en")
        self.rooms, self.me = self._loop.run_until_complete(self._set_up())
        self._end_what_runs()
        self._before = sqlite3.connect(":memory:")
        self._database._sql.backup(self._before)

    @property
    def _database(self) -> InMemory:
        database = self.rooms.ctx.store._database
        assert isinstance(database, InMemory)
        return database

    async def _set_up(self) -> tuple[Rooms, Player]:
        rooms = await self._furnished.__aenter__()
        story = Story(rooms, Gallery("en", rooms.clock.now), "fuzz")
        await story.set_up(*set(Feature) - {Feature.APPROVE_ASKS, Feature.APPROVE_LISTENERS})
        me = await somebody(story)
        await rooms.delivery.drain()
        return rooms, me

    def _end_what_runs(self) -> None:
        """Nothing is said to anybody, and nothing goes on from one input to the next."""
        running = asyncio.all_tasks(self._loop)
        for task in running:
            task.cancel()
        self._loop.run_until_complete(asyncio.gather(*running, return_exceptions=True))

    def run(self, work: Callable[[Rooms], Awaitable[T]]) -> T:
        """Do this, and put the tables back. Raises what it raises, and AssertionError where a fault
        of ours was caught and told to the log."""

        async def done() -> T:
            return await work(self.rooms)

        try:
            with capture_logs() as told:
                found = self._loop.run_until_complete(done())
            for one in told:
                if "exc_info" in one:
                    cause = one["exc_info"]
                    known = isinstance(cause, BaseException)
                    raise AssertionError(one["event"]) from (cause if known else None)
            return found
        finally:
            self._before.backup(self._database._sql)
