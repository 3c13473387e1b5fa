"""Everything of a journey that could tell somebody something, and who the people in it are."""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PIL import Image

from bot.demo.wire import walk
from bot.local_discord import Exchange, LocalDiscord
from tests.engines import stored_in
from tests.images.made import encoded

Json = dict[str, Any]
Event = tuple[int, str, Json]

FIELDS = re.compile(rb"[\x20-\x7e]{10,}")
"""What stands in a picture in letters, such as where it was taken."""
OF_EVERY_JPEG = frozenset(FIELDS.findall(encoded(Image.new("RGB", (8, 8)), "JPEG")))
"""Its tables look like letters, and are the same in all of them."""


@dataclass(frozen=True)
class Someone:
    """A person, and all that Discord tells the bot of them."""

    id: int
    username: str
    names: tuple[str, ...]
    """Username, display name, nicknames and the picture's hash."""
    dm: int | None
    """Their channel with the bot, once there is one."""
    given: tuple[str, ...]
    """Numbers and tokens that Discord gave to what they wrote and pressed."""
    typed: tuple[str, ...]
    """Their words, as they wrote them."""
    files: tuple[bytes, ...]
    """Names, addresses and contents of what they sent."""
    named: str
    """All that they themselves told the bot, in one text."""
    moderates: bool = False
    """Whether they used what is for moderators, who know each other and listeners by name."""
    listens: bool = False
    told_who: bool = False
    """Whether they let moderators know who they are."""


@dataclass(frozen=True)
class Captured:
    """A journey's traffic, log and files."""

    people: tuple[Someone, ...]
    exchanges: Sequence[Exchange]
    events: Sequence[Event]
    frames: Sequence[str]
    """What the bot sent to the gateway."""
    log: str
    """Its lines, tracebacks too."""
    files: Mapping[str, bytes]
    """The database, by the name of the file."""
    places: Mapping[str, frozenset[str]]
    """Which messages stood in a channel."""
    threads: frozenset[str]
    """Channels that are threads: what people wrote there stands there under their own names."""
    secrets: tuple[str, ...]
    """What only the operator may know."""

    def person(self, username: str) -> Someone:
        """Somebody by their username."""
        return next(one for one in self.people if one.username == username)


def capture(
    discord: LocalDiscord, folder: Path, log: str, listeners: Collection[int] = ()
) -> Captured:
    """All that there is at this moment; `listeners`: who listens without having pressed for it."""
    events = discord.traffic.events
    return Captured(
        tuple(_people(discord, events, listeners)),
        tuple(discord.traffic.exchanges),
        tuple(events),
        tuple(discord.traffic.frames),
        log,
        stored_in(folder),
        _places(discord, events),
        frozenset(_threads(discord)),
        (discord.token,),
    )


def _threads(discord: LocalDiscord) -> Iterator[str]:
    return (str(one.id) for one in discord.world.channels.values() if one.is_thread)


def _places(discord: LocalDiscord, events: Sequence[Event]) -> Mapping[str, frozenset[str]]:
    found = {str(one.id): set(map(str, one.messages)) for one in discord.world.channels.values()}
    for _, name, event in events:
        if name == "MESSAGE_CREATE":
            found.setdefault(event["channel_id"], set()).add(event["id"])
    return {channel: frozenset(messages) for channel, messages in found.items()}


_FOR_MODERATORS = ("moderate", "look_report", "on_it")
"""By which they come to what is theirs: the command, and the button on a card in their channel."""


def _people(
    discord: LocalDiscord, events: Sequence[Event], listeners: Collection[int]
) -> Iterator[Someone]:
    told: dict[int, list[Json]] = {one: [] for one in discord.world.people}
    threads = set(_threads(discord))
    for _, name, event in events:
        if name.startswith("MESSAGE") and event.get("channel_id") in threads:
            continue
        if (who := writer(name, event)) in told:
            told[who].append(event)
    dms = {
        channel.recipient.id: channel.id
        for channel in discord.world.channels.values()
        if channel.recipient is not None
    }
    for who, person in discord.world.people.items():
        nicks = [g.members[who].nick for g in discord.world.guilds.values() if who in g.members]
        names = (person.username, person.global_name, person.avatar, *nicks)
        yield Someone(
            who,
            person.username,
            tuple(name.removeprefix("a_") for name in names if name),
            dms.get(who),
            tuple(part for event in told[who] for part in _given(event)),
            tuple(part for event in told[who] for part in _typed(event)),
            tuple(part for event in told[who] for part in _files(discord, event)),
            "\n".join(part for event in told[who] for part in _named(event)),
            any(_used(event, one) for event in told[who] for one in _FOR_MODERATORS),
            who in listeners or any(_used(event, "join") for event in told[who]),
            any(_used(event, "tell_who_now") for event in told[who]),
        )


def _used(event: Json, action: str) -> bool:
    """Whether this is a command of that name, or a press of a button that does it."""
    data = event.get("data") or {}
    pressed = str(data.get("custom_id", "")).split(":")
    return action == data.get("name") or action in pressed[1:2]


def writer(name: str, event: Json) -> int:
    """Who wrote or pressed; 0 where it was nobody."""
    if name == "INTERACTION_CREATE":
        return int((event.get("member") or event)["user"]["id"])
    author = event.get("author") if name in ("MESSAGE_CREATE", "MESSAGE_UPDATE") else None
    return int(author["id"]) if author else 0


def _given(event: Json) -> Iterator[str]:
    yield event["id"]
    if "token" in event:
        yield event["token"]


def _typed(event: Json) -> Iterator[str]:
    if "data" not in event:
        yield event.get("content") or ""
    elif event["type"] == 5:  # a form
        for part in walk(event["data"]):
            if isinstance(part.get("value"), str):
                yield part["value"]


def _named(event: Json) -> Iterator[str]:
    yield from _typed(event)
    yield from (str(value) for part in walk(event.get("data")) for value in _chosen(part))


def _chosen(part: Json) -> Iterator[Any]:
    yield from part.get("values") or ()
    yield part.get("value", "")


def _files(discord: LocalDiscord, event: Json) -> Iterator[bytes]:
    for attachment in event.get("attachments") or ():
        yield attachment["id"].encode()
        yield attachment["filename"].encode()
        fields = FIELDS.findall(discord.files[attachment["id"]].data)
        yield from (field for field in fields if field not in OF_EVERY_JPEG)
