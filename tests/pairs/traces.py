"""What everybody but the asker receives, in a form in which two stories can be compared.

Private numbers are renamed in the order in which they appear, and nothing else is. Discord's own
ids are no words of the bot: a message is told by its place and by which message there it is. Any
other id stays, so that one of the asker's shows, also that of a message of theirs.
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from http import HTTPStatus
from itertools import chain, pairwise
from operator import itemgetter
from pathlib import Path
from typing import Final

from bot.local_discord import Exchange, LocalDiscord
from tests.leaks.captured import capture, writer
from tests.leaks.readers import Press, Readers
from tests.leaks.rules import DEFERRED, DEFERRED_UPDATE, _data

NUMBER: Final = re.compile(r"\b[0-9A-HJKMNP-TV-Z]{4}(?: [0-9A-HJKMNP-TV-Z]{4})+\b")
"""As people read a private number."""
_NO_FILES: Final = Path("/nonexistent")
_REASON: Final = "x-audit-log-reason"
_ID = re.compile(r"\d{17,20}")
_BOUNDARY = re.compile(rb"-*[0-9a-f]{32}-*")
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
    """What Discord gave an id to, of theirs: messages in their places, and their presses."""

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
    return json.dumps({key: data[key] for key in data if key not in _OF_A_FIRST_ANSWER}).encode()


def place_of(discord: LocalDiscord, channel: str, asker: int) -> str | None:
    """Whose direct messages or which channel it is; None for the asker's."""
    found = discord.world.channels.get(int(channel or 0))
    if found is None or found.recipient is None:
        return "" if found is None else found.name
    return None if found.recipient.id == asker else f"DM of {found.recipient.username}"


def _ids(discord: LocalDiscord, asker: int) -> dict[str, str]:
    """By place and how many there were before."""
    found, counted = dict[str, str](), dict[str, int]()
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
                yield f"message in {place}", json.loads(one.reply)["id"]


def _told(discord: LocalDiscord, asker: int) -> Iterator[tuple[str, str]]:
    """What others pressed and wrote."""
    for _, name, event in discord.traffic.events:
        if writer(name, event) in (asker, discord.bot_id):
            continue
        if name in ("INTERACTION_CREATE", "MESSAGE_CREATE"):
            yield ("press" if "token" in event else "message of theirs"), event["id"]


def traces(discord: LocalDiscord, asker: int, steps: Sequence[int]) -> list[str]:
    """All that others receive in each step, which begins with the request of that number. What
    one step says in several places comes in no certain order, and is sorted by place."""
    readers = Readers(capture(discord, _NO_FILES, ""))
    looking = Onlookers(discord, asker, readers, _ids(discord, asker))
    exchanges = discord.traffic.exchanges
    told = list[str]()
    for step, (begins, ends) in enumerate(pairwise([*steps, len(exchanges)])):
        found = [one for one in map(looking.received, exchanges[begins:ends]) if one is not None]
        told += [f"{step} {where} {said}" for where, said in sorted(found, key=itemgetter(0))]
    return renamed(told)


def renamed(lines: Iterable[str]) -> list[str]:
    """With private numbers named by the order in which they appear, and nothing else."""
    known = dict[str, str]()

    def name(found: re.Match[str]) -> str:
        return known.setdefault(found[0], f"NUMBER {len(known) + 1}")

    return [NUMBER.sub(name, line) for line in lines]
