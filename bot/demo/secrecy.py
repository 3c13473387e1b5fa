"""Owns the search at the end, for who asked: through what people saw, and what the bot sent."""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from bot.demo.cast import Part
from bot.demo.identity import Identity, Needle, needles, search
from bot.demo.ledger import Check, Ledger, listed
from bot.demo.stage import Stage
from bot.demo.wire import Request


@dataclass(frozen=True, slots=True)
class Piece:
    """Some bytes, and where they were."""

    where: str
    data: bytes


class Searcher:
    """Searches pieces, each different one once, and counts their bytes."""

    def __init__(self) -> None:
        self.scanned = 0

    def check(self, words: str, pieces: Iterable[Piece], wanted: Sequence[Needle]) -> Check:
        """Whether none of the pieces holds any of the wanted; the reason says where, and how."""
        places: dict[bytes, str] = {}
        for piece in pieces:
            self.scanned += len(piece.data)
            places.setdefault(piece.data, piece.where)
        hits = [f"{where}: {hit}" for data, where in places.items() for hit in search(data, wanted)]
        return Check(words, not hits, listed(hits))


def searched(stage: Stage, ledger: Ledger, log: str, searcher: Searcher) -> Iterator[Check]:
    """The search: for who asks, wherever else than with them; and with them, for who listens."""
    cast = stage.cast
    asker = needles(cast.asker.identity)
    for part in cast.but(cast.asker):
        words = f"{part} saw nothing of who asks"
        yield searcher.check(words, _seen(ledger, part), asker)
    sent = [piece for request in stage.wire.requests for piece in _sent(request, cast.asker)]
    sent += [Piece("the gateway", frame.encode()) for frame in stage.wire.frames]
    naming = sum(_must_name(request, cast.asker.identity) for request in stage.wire.requests)
    words = (
        "The bot's requests have nothing of it, but the id where Discord itself is asked to open"
        f" their DMs or whether they are a member ({naming})"
    )
    yield searcher.check(words, sent, asker)
    yield searcher.check("The bot's log has nothing of it", [Piece("log", log.encode())], asker)
    words = f"{cast.asker} saw nothing of who listens"
    theirs = [needle for part in cast.listeners for needle in _named(part)]
    yield searcher.check(words, _seen(ledger, cast.asker), theirs)


def logged(log: str) -> Check:
    """Whether the bot met no fault that it did not expect; each line of its log is JSON."""
    lines = [json.loads(line) for line in log.splitlines()]
    errors = [line for line in lines if line["level"] in ("error", "critical")]
    told = [f"{line['event']} of {line['logger']}" for line in errors]
    return Check("The bot met no fault that it did not expect", not told, listed(told))


def _named(part: Part) -> Iterator[Needle]:
    for needle in needles(part.identity):
        yield Needle(f"{needle.name} of {part.name}", needle.form, needle.note)


def _seen(ledger: Ledger, part: Part) -> Iterator[Piece]:
    for sight in ledger.seen_by(part):
        yield Piece(f"step {sight.step}, {sight.place}", sight.raw.encode())


def _sent(request: Request, asker: Part) -> Iterator[Piece]:
    exchange = request.exchange
    if not _asks_for_membership_of(request, asker.identity):
        address = f"{exchange.path}?{exchange.query}"
        yield Piece(f"address of {request.name}", address.encode())
    for name, value in exchange.headers.items():
        yield Piece(f"header {name} of {request.name}", f"{name}: {value}".encode())
    if not _opens_dms_of(request, asker.identity):
        yield Piece(f"body of {request.name}", exchange.body)


def _must_name(request: Request, identity: Identity) -> bool:
    return _opens_dms_of(request, identity) or _asks_for_membership_of(request, identity)


def _asks_for_membership_of(request: Request, identity: Identity) -> bool:
    """Whether this asks Discord, and nobody else, if somebody is still there."""
    named = request.exchange.path.endswith(f"/members/{identity.id}")
    return request.name == "GET /guilds/{guild_id}/members/{user_id}" and named


def _opens_dms_of(request: Request, identity: Identity) -> bool:
    """Whether this is the one request that has to name somebody, and holds nothing else."""
    given = json.dumps(request.body)
    plain = (f'{{"recipient_id": {identity.id}}}', f'{{"recipient_id": "{identity.id}"}}')
    return request.name == "POST /users/@me/channels" and given in plain
