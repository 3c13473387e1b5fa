"""What holds for each request whatever it is about; by the number in the list of leaks.

A rule takes a request as it was captured and says what is wrong with it, or nothing.
"""

import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

from bot.demo.wire import walk
from bot.local_discord import Exchange
from tests.journeys.previews import previewed
from tests.leaks.captured import Captured, Json
from tests.leaks.readers import EPHEMERAL, EVERYBODY, Press, Readers
from tests.prepared import shipped

MESSAGE, DEFERRED, DEFERRED_UPDATE, UPDATE, CHOICES, FORM = 4, 5, 6, 7, 8, 9
QUOTE = {"type", "title", "description", "flags", "color"}
"""All that an embed may have: nothing of it names or shows anybody."""

COMPLETED = {"country", "zone"}
"""The options that are completed while one types: from lists that are the same for everybody."""

_TOKEN = re.compile(r"\d+:[a-z_]+(?:\.[a-z0-9_-]+)?:(?P<token>[\w-]{22})")
_NUMBER = re.compile(rb"\d{17,20}")
_FILE = re.compile(rb'filename="([^"]*)"')
_CONSTANT_NAME = re.compile(rb"(SPOILER_)?[a-z-]+\.[a-z]{2,4}")


@dataclass(frozen=True)
class Request:
    """One request, its body read."""

    exchange: Exchange
    body: Any
    press: Press | None
    reader: int
    readers: Readers

    @property
    def message(self) -> Json | None:
        """The message that it creates or changes, if it does."""
        body = self.body if isinstance(self.body, dict) else {}
        if self.exchange.path.endswith("/callback"):
            return body.get("data") if body.get("type") in (MESSAGE, UPDATE) else None
        writes = self.exchange.method in ("POST", "PATCH")
        if self.exchange.path.endswith("/threads"):
            return None
        return body if writes and ("/messages" in self.exchange.path or self.press) else None


def _answers_for_one_alone(one: Request) -> bool:
    if one.press is None or one.exchange.method != "POST":
        return True
    if not one.exchange.path.endswith("/callback"):
        return _hidden(one.body)
    kind, data = one.body["type"], one.body.get("data") or {}
    if kind in (MESSAGE, DEFERRED):
        return _hidden(data)
    return kind in (FORM, CHOICES) or (kind in (DEFERRED_UPDATE, UPDATE) and one.press.private)


def _asking_takes_no_options(one: Request) -> bool:
    return not any(part.get("name") == "ask" and part.get("options") for part in _commands(one))


def _only_places_are_completed(one: Request) -> bool:
    offered = {part["name"] for part in _commands(one) if part.get("autocomplete")}
    return offered <= COMPLETED


def _nobody_types(one: Request) -> bool:
    return not one.exchange.path.endswith("/typing")


def _no_threads(one: Request) -> bool:
    path = one.exchange.path
    made = one.exchange.method == "POST" and re.fullmatch(r"/guilds/\d+/channels", path)
    return _is_of_our_thread(one) and (not made or _says(one.body) in _made())


def _is_of_our_thread(one: Request) -> bool:
    """A thread begins at a message, with a name that is the same for everybody, and is put away;
    nobody is added to it."""
    path, put_away = one.exchange.path, one.body == {"archived": True}
    renamed = one.exchange.method == "PATCH" and re.fullmatch(r"/channels/\d+", path)
    begins = one.exchange.method == "POST" and re.fullmatch(
        r"/channels/\d+/messages/\d+/threads", path
    )
    if begins:
        return isinstance(one.body, dict) and one.body.get("name") in _names_of_threads()
    return "thread" not in path and (not renamed or put_away)


@cache
def _names_of_threads() -> frozenset[str]:
    prompts = shipped()
    return frozenset(prompts.text(one, "notice.thread_begins") for one in prompts.languages)


@cache
def _made() -> frozenset[tuple[str, str]]:
    """Names and topics of the channels that /setup makes: the same for everybody, per language."""
    prompts, places = shipped(), ("asks", "panel", "staff")
    return frozenset(
        (
            prompts.text(language, f"setup.made.{place}.name"),
            prompts.text(language, f"setup.made.{place}.about"),
        )
        for language in prompts.languages
        for place in places
    )


def _says(body: Any) -> tuple[str, str]:
    return body.get("name", ""), body.get("topic", "")


def _pings_nobody(one: Request) -> bool:
    if one.message is None:
        return True
    allowed = one.message.get("allowed_mentions") or {}
    silent = allowed.get("parse") == [] and not allowed.get("replied_user")
    return silent and not allowed.get("users") and not allowed.get("roles")


def _points_only_to_ones_own_side(one: Request) -> bool:
    to = (one.message or {}).get("message_reference")
    if to is None:
        return b"message_reference" not in one.exchange.body
    return one.readers.stands_there(one.exchange, str(to["message_id"]))


def _quotes_show_nobody(one: Request) -> bool:
    return all(not embed.keys() - QUOTE for embed in (one.message or {}).get("embeds") or ())


def _no_previews(one: Request) -> bool:
    return not previewed([one.exchange])


def _files_have_constant_names(one: Request) -> bool:
    names = _FILE.findall(one.exchange.body)
    return not names or (one.reader != EVERYBODY and all(map(_CONSTANT_NAME.fullmatch, names)))


def _edits_carry_no_ids(one: Request) -> bool:
    edited = one.exchange.method == "PATCH" and one.reader != EVERYBODY and one.press is None
    deleted = one.exchange.method == "DELETE" and one.exchange.body
    return not deleted and not (edited and _NUMBER.search(one.exchange.body))


def _no_reasons(one: Request) -> bool:
    return not any(name.lower() == "x-audit-log-reason" for name in one.exchange.headers)


def _random_behind_buttons(one: Request) -> bool:
    known = (part["custom_id"] for part in walk(one.body) if _is_pressed(part))
    return all(_TOKEN.fullmatch(custom_id) for custom_id in known)


RULES: Mapping[int, Callable[[Request], bool]] = {
    1: _answers_for_one_alone,
    2: _asking_takes_no_options,
    3: _only_places_are_completed,
    4: _nobody_types,
    5: _no_threads,
    6: _pings_nobody,
    7: _points_only_to_ones_own_side,
    8: _quotes_show_nobody,
    9: _no_previews,
    10: _files_have_constant_names,
    13: _edits_carry_no_ids,
    14: _no_reasons,
    15: _random_behind_buttons,
}


def broken(captured: Captured) -> Iterator[tuple[int, str]]:
    """The rules that a request breaks, by their number, and which request it is."""
    readers = Readers(captured)
    for exchange in captured.exchanges:
        press, reader = readers.press(exchange), readers.of(exchange)
        request = Request(exchange, _data(exchange.body), press, reader, readers)
        for number, holds in RULES.items():
            if not holds(request):
                yield number, exchange.route


@lru_cache(maxsize=20_000)
def _data(body: bytes) -> Any:
    found = re.search(rb'name="payload_json".*?\r\n\r\n(.*?)\r\n--', body, re.DOTALL)
    try:
        return json.loads(found[1] if found else body or b"null")
    except ValueError:
        return None


def _commands(one: Request) -> Iterator[Json]:
    yield from walk(one.body) if "/commands" in one.exchange.path else ()


def _hidden(message: Any) -> bool:
    return bool(int((message or {}).get("flags") or 0) & EPHEMERAL)


def _is_pressed(part: Json) -> bool:
    """A button, or a form as a whole; the fields of a form have constant names."""
    return "custom_id" in part and (part.get("type") == 2 or "title" in part)
