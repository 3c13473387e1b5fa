"""Owns the page's server: its routes, its files, and its socket."""

import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from aiohttp import web

from bot.demo.page.following import Visitor
from bot.demo.page.guard import guarding, new_capability
from bot.demo.page.opening import opened
from bot.demo.page.room import Room
from bot.demo.page.showing import Gallery
from bot.demo.page.words import load_words
from bot.prompt_files import load_shipped, shipped_prompts

STATIC: Final = Path(__file__).parent / "static"
TYPES: Final = {
    ".html": "text/html; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".svg": "image/svg+xml",
}
PICTURES: Final = ("image/png", "image/jpeg", "image/gif", "image/webp")
LARGEST: Final = 64 * 2**20
"""Bytes of one message of the page: files travel in it."""


class PortTaken(Exception):
    """Something else listens on this port."""


@dataclass(frozen=True, slots=True)
class Page:
    """A page that is served."""

    room: Room
    address: str


@asynccontextmanager
async def serving(folder: Path, port: int = 0) -> AsyncIterator[Page]:
    """The page and the world behind it, on loopback; port 0 takes a free one. The world's files
    are in the folder. Raises PortTaken.
    """
    try:
        listening = socket.create_server(("127.0.0.1", port))
    except OSError as error:
        raise PortTaken(str(port)) from error
    with listening:
        languages, prompts = load_words(shipped_prompts()), load_shipped()
        cases = Gallery(prompts, languages)
        async with opened(folder, prompts, languages) as room:
            host, capability = f"127.0.0.1:{listening.getsockname()[1]}", new_capability()
            runner = web.AppRunner(
                _application(room, cases, host, capability), access_log=None, shutdown_timeout=0.5
            )
            await runner.setup()
            await web.SockSite(runner, listening).start()
            try:
                yield Page(room, f"http://{host}/{capability}/")
            finally:
                await runner.cleanup()


def _application(room: Room, cases: Gallery, host: str, capability: str) -> web.Application:
    files = {path.name: path.read_bytes() for path in STATIC.iterdir()}

    def static(name: str) -> web.Response:
        if name not in files:
            raise web.HTTPNotFound
        kind = TYPES[Path(name).suffix]
        return web.Response(body=files[name], headers={"Content-Type": kind})

    async def page(_: web.Request) -> web.Response:
        return static("index.html")

    async def gallery(_: web.Request) -> web.Response:
        return static("gallery.html")

    async def said(request: web.Request) -> web.Response:
        return web.json_response(await cases.shown(request.query.get("language", "en")))

    async def part(request: web.Request) -> web.Response:
        return static(request.match_info["name"])

    async def live(request: web.Request) -> web.WebSocketResponse:
        connection = web.WebSocketResponse(max_msg_size=LARGEST, heartbeat=20.0)
        await connection.prepare(request)
        await Visitor(room, connection).stay()
        return connection

    async def file(request: web.Request) -> web.Response:
        return _file(room, int(request.match_info["id"]))

    application = web.Application(middlewares=[guarding(host, capability)])
    application.router.add_get("/{capability}/", page)
    application.router.add_get("/{capability}/gallery", gallery)
    application.router.add_get("/{capability}/gallery.json", said)
    application.router.add_get("/{capability}/live", live)
    application.router.add_get("/{capability}/static/{name}", part)
    application.router.add_get(r"/{capability}/files/{id:\d{1,20}}/{name}", file)
    return application


def _file(room: Room, number: int) -> web.Response:
    """What somebody sent: a picture may be shown, all else is only ever saved."""
    found = room.discord.file(number)
    if found is None:
        raise web.HTTPNotFound
    shown = found.content_type in PICTURES
    headers = {"Content-Type": found.content_type if shown else "application/octet-stream"}
    headers["Content-Disposition"] = "inline" if shown else "attachment"
    headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return web.Response(body=found.data, headers=headers)
