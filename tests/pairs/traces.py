"""What everybody but the asker receives, in a form in which two stories can be compared.

Private numbers are renamed in the order in which they appear, what chance drew likewise, and
nothing else is: a token that chance did not draw stays as it is. Discord's own
ids are no words of the bot: a message is told by its place and by which message there it is. Any
other id stays, so that one of the asker's shows, also that of a message of theirs.
"""

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from functools import cached_property
from http import HTTPStatus
from itertools import chain, pairwise
from pathlib import Path
from typing import Final
from zlib import crc32

from bot.local_discord import Exchange, LocalDiscord, Person
from tests.leaks.captured import capture, writer
from tests.leaks.readers import Press, Readers
from tests.leaks.rules import DEFERRED, DEFERRED_UPDATE, _data

NUMBER: Final = re.compile(r"(?:\b|(?<=\\n))[0-9A-HJKMNP-TV-Z]{4}(?: [0-9A-HJKMNP-TV-Z]{4})+\b")
"""As people read a private number, in a body of JSON: there the end of a line is a letter."""
_NO_FILES: Final = Path("/nonexistent")
_NOTE: Final = re.compile(r"(?<=:erase_note:)[\w-]{22}")
"""A note is named by the form that it was written in, by a number of Discord's."""
_RENAMED = re.compile(rf"{NUMBER.pattern}|\b[0-9A-Za-z]{{22}}\b")
_REASON: Final = "x-audit-log-reason"
_ID = re.compile(r"\d{17,20}")
_BOUNDARY = re.compile(rb"-*[0-9a-f]{32}-*")
_DIRECT: Final = "DM of "
_ANSWER, _AGAIN = "answer to", "/webhooks/"
_OF_A_FIRST_ANSWER = ("tts", "flags", "attachments")
_ASKS_DISCORD = ("/users/@me/channels", "/gateway", "/oauth2", "/applications/@me")


@dataclass(frozen=True)
class Onlookers:
    """Everybody but the asker, and their places."""

    discord: LocalDiscord
    asker: int
    readers: Readers
    ids: Mapping[str, str]
    """What Discord gave an id to, of theirs: messages in their places, and their presses, and the
    places where the bot writes to one of them alone, which a reply names."""

    def received(self, one: Exchange) -> tuple[str, str] | None:
        """Where they receive something by a request, and what; None where it is nothing."""
        reason = {key.lower(): value for key, value in one.headers.items()}.get(_REASON, "")
        where = self._where(one)
        if where is None:
            return ("a reason", reason) if reason else None
        body = _BOUNDARY.sub(b"--", one.body)
        shown = _shown(body) if where.startswith(_ANSWER) else body
        if shown is None:
            return None
        said = self._named(shown.decode("utf-8", "backslashreplace"))
        return where, f"{one.at:%m-%d %H:%M:%S} {reason}| {said}"

    def _where(self, one: Exchange) -> str | None:
        press = self.readers.press(one)
        if press is not None:
            return None if press.who == self.asker else self._answer(press, one)
        if one.method == "GET" or one.path.startswith(_ASKS_DISCORD):
            return None
        place = "" if (channel := re.match(r"/channels/(\d+)", one.path)) is None else channel[1]
        named = place_of(self.discord, place, self.asker)
        if named is None:
            return None
        return f"{named}: {one.method} {self._named(one.path.removeprefix(f'/channels/{place}'))}"

    def _answer(self, press: Press, one: Exchange) -> str:
        who = self.discord.world.people[press.who].username
        return f"{_ANSWER} {who}{' again' if one.method == 'POST' and _AGAIN in one.path else ''}"

    def _named(self, text: str) -> str:
        return _ID.sub(lambda found: self.ids.get(found[0], found[0]), text)


def _shown(answer: bytes) -> bytes | None:
    """What an answer shows, whether it came at once or, on a slow machine, after a moment; None for
    that moment."""
    body = _data(answer)
    if body is None:
        return answer
    if body.get("type") in (DEFERRED, DEFERRED_UPDATE):
        return None
    data = body.get("data") or {} if isinstance(body.get("type"), int) else body
    left = {key for key in data if key in _OF_A_FIRST_ANSWER or data[key] is None}
    return json.dumps({key: data[key] for key in data if key not in left}).encode()


