"""Owns one visitor's connection: what the three newly see goes out, what is asked for comes in.

One WebSocket carries all three people. Each begins with a snapshot and goes on with the numbered
changes of the local Discord; where those are no longer kept, it begins anew.
"""

import asyncio
import json
from contextlib import suppress
from typing import Any, Final

import structlog
from aiohttp import WSMsgType, web

from bot.demo.page.doing import do
from bot.demo.page.people import Part
from bot.demo.page.room import Json, Room
from bot.local_discord import ForgottenError, NotAllowedError, UnknownCommand
from bot.local_discord.errors import DiscordError

BEAT: Final = 4.0
"""Real seconds between two signs of life."""
REFUSED: Final = (NotAllowedError, DiscordError, LookupError, TypeError, ValueError, StopIteration)


class Visitor:
    """One tab of somebody's browser."""

    def __init__(self, room: Room, socket: web.WebSocketResponse) -> None:
        self._room, self._socket = room, socket
        self._following: list[asyncio.Task[None]] = []
        self._tasks: set[asyncio.Task[Any]] = set()
        self._log = structlog.get_logger("demo")

    async def stay(self) -> None:
        """Serve until the connection ends."""
        self._room.visitors[self] = lambda told: self._spawn(self._say(told))
        beating = asyncio.create_task(self._beat())
        try:
            async for message in self._socket:
                if message.type is not WSMsgType.TEXT:
                    break
                self._spawn(self._take(message.data))
        finally:
            del self._room.visitors[self]
            for task in (beating, *self._following, *self._tasks):
                task.cancel()

    def _spawn(self, work: Any) -> None:
        task = asyncio.ensure_future(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _say(self, told: Json) -> None:
        with suppress(ConnectionError):
            await self._socket.send_str(json.dumps(told, separators=(",", ":")))

    async def _beat(self) -> None:
        while True:
            await asyncio.sleep(BEAT)
            await self._say({"t": "beat"})

    # what comes in

    async def _take(self, text: str) -> None:
        try:
            asked = json.loads(text)
            number = int(asked["n"])
        except (ValueError, TypeError, KeyError):
            await self._socket.close(code=1003)
            return
        try:
            said = await self._said(asked)
        except UnknownCommand:
            said = {"error": self._room.words["error.no_command"]}
        except REFUSED as error:
            self._log.info("refused", do=str(asked.get("do")), error=type(error).__name__)
            said = {"error": self._room.words["error.refused"]}
        await self._say({"t": "did", "n": number} | said)

    async def _said(self, asked: Json) -> Json:
        match asked["do"]:
            case "hello":
                self._room.welcome([str(one) for one in asked.get("language") or []])
                await self.begin()
                return {}
            case "language":
                self._room.speak(str(asked["language"]))
                await asyncio.gather(*(one.begin() for one in _all(self._room)))
                return {}
        return await do(self._room, asked)

    # what goes out

    async def begin(self) -> None:
        """Say hello, and begin anew with each of the three."""
        for task in self._following:
            task.cancel()
        room = self._room
        parts = room.parts.values()
        people = [
            {"key": one.key, "name": one.name, "opens": one.opens, "id": str(one.person.id)}
            for one in parts
        ]
        languages = [
            {"code": code, "name": words["language"]} for code, words in room.languages.items()
        ]
        hello = {"words": room.words, "language": room.language, "languages": languages}
        await self._say(room.state() | {"t": "hello", "people": people} | hello)
        self._following = [asyncio.create_task(self._follow(part)) for part in parts]

    async def _follow(self, part: Part) -> None:
        person = part.person
        while True:
            snapshot = person.snapshot()
            number = snapshot["number"]
            await self._say({"t": "snapshot", "who": part.key, "snapshot": snapshot})
            with suppress(ForgottenError):
                while True:
                    changes = await person.next_changes(number)
                    if not changes:
                        continue
                    number = changes[-1].number
                    told = [[one.kind, one.data] for one in changes]
                    await self._say({"t": "changes", "who": part.key, "changes": told})


def _all(room: Room) -> list[Visitor]:
    return [one for one in room.visitors if isinstance(one, Visitor)]
