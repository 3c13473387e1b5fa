"""The search: what must reach nobody else is looked for in all that a journey leaves behind."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from bot.demo.identity import folded
from tests.leaks import by_name, canaries
from tests.leaks.canaries import Canary
from tests.leaks.captured import Captured, Someone
from tests.leaks.readers import DISCORD, EVERYBODY, Readers

_PAGE = 4096
_EMPTY = bytes(32)


def identities(captured: Captured) -> Iterator[str]:
    """Where anybody's identity stands in what was sent, with who could have read it."""
    readers = Readers(captured)
    people = {one.id: one for one in captured.people}
    staff = by_name.known(captured)
    sent: dict[int, set[bytes]] = {DISCORD: set(), EVERYBODY: set()}
    for exchange in captured.exchanges:
        reader = readers.of(exchange)
        moderates = reader in people and people[reader].moderates
        body = staff.without_told(exchange.body)
        body = staff.rest(body) if moderates else body
        sent.setdefault(reader, set()).add(body)
        sent[DISCORD].update((f"{exchange.path}?{exchange.query}".encode(), _headers(exchange)))
    sent[DISCORD].update(frame.encode() for frame in captured.frames)
    theirs = {one.id: canaries.of(one) for one in captured.people}
    for reader, bodies in sent.items():
        yield from _found(theirs, reader, people.get(reader), bodies)


def _found(
    theirs: Mapping[int, tuple[Canary, ...]],
    reader: int,
    person: Someone | None,
    bodies: set[bytes],
) -> Iterator[str]:
    known = folded(person.named) if person else b""
    wanted = [one for whose, all_ in theirs.items() if whose != reader for one in all_]
    if reader == DISCORD:  # it is asked by numbers, which are its own
        wanted = [one for one in wanted if one.what in ("name or picture", "file")]
    for hit in canaries.within(bodies, wanted):
        if not (hit.folded and hit.form in known):
            yield f"{hit}, {_to(reader, person)}"


def _to(reader: int, person: Someone | None) -> str:
    if person is not None:
        return f"to {person.username}"
    return "in an address, a header or the gateway" if reader == DISCORD else "to everybody"


def _headers(exchange: Any) -> bytes:
    return "\n".join(f"{key}: {value}" for key, value in exchange.headers.items()).encode()


def opened(captured: Captured) -> Iterator[str]:
    """Requests that open direct messages with anything in them but whose these are."""
    for exchange in captured.exchanges:
        if exchange.path == "/users/@me/channels" and exchange.method == "POST":
            body = json.loads(exchange.body)
            if set(body) != {"recipient_id"} or not str(body["recipient_id"]).isdigit():
                yield "more than an id, where direct messages are opened"


def logged(captured: Captured) -> Iterator[str]:
    """What the log has of people, of their words, and of what only the operator may know."""
    for hit in canaries.within([captured.log.encode()], _all(captured)):
        yield f"{hit}, in the log"


def stored(captured: Captured) -> Iterator[str]:
    """What the files show to somebody without the key."""
    wanted = [one for one in _all(captured) if one.what != "message or press"]
    for name, content in captured.files.items():
        bytes_ = _different(content)
        text = bytes_.lower()
        found = (one for one in wanted if one.form in (text if one.folded else bytes_))
        yield from (f"{one}, in {name}" for one in found)


def _all(captured: Captured) -> Iterator[Canary]:
    for someone in captured.people:
        yield from canaries.of(someone)
        yield from canaries.words_of(someone)
    yield from (canaries.secret("token", one) for one in captured.secrets)


def _different(content: bytes) -> bytes:
    """A file without what stands in it twice or is empty."""
    pages = {content[at : at + _PAGE] for at in range(0, len(content), _PAGE)}
    return b"".join(pages).replace(_EMPTY, b"")
