"""Owns time and ids: the server's own clock, snowflakes and ISO timestamps.

Nothing else here asks the machine for the time of the world. Heartbeats and waiting people keep
real time, because the bot on the other end of the socket does.
"""

import base64
import itertools
import secrets
from datetime import UTC, datetime, timedelta
from typing import Protocol

EPOCH_MS = 1_420_070_400_000
"""The first millisecond of 2015, where Discord's ids begin (docs: reference#snowflakes)."""


class Clock(Protocol):
    """Whatever can tell the time of the world; the caller may bring one."""

    def now(self) -> datetime:
        """Give the present moment, with its zone."""


class LocalClock:
    """Real time, plus whatever it was told to advance."""

    def __init__(self) -> None:
        self.ahead = timedelta()

    def now(self) -> datetime:
        """Give the present moment of the world, in UTC."""
        return datetime.now(UTC) + self.ahead

    def advance(self, seconds: float) -> None:
        """Let the world jump forward."""
        self.ahead += timedelta(seconds=seconds)


class Snowflakes:
    """Makes ids that carry their moment and never repeat; new ones always rise."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._count = itertools.count(1)
        self._last = 0

    def next(self) -> int:
        """Make the id of something that happens now."""
        made = (self._milliseconds() << 22) + next(self._count)
        self._last = max(made, self._last + 1)
        return self._last

    def aged(self, days: float) -> int:
        """Make the id of something that has existed for so many days, such as an account."""
        count = next(self._count)
        return ((self._milliseconds() - int(days * 86_400_000) + count) << 22) + count

    def _milliseconds(self) -> int:
        return int(self._clock.now().timestamp() * 1000) - EPOCH_MS


def moment(snowflake: int) -> datetime:
    """Read the moment that an id carries."""
    return datetime.fromtimestamp(((snowflake >> 22) + EPOCH_MS) / 1000, UTC)


def iso(when: datetime | None) -> str | None:
    """Write a moment as Discord does; nothing stays nothing."""
    return None if when is None else when.astimezone(UTC).isoformat(timespec="microseconds")


def shaped_token(bot_id: int) -> str:
    """Make a token shaped like a real one: the first part is base64 of the bot's id."""
    head = base64.urlsafe_b64encode(str(bot_id).encode()).decode().rstrip("=")
    return f"{head}.{secrets.token_urlsafe(4)}.{secrets.token_urlsafe(28)}"