def place_of(discord: LocalDiscord, channel: str, asker: int) -> str | None:
    """Whose direct messages or which channel it is; None for the asker's."""
    found = discord.world.channels.get(int(channel or 0))
    if found is None or found.recipient is None:
        return "" if found is None else found.name
    return None if found.recipient.id == asker else f"{_DIRECT}{found.recipient.username}"


def _ids(discord: LocalDiscord, asker: int) -> dict[str, str]:
    """By place and how many there were before; direct messages of others by whose they are."""
    places = {str(key): place_of(discord, str(key), asker) for key in discord.world.channels}
    direct = {key: place for key, place in places.items() if place and place.startswith(_DIRECT)}
    found, counted = dict(direct), dict[str, int]()
    for kind, key in chain(_said(discord, asker), _told(discord, asker)):
        counted[kind] = counted.get(kind, 0) + 1
        found.setdefault(key, f"{kind} {counted[kind]}")
    return found


def _said(discord: LocalDiscord, asker: int) -> Iterator[tuple[str, str]]:
    """The bot's messages in places of others."""
    for one in discord.traffic.exchanges:
        found = re.fullmatch(r"/channels/(\d+)/messages", one.path)
        if found and one.method == "POST" and one.status == HTTPStatus.OK:
            place = place_of(discord, found[1], asker)
            if place is not None:
                told = crc32(masked(one.body.decode("utf-8", "replace")).encode())
                yield f"message {told:08x} in {place}", json.loads(one.reply)["id"]


def _told(discord: LocalDiscord, asker: int) -> Iterator[tuple[str, str]]:
    """What others pressed and wrote."""
    for _, name, event in discord.traffic.events:
        if writer(name, event) in (asker, discord.bot_id):
            continue
        if name in ("INTERACTION_CREATE", "MESSAGE_CREATE"):
            yield ("press" if "token" in event else "message of theirs"), event["id"]


@dataclass(frozen=True)
class Told:
    """A story that was played: all its traffic, and where each of its steps begins."""

    discord: LocalDiscord
    asker: Person
    steps: Sequence[int]
    """How many requests there were before each."""
    drawn: Set[str]
    """Every token that chance made: which of two messages at the same moment
    gets which is not certain."""

    @property
    def sent(self) -> Sequence[Exchange]:
        """Every request."""
        return self.discord.traffic.exchanges

    @cached_property
    def readers(self) -> Readers:
        """Who reads what."""
        return Readers(capture(self.discord, _NO_FILES, ""))

    @cached_property
    def onlookers(self) -> Onlookers:
        """Who looks on."""
        asker = self.asker.id
        return Onlookers(self.discord, asker, self.readers, _ids(self.discord, asker))

    def received(self, exchanges: Sequence[Exchange] | None = None) -> list[str]:
        """All that others receive in each step. What one step says comes in no certain order where
        one thing does not wait for the other, and is sorted."""
        sent, told = exchanges or self.sent, list[str]()
        for step, (begins, ends) in enumerate(pairwise([*self.steps, len(sent)])):
            all_ = map(self.onlookers.received, sent[begins:ends])
            lines = [f"{step} {one[0]} {one[1]}" for one in all_ if one is not None]
            told += sorted(lines, key=masked)
        return renamed(told, self.drawn)


def masked(line: str) -> str:
    """Without what is renamed, and without ids."""
    return _ID.sub("#", _RENAMED.sub("*", line))


def renamed(lines: Iterable[str], drawn: Set[str]) -> list[str]:
    """With private numbers, and what chance drew, named by the order in which they appear, and
    nothing else."""
    known, counted = dict[str, str](), Counter[str]()

    def name(found: re.Match[str]) -> str:
        kind = "NUMBER" if " " in found[0] else "TOKEN"
        if found[0] not in known and (kind == "NUMBER" or found[0] in drawn):
            counted[kind] += 1
            known[found[0]] = f"{kind} {counted[kind]}"
        return known.get(found[0], found[0])

    return [_RENAMED.sub(name, _NOTE.sub("NOTE", line)) for line in lines]
