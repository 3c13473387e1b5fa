"""Owns what the demo puts in the place of the machine's time and chance."""

import random
import secrets
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Final, TypeVar

T = TypeVar("T")

CURTAIN: Final = datetime(2026, 3, 2, 18, 0, tzinfo=UTC)
"""When the story begins: a Monday evening."""


class HandClock:
    """Stands still until somebody moves it; nobody ever waits for it."""

    def __init__(self, start: datetime = CURTAIN) -> None:
        self._now = start

    def now(self) -> datetime:
        """The moment that it stands at, in UTC."""
        return self._now

    def advance(self, by: timedelta) -> None:
        """Let time pass."""
        self._now += by


class Chance:
    """Tokens as nobody could guess them; choices the same each time, so that the story is, too."""

    def __init__(self, seed: int = 7) -> None:
        self._choices = random.Random(seed)  # noqa: S311 - which alias and text, no secret

    def token(self) -> str:
        """128 random bits as 22 characters that are safe in a URL."""
        return secrets.token_urlsafe(16)

    def sample(self, items: Sequence[T], count: int) -> list[T]:
        """`count` different items in an order that is the same each time."""
        return self._choices.sample(list(items), count)
