"""A socket beside the database that says how the bot stands, while its loop runs: a bot that hangs
or is stopped does not answer, and one that is gone takes no call.

Nothing is written, so a disk that is full or a clock that is set changes nothing about the answer.
"""

import asyncio
import json
import os
import socket
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import ExitStack, asynccontextmanager, contextmanager, suppress
from dataclasses import asdict
from pathlib import Path
from typing import Final

import structlog

from bot.domain.standing import BotHealth
from bot.storage.sqlite.files import socket_of

PATIENCE: Final = 5.0
"""Seconds until a bot that does not answer counts as one that hangs."""

ANSWER: Final = 4096
"""More bytes than any answer has."""


class NoBot(Exception):
    """None runs on this database."""


class NoAnswer(Exception):
    """One runs, or is stopped in the middle of it, and says nothing."""


@asynccontextmanager
async def answering(database: Path, health: Callable[[], BotHealth]) -> AsyncIterator[None]:
    """While this lasts, whoever may read the database can ask how it stands. Where the system has
    no such sockets the log says so, and the bot runs."""

    async def answer(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(OSError):  # whoever asked may have gone
            writer.write(json.dumps(asdict(health())).encode())
            await writer.drain()
        writer.close()

    file = socket_of(database)
    with ExitStack() as closing:
        try:
            listening = closing.enter_context(_listening(file))
        except OSError as error:
            log = structlog.get_logger("health")
            log.warning("health.cannot_be_asked", why=type(error).__name__)
            yield
            return
        closing.callback(file.unlink, missing_ok=True)
        server = await asyncio.start_unix_server(answer, sock=listening)
        try:
            yield
        finally:
            server.close()


@contextmanager
def _listening(file: Path) -> Iterator[socket.socket]:
    """What a bot that was killed left there is no reason not to answer."""
    file.unlink(missing_ok=True)
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as listening:
        with _short(file) as address:
            listening.bind(address)
        file.chmod(0o600)
        listening.setblocking(False)
        yield listening


@contextmanager
def _short(file: Path) -> Iterator[str]:
    """The same file by an address that fits: a socket's has 107 bytes at most."""
    if len(os.fsencode(file)) < 100:
        yield str(file)
        return
    folder = os.open(file.parent, os.O_RDONLY | os.O_DIRECTORY)
    try:
        yield f"/proc/self/fd/{folder}/{file.name}"
    finally:
        os.close(folder)


def ask(database: Path, patience: float = PATIENCE) -> BotHealth:
    """How the bot on this database stands. Raises NoBot or NoAnswer."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as asking:
        asking.settimeout(patience)
        try:
            with _short(socket_of(database)) as address:
                asking.connect(address)
        except (TimeoutError, BlockingIOError):  # the second where too many wait already
            raise NoAnswer from None
        except OSError:
            raise NoBot from None
        try:
            return BotHealth(**json.loads(_all(asking)))
        except (OSError, ValueError, TypeError):
            raise NoAnswer from None


def _all(asking: socket.socket) -> bytes:
    heard = b""
    while part := asking.recv(ANSWER):
        heard += part
    return heard
