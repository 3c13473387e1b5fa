"""Owns the rules that hold for whatever the bot sends, checked on the captured requests."""

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import combinations
from typing import Any, Final

from bot.demo.ledger import Check, listed
from bot.demo.wire import (
    COMMAND,
    DEFERRED,
    DEFERRED_UPDATE,
    EPHEMERAL,
    FORM,
    MESSAGE,
    UPDATE,
    Request,
    Wire,
    walk,
)

BUTTON: Final = 2
SUPPRESS_EMBEDS: Final = 1 << 2
ALIKE: Final = 6
"""Characters at the beginning or the end that two random tokens never have in common."""

_CUSTOM_ID: Final = re.compile(r"\d+:[a-z_]+(?:\.[a-z0-9-]+)?:(?P<token>[\w-]{22})")


@dataclass(frozen=True, slots=True)
class Rule:
    """What must hold, and how to find where it does not."""

    words: str
    faults: Callable[[Wire], Iterator[str]]

    def check(self, wire: Wire) -> Check:
        """Whether it holds; the reason names the places where it does not."""
        found = list(self.faults(wire))
        return Check(self.words, not found, listed(found))


def _unread(wire: Wire) -> Iterator[str]:
    for request in wire.requests:
        if request.exchange.body and request.body is None:
            yield request.name


def _refused(wire: Wire) -> Iterator[str]:
    for request in wire.requests:
        if not 200 <= request.exchange.status < 300:
            yield f"{request.name} was answered with {request.exchange.status}"


def _mentions(wire: Wire) -> Iterator[str]:
    for request in wire.requests:
        if (message := request.message) is None:
            continue
        allowed = message.get("allowed_mentions") or {}
        quiet = allowed.get("parse") == [] and not allowed.get("replied_user")
        if not quiet or allowed.get("users") or allowed.get("roles"):
            yield request.name


def _typing(wire: Wire) -> Iterator[str]:
    for request in wire.requests:
        if request.exchange.path.endswith("/typing"):
            yield request.name


def _public_answers(wire: Wire) -> Iterator[str]:
    presses = {press.id: press for press in wire.presses}
    for request in wire.requests:
        press = presses.get(request.answers or "")
        if press is None:
            continue
        what = "a command" if press.kind == COMMAND else "a press"
        data = (request.body or {}).get("data") or {}
        if request.answer_kind in (MESSAGE, DEFERRED) and not _hidden(data):
            yield f"the answer to {what}"
        alone = press.in_dm or _hidden(press.source or {})
        if request.answer_kind in (UPDATE, DEFERRED_UPDATE) and not alone:
            yield f"a message that others see was changed as the answer to {what}"
        if request.answer_kind not in (MESSAGE, DEFERRED, UPDATE, DEFERRED_UPDATE, FORM):
            yield f"an unknown answer to {what}"


def _public_follow_ups(wire: Wire) -> Iterator[str]:
    for request in wire.requests:
        if request.name == "POST /webhooks/{webhook_id}/{token}" and not _hidden(request.body):
            yield request.name


def _hidden(message: Any) -> bool:
    return bool(int(message.get("flags") or 0) & EPHEMERAL)


def _unanswered(wire: Wire) -> Iterator[str]:
    answered = {request.answers for request in wire.requests}
    for press in wire.presses:
        if press.id not in answered:
            yield "a command" if press.kind == COMMAND else "a press"


def _custom_ids(wire: Wire) -> Iterator[str]:
    tokens: set[str] = set()
    for request in wire.requests:
        for custom_id in _sent_custom_ids(request):
            found = _CUSTOM_ID.fullmatch(custom_id)
            if found is None:
                yield f"“{custom_id}” in {request.name}"
            else:
                tokens.add(found["token"])
    for one, other in combinations(sorted(tokens), 2):
        if one[:ALIKE] == other[:ALIKE] or one[-ALIKE:] == other[-ALIKE:]:
            yield f"“{one}” and “{other}” have too much in common"


def _sent_custom_ids(request: Request) -> Iterator[str]:
    """Of buttons, and of forms as a whole; a form's fields have constant names."""
    for part in walk(request.body):
        if "custom_id" in part and (part.get("type") == BUTTON or "title" in part):
            yield part["custom_id"]


def _references(wire: Wire) -> Iterator[str]:
    for request in wire.requests:
        if any("message_reference" in part for part in walk(request.body)):
            yield request.name


def _nonces(wire: Wire) -> Iterator[str]:
    known: dict[tuple[str, str], str] = {}
    for request in wire.requests:
        body = request.body
        if request.exchange.method == "POST" and isinstance(body, dict) and body.get("nonce"):
            content = json.dumps(body, sort_keys=True)
            if known.setdefault((request.exchange.path, body["nonce"]), content) != content:
                yield request.name


def _embeds(wire: Wire) -> Iterator[str]:
    plain = {"type", "title", "description", "flags", "color"}
    for request in wire.requests:
        for embed in (request.message or {}).get("embeds") or []:
            if rest := embed.keys() - plain:
                yield f"{request.name} has {', '.join(sorted(rest))}"


def _previews(wire: Wire) -> Iterator[str]:
    for request in wire.requests:
        message = request.message or {}
        hidden = int(message.get("flags") or 0) & SUPPRESS_EMBEDS
        if message.get("content") and not message.get("embeds") and not hidden:
            yield request.name


def _options(wire: Wire) -> Iterator[str]:
    for request in wire.requests:
        for part in walk(request.body):
            if part.get("name") == "ask" and part.get("options"):
                yield "/ask"


RULES: Final = (
    Rule("Every body that the bot sent can be read", _unread),
    Rule("Discord accepted everything that the bot sent", _refused),
    Rule("Everything that a person did was answered", _unanswered),
    Rule("Every answer to a command or press is for that person alone", _public_answers),
    Rule("Every later answer to one, too", _public_follow_ups),
    Rule("No message and no edit can ping anybody", _mentions),
    Rule("Nobody ever “is typing”", _typing),
    Rule("No message points at another one", _references),
    Rule("Quotes carry no author, footer or picture", _embeds),
    Rule("No link in a message gets a preview", _previews),
    Rule("What is behind a button is random", _custom_ids),
    Rule("No nonce stands for two different messages", _nonces),
    Rule("/ask takes no options, as others could see them", _options),
)
