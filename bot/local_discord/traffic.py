"""Owns what went over the wire between the server and the bot, kept for the tests to read."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any


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


@dataclass
class Traffic:
    """Everything so far, in order: requests as they came in, events as they were recorded, and
    what the bot itself wrote to the gateway."""

    exchanges: list[Exchange] = field(default_factory=list)
    events: list[tuple[int, str, dict[str, Any]]] = field(default_factory=list)
    frames: list[str] = field(default_factory=list)
