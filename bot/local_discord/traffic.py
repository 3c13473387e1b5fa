"""Owns what went over the wire between the server and the bot, kept for the tests to read."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Generic, TypeVar

T = TypeVar("T")


@dataclass
class Exchange:
    """One REST request of the bot with its answer; status 0 means that no answer was given."""

    method: str
    path: str
    query: str
    headers: dict[str, str]
    body: bytes
    at: datetime
    route: str = ""
    status: int = 0
    reply: bytes = b""
    reply_headers: dict[str, str] = field(default_factory=dict)


class Recent(list[T], Generic[T]):
    """A list that drops its oldest entries: it holds between `most` and twice as many."""

    def __init__(self, most: int) -> None:
        super().__init__()
        self._most = most

    def append(self, entry: T) -> None:
        """Add an entry, and now and then drop what is old."""
        super().append(entry)
        if len(self) > 2 * self._most:
            del self[: -self._most]


@dataclass
class Traffic:
    """Everything so far, in order: requests as they came in, events as they were recorded, and
    what the bot itself wrote to the gateway."""

    exchanges: list[Exchange] = field(default_factory=list)
    events: list[tuple[int, str, dict[str, Any]]] = field(default_factory=list)
    frames: list[str] = field(default_factory=list)

    @classmethod
    def recent(cls, most: int) -> "Traffic":
        """One for a server that runs for days: of each kind it keeps the newest alone."""
        return cls(Recent(most), Recent(most), Recent(most))
