"""What systemd is told, over the socket that it would listen on."""

import asyncio
import os
import socket
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from bot.domain.standing import STANDS_STILL, BotHealth
from bot.service_manager import ServiceManager


class Listening:
    """In the place of systemd."""

    def __init__(self, way: socket.socket) -> None:
        self._way = way
        self.heard: list[str] = []

    async def hears(self, line: str) -> None:
        """Wait until it is told this."""
        loop = asyncio.get_running_loop()
        async with asyncio.timeout(90):
            while line not in self.heard:
                self.heard += (await loop.sock_recv(self._way, 4096)).decode().splitlines()


@contextmanager
def listening(address: str) -> Iterator[Listening]:
    """A socket on a path, or on an abstract name."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as way:
        way.setblocking(False)
        way.bind("\0" + address[1:] if address.startswith("@") else address)
        yield Listening(way)


@pytest.fixture(params=["path", "abstract"])
async def systemd(
    request: pytest.FixtureRequest, tmp_path: Path
) -> AsyncIterator[tuple[str, Listening]]:
    """Its address, and itself."""
    address = f"@{tmp_path}" if request.param == "abstract" else str(tmp_path / "notify")
    with listening(address) as heard:
        yield address, heard


async def test_whoever_waits_for_its_turn_asks_for_time(systemd: tuple[str, Listening]) -> None:
    """Again and again, for as long as another bot leads; it is not ready, and does not stop."""
    address, manager = systemd
    environ = {"NOTIFY_SOCKET": address, "WATCHDOG_USEC": "60000"}
    async with ServiceManager.of(environ).starting():
        for _ in range(3):
            manager.heard.clear()
            await manager.hears("EXTEND_TIMEOUT_USEC=60000000")
    assert not {"READY=1", "STOPPING=1"} & {*manager.heard}


async def test_it_is_told_how_it_stands(systemd: tuple[str, Listening]) -> None:
    """That it takes longer until it is ready; ready once; its state where that changed; signs of
    life by the watchdog's time; and the end."""
    address, manager = systemd
    environ = {"NOTIFY_SOCKET": address, "WATCHDOG_USEC": "60000", "WATCHDOG_PID": str(os.getpid())}
    connected, states = asyncio.Event(), [BotHealth("away", connected=False)]
    told = ServiceManager.of(environ).told
    async with told(connected.wait, lambda: states[-1]):
        await manager.hears("STATUS=away")
        assert any(line.startswith("EXTEND_TIMEOUT_USEC=") for line in manager.heard)
        assert "READY=1" not in manager.heard
        connected.set()
        await manager.hears("READY=1")
        manager.heard.clear()
        states.append(BotHealth("here", connected=True))
        await manager.hears("STATUS=here")
        for _ in range(3):
            manager.heard.clear()
            await manager.hears("WATCHDOG=1")
            assert manager.heard == ["WATCHDOG=1"]
    await manager.hears("STOPPING=1")
    assert "READY=1" not in manager.heard


async def test_an_outbox_that_stands_still_is_no_sign_of_life(tmp_path: Path) -> None:
    """The loop runs, and yet nobody is told anything: the watchdog is to start the bot anew. What
    is wrong stands in the state; once it moves again, signs of life come again."""
    address = str(tmp_path / "notify")
    states = [BotHealth("here", connected=True, moves=False)]

    def health() -> BotHealth:
        return states[-1]

    with listening(address) as manager:
        environ = {"NOTIFY_SOCKET": address, "WATCHDOG_USEC": "60000"}
        async with ServiceManager.of(environ).told(asyncio.Event().wait, health):
            for _ in range(3):
                manager.heard.clear()
                await manager.hears("EXTEND_TIMEOUT_USEC=60000000")
                assert "WATCHDOG=1" not in manager.heard
            states.append(BotHealth("here", connected=True))
            await manager.hears("WATCHDOG=1")
    assert str(BotHealth("here", connected=True, moves=False)) == f"{STANDS_STILL} here"


async def test_the_watchdog_of_another_process_is_not_its_own(tmp_path: Path) -> None:
    """Then it tells how it stands as often as ever."""
    quick = {"NOTIFY_SOCKET": str(tmp_path / "x"), "WATCHDOG_USEC": "60000"}
    assert ServiceManager.of(quick)._every < 0.1
    assert ServiceManager.of(quick | {"WATCHDOG_PID": "1"})._every > 1
    assert ServiceManager.of(quick | {"WATCHDOG_USEC": "soon"})._every > 1


@pytest.mark.parametrize("listens", ["nobody", "nobody any more"])
async def test_nobody_who_listens_is_no_fault(tmp_path: Path, listens: str) -> None:
    """The run goes on; where a socket was named and is gone, the log says so, and not where."""
    gone = {} if listens == "nobody" else {"NOTIFY_SOCKET": str(tmp_path / "gone")}
    connected, looked = asyncio.Event(), asyncio.Event()

    def health() -> BotHealth:
        looked.set()
        return BotHealth("here", connected=True)

    with capture_logs() as logged:
        async with ServiceManager.of(gone).told(connected.wait, health):
            connected.set()
            if gone:
                await looked.wait()
    said = [(one["event"], one["why"]) for one in logged]
    assert looked.is_set() == bool(gone)
    assert set(said) == ({("service_manager.not_told", "FileNotFoundError")} if gone else set())
    assert str(tmp_path) not in str(logged)
