"""Owns the search for somebody's identity in whatever bytes it is given.

It knows what makes a person recognisable on Discord and finds it however it is written: as it
is, in base64 (each place in a group, standard and for URLs), hex, URL encoding, JSON escapes,
compressed, and one of these inside another. Where the bytes come from is not its business.
"""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from bot.demo.readings import SHORTEST, Way, readings


@dataclass(frozen=True, slots=True)
class Identity:
    """What Discord tells a bot about a person, and nobody else may learn from it."""

    id: int
    username: str
    global_name: str
    nickname: str
    avatar: str


@dataclass(frozen=True, slots=True)
class Needle:
    """One thing to look for. Text is found in any case and composition, bytes as they are."""

    name: str
    form: str | bytes

    def __post_init__(self) -> None:
        """Refuse what would be found by chance."""
        if len(self.form) < SHORTEST:
            raise ValueError(f"{self.name} is too short to be looked for")

    @property
    def bytes(self) -> bytes:
        """What stands in a reading that holds it."""
        return self.form if isinstance(self.form, bytes) else folded(self.form)


@dataclass(frozen=True, slots=True)
class Hit:
    """Something was found: what, and below which encodings, the outermost first."""

    needle: str
    way: Way = ()

    def __str__(self) -> str:
        return f"{self.needle}, {' > '.join(self.way) or 'as plain text'}"


def needles(identity: Identity) -> tuple[Needle, ...]:
    """Everything that makes this person recognisable."""
    number = identity.id.to_bytes(8, "big").lstrip(b"\0")
    picture = identity.avatar.removeprefix("a_")  # what is before it says only that it moves
    return (
        Needle("id", str(identity.id)),
        Needle("id (its hex digits)", f"{identity.id:x}"),
        Needle("id (its bytes)", number),
        Needle("id (its bytes, reversed)", number[::-1]),
        Needle("username", identity.username),
        Needle("global name", identity.global_name),
        Needle("nickname", identity.nickname),
        Needle("avatar hash", picture),
        Needle("avatar hash (its bytes)", bytes.fromhex(picture)),
    )


def search(data: bytes | str, wanted: Iterable[Needle]) -> list[Hit]:
    """What of the wanted stands in the data; each once, in the plainest way that it stands."""
    missing = {needle.name: needle for needle in wanted}
    hits: list[Hit] = []
    for way, reading in readings(data.encode() if isinstance(data, str) else data):
        for needle in _in(reading, missing.values()):
            del missing[needle.name]
            hits.append(Hit(needle.name, way))
    return hits


def _in(reading: bytes, wanted: Iterable[Needle]) -> list[Needle]:
    text = folded(reading.decode("utf-8", "replace"))
    return [
        needle
        for needle in wanted
        if needle.bytes in (reading if isinstance(needle.form, bytes) else text)
    ]


def folded(text: str) -> bytes:
    """The text in one case and composition, so that its spelling does not hide it."""
    return unicodedata.normalize("NFKC", text).casefold().encode("utf-8", "replace")
