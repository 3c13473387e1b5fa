"""Owns the switches that break REST on purpose: failures, resets, hanging requests, late answers.

A pattern is a path below /api/v10 in which `*` stands for one part: "/channels/*/messages".
"""

import asyncio
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from bot.local_discord.server import LocalDiscord

Status = int | Literal["reset", "disconnect"]


class Cut(Exception):
    """The connection has to end without an answer; reset says how hard."""

    def __init__(self, *, reset: bool = False) -> None:
        super().__init__()
        self.reset = reset


@dataclass
class Matching:
    """What a request has to be, to be concerned."""

    method: str
    pattern: str

    def fits(self, method: str, path: str) -> bool:
        """Say whether a request is concerned."""
        pattern = re.escape(self.pattern).replace(r"\*", "[^/]+")
        return method == self.method and re.fullmatch(pattern, path) is not None


@dataclass
class Failure(Matching):
    """Requests that fail: how often, with what, and whether their effect happens all the same."""

    status: Status = 503
    stored: bool = False
    times: int = 1
    code: int = 0
    retry_after: float = 0.5
    via: bool = True
    scope: str = "user"


@dataclass
class Late(Matching):
    """Requests that have their effect at once and get their answer so many real seconds later."""

    seconds: float = 0.0


@dataclass(eq=False)
class Hold(Matching):
    """Requests that wait here before they have any effect."""

    server: "LocalDiscord"
    waiting: int = 0
    dropped: bool = False
    ended: asyncio.Event = field(default_factory=asyncio.Event)

    async def arrived(self, n: int = 1, timeout: float = 60.0) -> None:  # noqa: ASYNC109
        """Wait until so many requests hang here, at most so many real seconds."""
        if not await self.server.world.until(lambda: self.waiting >= n, timeout):
            raise TimeoutError

    def release(self) -> None:
        """Let all of them through, and later ones too."""
        if self in self.server.faults.holds:
            self.server.faults.holds.remove(self)
        self.ended.set()

    def drop(self) -> None:
        """Cut all of them off without any effect; later ones go through."""
        self.dropped = True
        self.release()

    async def wait(self) -> None:
        """Hang until released; raise when dropped; a client that goes away ends it too."""
        self.waiting += 1
        self.server.world.touch()
        try:
            await self.ended.wait()
        finally:
            self.waiting -= 1
        if self.dropped:
            raise Cut


class Switches:
    """What is broken at the moment."""

    def __init__(self, server: "LocalDiscord") -> None:
        self._server = server
        self.failures: list[Failure] = []
        self.holds: list[Hold] = []
        self.late: list[Late] = []

    def fail_next(self, method: str, pattern: str, **how: Any) -> Failure:
        """Let the next matching requests fail; how: the other fields of a Failure."""
        self.failures.append(Failure(method, pattern, **how))
        return self.failures[-1]

    def hold(self, method: str, pattern: str) -> Hold:
        """Let matching requests hang before they have any effect."""
        made = Hold(method, pattern, self._server)
        self.holds.append(made)
        return made

    def answer_late(self, method: str, pattern: str, seconds: float) -> None:
        """From now on let the answers to matching requests come late, not their effect."""
        self.late.append(Late(method, pattern, seconds))

    async def before_answer(self, method: str, path: str) -> None:
        """Wait for as long as this answer has to be late."""
        await asyncio.sleep(sum(one.seconds for one in self.late if one.fits(method, path)))

    def gateway_down(self, down: bool) -> None:
        """Refuse the gateway and cut its connections, or allow it again."""
        self._server.gateway.down = down
        if down:
            self._server.spawn(self._server.gateway.disconnect(1001))

    def clear(self) -> None:
        """Mend everything."""
        self.failures.clear()
        self.late.clear()
        for hold in list(self.holds):
            hold.release()
        self._server.gateway.down = False

    def failure_for(self, method: str, path: str) -> Failure | None:
        """Take the failure that this request has to meet, if any."""
        found = next((one for one in self.failures if one.fits(method, path)), None)
        if found is not None:
            found.times -= 1
            self.failures = [one for one in self.failures if one.times > 0]
        return found

    async def pass_holds(self, method: str, path: str) -> None:
        """Hang this request if it has to."""
        for hold in list(self.holds):
            if hold.fits(method, path):
                await hold.wait()
