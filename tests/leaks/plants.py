"""Leaks that are planted, to see that the search finds each: one thing changed on its way.

A plant takes what was captured and gives it back with a leak in it.
"""

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any, Final

from bot.local_discord import Exchange
from tests.leaks import story
from tests.leaks.captured import Captured, Json
from tests.leaks.readers import EVERYBODY, Readers
from tests.leaks.rules import MESSAGE

Plant = Callable[[Captured], Captured]
Change = Callable[[Json], object]

NAME: Final = story.ASKER.username
LISTENER, OTHER = "listener.with.the.kettle", "other.on.the.nightbus"


def sent(captured: Captured, reader: str, method: str = "POST") -> Exchange:
    """The newest message that the bot sent to somebody, or changed; "" is a channel."""
    readers = Readers(captured)
    who = captured.person(reader).id if reader else EVERYBODY
    return [
        one
        for one in captured.exchanges
        if one.method == method
        and one.path.startswith("/channels/")
        and readers.of(one) == who
        and one.body
    ][-1]


def swapped(captured: Captured, old: Exchange, **changes: Any) -> Captured:
    """The same traffic, with one request changed."""
    new = replace(old, **changes)
    return replace(captured, exchanges=[new if one is old else one for one in captured.exchanges])


def body(change: Change, reader: str = LISTENER, method: str = "POST") -> Plant:
    """A message that is changed on its way."""

    def plant(captured: Captured) -> Captured:
        old = sent(captured, reader, method)
        message = json.loads(old.body)
        change(message)
        return swapped(captured, old, body=json.dumps(message).encode())

    return plant


def says(text: str, reader: str = LISTENER) -> Plant:
    """A message that says something more."""
    return body(lambda message: message.update(content=f"{message.get('content')} {text}"), reader)


def extra(method: str, path: str, data: object = None, route: str = "") -> Plant:
    """One more request."""

    def plant(captured: Captured) -> Captured:
        last = captured.exchanges[-1]
        raw = b"" if data is None else json.dumps(data).encode()
        named = path.format(dm=captured.person(LISTENER).dm)
        more = replace(last, method=method, path=named, query="", body=raw, route=route or named)
        return replace(captured, exchanges=[*captured.exchanges, more])

    return plant


def answer(change: Change) -> Plant:
    """An answer to a press that is changed on its way: the first that says something."""

    def plant(captured: Captured) -> Captured:
        answers = [one for one in captured.exchanges if one.path.endswith("/callback")]
        old = next(one for one in answers if json.loads(one.body)["type"] == MESSAGE)
        told = json.loads(old.body)
        change(told)
        return swapped(captured, old, body=json.dumps(told).encode())

    return plant


def commands(change: Change) -> Plant:
    """Commands that are registered otherwise; the change is made to /ask."""

    def plant(captured: Captured) -> Captured:
        old = next(one for one in captured.exchanges if one.path.endswith("/commands"))
        told = json.loads(old.body)
        change(next(one for one in told if one["name"] == "ask"))
        return swapped(captured, old, body=json.dumps(told).encode())

    return plant


def header(name: str, value: str) -> Plant:
    """A header that goes along."""

    def plant(captured: Captured) -> Captured:
        old = captured.exchanges[-1]
        return swapped(captured, old, headers={**old.headers, name: value})

    return plant


def logs(line: Callable[[Captured], str]) -> Plant:
    """One more line in the log."""
    return lambda captured: replace(captured, log=f"{captured.log}{line(captured)}\n")


def stores(content: bytes) -> Plant:
    """Something more in the database's file."""

    def plant(captured: Captured) -> Captured:
        (name, *_) = captured.files
        return replace(captured, files={**captured.files, name: captured.files[name] + content})

    return plant


def file(name: str, data: bytes) -> Plant:
    """A file that goes to the listener with a message."""

    def plant(captured: Captured) -> Captured:
        old = sent(captured, LISTENER)
        parts = (
            b'--x\r\nContent-Disposition: form-data; name="payload_json"\r\n\r\n',
            old.body,
            b'\r\n--x\r\nContent-Disposition: form-data; name="files[0]"; filename="',
            name.encode(),
            b'"\r\n\r\n',
            data,
            b"\r\n--x--",
        )
        return swapped(captured, old, body=b"".join(parts))

    return plant


def last_given(captured: Captured) -> str:
    """The number of what the asker did last."""
    return next(one for one in reversed(captured.person(NAME).given) if one.isdigit())


def token(captured: Captured) -> str:
    """What allows to answer a press of the asker."""
    return next(one for one in captured.person(NAME).given if not one.isdigit())


def follow_up(captured: Captured) -> Captured:
    """One more answer to the asker's press, which everybody sees."""
    path = f"/webhooks/{captured.events[0][2]['user']['id']}/{token(captured)}"
    return extra("POST", path, {"content": "x", "allowed_mentions": {"parse": []}})(captured)


def telling(part: Callable[[Captured], str], reader: str = LISTENER) -> Plant:
    """A message that says something that is known only when the story is over."""
    return lambda captured: says(part(captured), reader)(captured)
