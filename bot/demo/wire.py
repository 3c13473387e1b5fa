"""Owns reading what went over the sockets: requests with their bodies, and the order of things."""

import itertools
import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final, Generic, TypeVar

from bot.local_discord import Exchange, Traffic

T = TypeVar("T")
Json = dict[str, Any]

COMMAND: Final = 2
"""The kind of an interaction that is a slash command."""

MESSAGE, DEFERRED, DEFERRED_UPDATE, UPDATE, FORM = 4, 5, 6, 7, 9
"""The kinds of first answers; https://discord.com/developers/docs/interactions/receiving-and-responding"""

EPHEMERAL: Final = 1 << 6

_MESSAGE_ROUTES: Final = (
    "POST /channels/{channel_id}/messages",
    "PATCH /channels/{channel_id}/messages/{message_id}",
    "POST /webhooks/{webhook_id}/{token}",
    "PATCH /webhooks/{webhook_id}/{token}/messages/{message_id}",
)

_CALLBACK: Final = re.compile(r"/interactions/(\d+)/[^/]+/callback")


class Tape(list[T], Generic[T]):
    """A list that notes when each entry came, in one count that it shares with other tapes."""

    def __init__(self, count: Iterator[int]) -> None:
        super().__init__()
        self.came: list[int] = []
        self._count = count

    def append(self, entry: T) -> None:
        """Add an entry, and note that it came now."""
        super().append(entry)
        self.came.append(next(self._count))


def recorder() -> Traffic:
    """An empty traffic that knows what came before what."""
    count = itertools.count()
    return Traffic(Tape[Exchange](count), Tape[tuple[int, str, Json]](count))


@dataclass(frozen=True, eq=False)
class Request:
    """One request of the bot."""

    exchange: Exchange
    came: int

    @property
    def name(self) -> str:
        """What was called, without ids or tokens."""
        return self.exchange.route or f"{self.exchange.method} (unknown route)"

    @cached_property
    def body(self) -> Any:
        """The body as data; None where there is none, or where it is not JSON."""
        try:
            return json.loads(self.exchange.body)
        except ValueError:
            return None

    @property
    def message(self) -> Json | None:
        """The message that this creates or edits, if it does."""
        if self.answers is not None:
            data = (self.body or {}).get("data")
            return data if self.answer_kind in (MESSAGE, UPDATE) and data else None
        return self.body if self.name in _MESSAGE_ROUTES else None

    @property
    def answers(self) -> str | None:
        """The id of the interaction that this is the first answer to."""
        found = _CALLBACK.fullmatch(self.exchange.path)
        return found and found[1]

    @property
    def answer_kind(self) -> int:
        """What kind of first answer it is."""
        return int((self.body or {}).get("type") or 0)


@dataclass(frozen=True, eq=False)
class Press:
    """Something that a person did, as the bot was told."""

    id: str
    kind: int
    person: int
    source: Json | None
    came: int
    in_dm: bool


class Wire:
    """Everything so far, readable."""

    def __init__(self, traffic: Traffic) -> None:
        self._traffic = traffic

    @property
    def requests(self) -> list[Request]:
        """What the bot sent, in order."""
        exchanges = self._traffic.exchanges
        return [Request(*both) for both in zip(exchanges, _came(exchanges), strict=True)]

    @property
    def presses(self) -> list[Press]:
        """What people did, in order."""
        events = self._traffic.events
        return [
            _press(event, came)
            for (_, name, event), came in zip(events, _came(events), strict=True)
            if name == "INTERACTION_CREATE"
        ]

    @property
    def frames(self) -> list[str]:
        """What the bot wrote to the gateway, in order."""
        return self._traffic.frames

    @property
    def logins(self) -> int:
        """How often the bot came to the gateway as a new one, not resuming a session."""
        return sum(name == "READY" for _, name, _ in self._traffic.events)

    def in_flight_together(self, presses: Sequence[Press]) -> bool:
        """Whether the bot had been told of all of these before it answered the first of them."""
        ids = {press.id for press in presses}
        answers = [one.came for one in self.requests if one.answers in ids]
        return len(answers) == len(ids) and max(press.came for press in presses) < min(answers)


def _came(tape: list[T]) -> list[int]:
    assert isinstance(tape, Tape), "the demo's local Discord records on tapes"
    return tape.came


def _press(event: Json, came: int) -> Press:
    who = (event.get("member") or event)["user"]["id"]
    return Press(
        event["id"], event["type"], int(who), event.get("message"), came, "member" not in event
    )


def walk(data: object) -> Iterator[Json]:
    """Every object in the data, at any depth."""
    if isinstance(data, dict):
        yield data
        for inner in data.values():
            yield from walk(inner)
    elif isinstance(data, list):
        for inner in data:
            yield from walk(inner)
