"""What somebody finds in the file that they asked for."""

import asyncio
import io
import json
import zipfile
from dataclasses import dataclass
from typing import Any

import aiohttp

from bot.domain.ids import UserId
from bot.local_discord import Channel, Message, Person
from tests.journeys.stage import Stage
from tests.patience import PATIENCE


@dataclass(frozen=True)
class Export:
    """The message with the file, and what is in it."""

    message: Message
    name: str
    data: dict[str, Any]
    page: str
    raw: bytes

    def of(self, kind: str) -> list[dict[str, Any]]:
        """The facts of each piece of a kind."""
        return [one["facts"] for one in self.data["kept"] if one["kind"] == kind]


async def privacy(person: Person, where: Channel | None = None) -> Message:
    """Run /privacy."""
    shown = (await person.run("privacy", in_=where)).message
    assert shown is not None
    return shown


async def press(stage: Stage, person: Person, message: Message, action: str) -> Message:
    """Press one of the buttons below a message."""
    shown = (await person.press(message, stage.words(f"press.{action}.button"))).message
    assert shown is not None
    return shown


async def noted(stage: Stage, person: Person, servers: int = 1) -> None:
    """Wait until it is noted in so many servers that somebody used the bot there: that comes after
    the answer."""
    known, user = stage.bot.desk.ctx.store, UserId(person.id)
    found = 0
    async with asyncio.timeout(PATIENCE):
        while found < servers:
            await asyncio.sleep(0.02)
            found = len(await known.read(lambda tables: tables.known_servers.of(user)))


async def export(stage: Stage, person: Person) -> Export:
    """Ask for the file in the server, and open it."""
    shown = await privacy(person, stage.asks)
    return await opened(await press(stage, person, shown, "export"))


async def opened(message: Message) -> Export:
    """Download the one file of a message and open it."""
    (file,) = message.attachments
    async with aiohttp.ClientSession() as session, session.get(file["url"]) as answer:
        raw = await answer.read()
    with zipfile.ZipFile(io.BytesIO(raw)) as packed:
        assert sorted(packed.namelist()) == ["export.html", "export.json"]
        data = json.loads(packed.read("export.json"))
        page = packed.read("export.html").decode()
    return Export(message, file["filename"], data, page, raw)
