import json
from datetime import UTC, datetime
from typing import Any

import pytest

from bot.demo.rules import RULES, SUPPRESS_EMBEDS
from bot.demo.wire import COMMAND, EPHEMERAL, Wire, recorder
from bot.local_discord import Exchange, Traffic

Json = dict[str, Any]
QUIET: Json = {"allowed_mentions": {"parse": []}, "flags": SUPPRESS_EMBEDS}
MESSAGES = "POST /channels/{channel_id}/messages"
TOKENS = ("Zr3aVb0-kQ9xWmE2tYu_1A", "p7HnLs5GdCf8jRiTqB6oXw")


def message(**body: Any) -> Exchange:
    """A message that the bot creates in a channel."""
    return request(MESSAGES, "/channels/7/messages", {"content": "Hello.", **QUIET, **body})


def request(route: str, path: str, body: object, status: int = 200) -> Exchange:
    """Any request of the bot, with its answer."""
    data = json.dumps(body).encode()
    at = datetime(2026, 3, 2, tzinfo=UTC)
    return Exchange(route.split()[0], path, "", {}, data, at, route, status)


def callback(kind: int, flags: int = EPHEMERAL, number: int = 5) -> Exchange:
    """The first answer to the command below."""
    route = "POST /interactions/{interaction_id}/{token}/callback"
    body = {"type": kind, "data": {"flags": flags}}
    return request(route, f"/interactions/{number}/abc/callback", body, 204)


def command(traffic: Traffic, number: int = 5) -> None:
    """Somebody runs a command."""
    data: Json = {"id": str(number), "type": COMMAND, "data": {}, "user": {"id": "9"}}
    traffic.events.append((0, "INTERACTION_CREATE", data))


def broken(*exchanges: Exchange, by_command: bool = False) -> list[str]:
    """The words of the rules that do not hold in this traffic."""
    traffic = recorder()
    if by_command:
        command(traffic)
    for exchange in exchanges:
        traffic.exchanges.append(exchange)
    checks = [rule.check(Wire(traffic)) for rule in RULES]
    assert all(check.reason for check in checks if not check.held)
    return [check.words for check in checks if not check.held]


def buttons(*tokens: str) -> Json:
    """Components with one button for each token."""
    row = [{"type": 2, "label": "x", "custom_id": f"1:accept:{token}"} for token in tokens]
    return {"components": [{"type": 1, "components": row}]}


def test_ordinary_traffic_holds_all_rules() -> None:
    """A message with buttons, an answer for one person alone, and the same message sent again."""
    again = message(nonce="n1", **buttons(*TOKENS))
    assert broken(again, again, callback(5), by_command=True) == []


@pytest.mark.parametrize(
    ("exchange", "words"),
    [
        (message(allowed_mentions={"parse": ["users"]}), "ping"),
        (message(allowed_mentions={"parse": [], "replied_user": True}), "ping"),
        (message(allowed_mentions={"parse": [], "users": ["9"]}), "ping"),
        (message(allowed_mentions=None), "ping"),
        (message(flags=0), "preview"),
        (message(message_reference={"message_id": "3"}), "points at"),
        (message(embeds=[{"description": "x", "author": {"name": "me"}}]), "Quotes"),
        (message(**buttons("not-random")), "random"),
        (message(**buttons(TOKENS[0], TOKENS[0][:12] + TOKENS[1][12:])), "random"),
        (request("POST /channels/{channel_id}/typing", "/channels/7/typing", {}, 204), "typing"),
        (request(MESSAGES, "/channels/7/messages", {**QUIET}, 400), "accepted"),
        (request("PUT /x", "/x", [{"name": "ask", "options": [{"name": "text"}]}]), "/ask"),
    ],
)
def test_each_fault_breaks_its_rule(exchange: Exchange, words: str) -> None:
    """One fault, one rule that does not hold."""
    (rule,) = broken(exchange)
    assert words in rule


def test_an_answer_that_others_see_breaks_the_rule() -> None:
    """Discord would show who ran the command."""
    (rule,) = broken(callback(5, flags=0), by_command=True)
    assert "for that person alone" in rule


def test_a_command_without_an_answer_breaks_the_rule() -> None:
    """The person would read that the application did not respond."""
    (rule,) = broken(by_command=True)
    assert "was answered" in rule


def test_a_nonce_for_two_messages_breaks_the_rule() -> None:
    """Discord would store only the first of them."""
    (rule,) = broken(message(nonce="n1"), message(nonce="n1", content="Else."))
    assert "nonce" in rule


def test_a_body_that_cannot_be_read_breaks_the_rule() -> None:
    """What cannot be read cannot be searched by eye either."""
    exchange = message()
    exchange.body = b"\xff"
    assert "Every body that the bot sent can be read" in broken(exchange)


def test_two_presses_are_in_flight_together() -> None:
    """Both had reached the bot before it answered either."""
    traffic = recorder()
    for number in (1, 2):
        command(traffic, number)
    for number in (2, 1):
        traffic.exchanges.append(callback(5, number=number))
    wire = Wire(traffic)
    assert wire.in_flight_together(wire.presses)


def test_two_presses_one_after_the_other_are_not() -> None:
    """The first had its answer before the second came, or one has none."""
    traffic = recorder()
    for number in (1, 2):
        command(traffic, number)
        assert not Wire(traffic).in_flight_together(Wire(traffic).presses)
        traffic.exchanges.append(callback(5, number=number))
    assert not Wire(traffic).in_flight_together(Wire(traffic).presses)
