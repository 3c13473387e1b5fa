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
from bot.demo.page.guide import STEPS
from bot.demo.page.news import SHOWN_ANEW, News, Teller
from bot.demo.page.people import Part
from bot.demo.page.room import Json, Room
from bot.local_discord import ForgottenError, NotAllowedError, UnknownCommand
from bot.local_discord.errors import DiscordError

BEAT: Final = 4.0
"""Real seconds between two signs of life."""
REFUSED: Final = (
    NotAllowedError,
    DiscordError,
    LookupError,
    TypeError,
    ValueError,
    AttributeError,
)
"""What Discord's own apps would refuse, what is not there, and what has a wrong shape."""


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

    async def leave(self) -> None:
        """End the connection, as when it is lost."""
        await self._socket.close()

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
        hello: Json = {"words": room.words, "language": room.language, "languages": languages}
        hello |= {"steps": STEPS}
        await self._say(room.state() | {"t": "hello", "people": people} | hello)
        self._following = [asyncio.create_task(self._follow(part)) for part in parts]

    async def _follow(self, part: Part) -> None:
        while True:
            teller = Teller(self._room, part)
            number, beginning = teller.begin()
            await self._tell(part, [beginning])
            with suppress(ForgottenError):
                number = await self._go_on(part, teller, number)

    async def _go_on(self, part: Part, teller: Teller, number: int) -> int:
        """Tell each change, until one after which everything may read differently."""
        while True:
            changes = await part.person.next_changes(number)
            if any(one.kind.startswith(SHOWN_ANEW) for one in changes):
                return number
            number = changes[-1].number if changes else number
            told = [news for one in changes if (news := teller.news(one)) is not None]
            if told:
                await self._tell(part, told)

    async def _tell(self, part: Part, news: list[News]) -> None:
        await self._say({"t": "news", "who": part.key, "news": news})


def _all(room: Room) -> list[Visitor]:
    return [one for one in room.visitors if isinstance(one, Visitor)]
