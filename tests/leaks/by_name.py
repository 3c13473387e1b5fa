"""Whom moderators may read by name, and where: each other and listeners, in a few sentences,
whoever's name was opened, and whoever let them know who they are. Anywhere else an id is a leak to
them as to everybody; and whoever sent a report is never named in what shows it."""

import json
import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from tests.leaks.captured import Captured
from tests.leaks.readers import Readers
from tests.prepared import shipped

NAMING: Final = (
    "numbers.listener_named",
    "record.entry",
    "young.some",
    "young.no_listeners",
    "opening.line",
    "opening.line_agreed",
    "new_listeners.one_of",
    *("worry.first", "worry.not_first"),
)
TOLD: Final = ("notice.who_it_is", "notice.who_it_is_for_others")
"""In the moderators' channel, or to each of whom it may reach."""
PEOPLE: Final = ("name", "people", "second", "who")
"""What is filled into them with names."""
OPENED: Final = "opening.name"
_MENTION = re.compile(r"<@(\d+)>")
_DRAFT = re.compile(rb'"1:report_(?:send|add):([\w-]{22})"')
_SHOWN = re.compile(rb'"1:(?:ask_back|nothing_to_do|one_report|look_report):([\w-]{22})"')


@dataclass(frozen=True)
class ByName:
    """Who is known by name in a journey, and who sent which report."""

    staff: frozenset[int]
    reporters: Mapping[bytes, int]
    """By the token of the report."""
    told_who: frozenset[int]

    def rest(self, body: bytes) -> bytes:
        """What a moderator reads, without the names that may stand in it."""
        try:
            read = json.loads(body)
        except ValueError:  # a file goes along, or nothing stands in it
            return body
        sent_it = {self.reporters.get(token) for token in _SHOWN.findall(body)}
        return json.dumps(_cut(read, self.staff - sent_it)).encode()

    def without_told(self, body: bytes) -> bytes:
        """What anybody reads, without the names of those who let moderators know who they are."""
        if not self.told_who or b"<@" not in body:
            return body
        try:
            return json.dumps(_cut(json.loads(body), self.told_who, TOLD)).encode()
        except ValueError:
            return body


def known(captured: Captured) -> ByName:
    """Of a journey that is over."""
    people = captured.people
    staff = frozenset(one.id for one in people if one.moderates or one.listens)
    readers = Readers(captured)
    reporters = {
        token: readers.of(one) for one in captured.exchanges for token in _DRAFT.findall(one.body)
    }
    return ByName(staff, reporters, frozenset(one.id for one in people if one.told_who))


def _cut(value: Any, may: Collection[int], where: tuple[str, ...] = NAMING) -> Any:
    if isinstance(value, dict):
        return {key: _cut(one, may, where) for key, one in value.items()}
    if isinstance(value, list):
        return [_cut(one, may, where) for one in value]
    return _without(value, may, where) if isinstance(value, str) and "<@" in value else value


def _without(text: str, may: Collection[int], where: tuple[str, ...]) -> str:
    def named(found: re.Match[str]) -> str:
        return _MENTION.sub(lambda one: "" if int(one[1]) in may else one[0], found[0])

    for pattern in _sentences(where):
        text = pattern.sub(named, text)
    for pattern in _sentences((OPENED,)) if where is NAMING else ():
        text = pattern.sub("", text)
    return text


@cache
def _sentences(keys: tuple[str, ...]) -> tuple[re.Pattern[str], ...]:
    """As they read in each language, whatever stands in them."""
    return tuple(dict.fromkeys(one for key in keys for one in _patterns(key)))


def _patterns(key: str) -> Iterator[re.Pattern[str]]:
    prompts = shipped()
    values = {one: "\1" if one in PEOPLE else "\0" for one in prompts.placeholders(key)}
    for language in prompts.languages:
        for count in (1, 2):
            read = re.escape(prompts.text(language, key, **{**values, "count": count}))
            line = read.replace("\0", ".*?").replace("\1", r"(?:<@\d+>(?:, )?)*")
            yield re.compile(f"^{line}$", re.MULTILINE)
