"""The real clock and real chance."""

import random
import secrets
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import TypeVar

T = TypeVar("T")


class SystemClock:
    """The machine's time."""

    def now(self) -> datetime:
        """Now, aware, in UTC."""
        return datetime.now(UTC)


class SystemRandomness:
    """The operating system's randomness: nobody can guess a token or an alias."""

    def __init__(self) -> None:
        self._chance = random.SystemRandom()

    def token(self) -> str:
        """128 random bits as 22 characters that are safe in a URL."""
        return secrets.token_urlsafe(16)

    def sample(self, items: Sequence[T], count: int) -> list[T]:
        """`count` different items in random order."""
        return self._chance.sample(items, count)
