"""What goes to Discord as a whole, whoever sends it: its place in the second, and a breaker.

An address from which 10,000 requests in ten minutes are refused with 401, 403 or 429 is shut out of
Discord altogether, every bot and person behind it:
https://docs.discord.com/developers/topics/rate-limits#invalid-request-limit-aka-cloudflare-bans
"""

import asyncio
import math
import time
from collections import deque
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Final

import structlog

WINDOW: Final = 600.0
"""Seconds in which Discord counts them."""

AT_MOST: Final = 500
"""Refused requests in those seconds, of Discord's 10,000: other bots may share the address, and
what is under way when the breaker opens comes on top."""

ONE_EVERY: Final = 1.0
"""Seconds between two attempts at what has to be said while it is open. With the five tries
that discord.py makes of one at most, that is 3,000 in the same time."""

LOOKS_EVERY: Final = 1.0
"""Seconds between two looks whether what is held back may go on."""

UNNAMED: Final = 600.0
LONGEST: Final = 3600.0
"""Seconds that nothing is sent once this address is shut out: what the answer says, at most the
second; where it says nothing, the first."""


@dataclass(frozen=True, slots=True)
class RefusedRequest:
    """An answer of 400 or more, without anything of whom it was about."""

    status: int
    own: bool = True
    """Under the bot's token, not under that of an interaction."""
    shared: bool = False
    """A limit that others used up: Discord does not count it."""
    by_discord: bool = True
    """Whether Discord itself answered, and not what stands before it and shuts addresses out."""
    retry_after: float | None = None
    """Seconds."""

    @property
    def counts(self) -> bool:
        """Whether it is one of the 10,000."""
        return self.status in (401, 403, 429) and not self.shared

    @property
    def shuts_out(self) -> bool:
        """Whether it says that this address may ask nothing any more."""
        return self.status == 429 and not self.by_discord


class Breaker:
    """Opens far below Discord's limit. While it is open what has to be said goes out one by one,
    people's words first; signs, what comes on a schedule and what is only looked up stay where
    they are. Answers to presses are never held back.

    `now`: seconds that really passed. Forgotten with the process, whose start is one request.
    """

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        self._now = now
        self._refused = deque[float](maxlen=AT_MOST)
        self._held_until = self._shut_out_until = self._next_at = -math.inf
        self._log = structlog.get_logger("requests")

    def refused(self, request: RefusedRequest) -> None:
        """Discord refused one, of whatever kind."""
        if not request.counts:
            return
        now = self._now()
        self._refused.append(now)
        if request.shuts_out:
            self._shut_out(now, min(request.retry_after or UNNAMED, LONGEST))
        if len(self._refused) == AT_MOST and now - self._refused[0] < WINDOW:
            self._refused.clear()
            self._held_until = now + WINDOW
            self._log.warning("requests.held_back", refused=AT_MOST, seconds=int(WINDOW))

    def _shut_out(self, now: float, seconds: float) -> None:
        if self._shut_out_until <= now:
            self._log.error("requests.shut_out", seconds=int(seconds))
        self._shut_out_until = max(self._shut_out_until, now + seconds)

    def until_next(self) -> float:
        """Seconds until the next that has to be said may go out; 0.0: now."""
        now = self._now()
        next_at = self._next_at if self._held_until > now else now
        return max(0.0, self._shut_out_until - now, next_at - now)

    def one_goes_out(self) -> None:
        """While it is open the next one waits a moment."""
        self._next_at = self._now() + ONE_EVERY

    def until_rest(self) -> float:
        """Seconds until all else may go out; 0.0: it is not held back."""
        return max(0.0, max(self._held_until, self._shut_out_until) - self._now())


async def _at_once() -> None:
    """Where nothing sets a pace."""


class Requests:
    """All of one bot: told by the wire, looked at by the outbox."""

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        self.breaker = Breaker(now)
        self._place: Callable[[], Awaitable[None]] = _at_once

    def paced_by(self, place: Callable[[], Awaitable[None]]) -> None:
        """From now on each waits for this before it goes out."""
        self._place = place

    async def nothing_held_back(self) -> None:
        """Wait until what nobody waits for may go out."""
        while seconds := self.breaker.until_rest():  # noqa: ASYNC110 - real seconds
            await asyncio.sleep(min(seconds, LOOKS_EVERY))

    async def begins(self) -> None:
        """One under the bot's token is to go out: wait for its place."""
        await self._place()
