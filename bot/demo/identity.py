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
    """One thing to look for, in one of its forms. Text is found in any case, bytes as they are."""

    name: str
    form: str | bytes
    note: str = ""
    """What form this is, where it is not the plain one."""

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
    """Something was found: what, and in which encodings, the outermost first."""

    needle: str
    way: Way = ()

    def __str__(self) -> str:
        return f"the {self.needle}, in {' > '.join(self.way) or 'plain text'}"


def needles(identity: Identity) -> tuple[Needle, ...]:
    """Everything that makes this person recognisable."""
    number = identity.id.to_bytes(8, "big").lstrip(b"\0")
    picture = identity.avatar.removeprefix("a_")  # what is before it says only that it moves
    return (
        Needle("id", str(identity.id)),
        Needle("id", f"{identity.id:x}", "hex digits"),
        Needle("id", number, "bytes"),
        Needle("id", number[::-1], "reversed bytes"),
        Needle("username", identity.username),
        Needle("global name", identity.global_name),
        Needle("nickname", identity.nickname),
        Needle("avatar hash", picture),
        Needle("avatar hash", bytes.fromhex(picture), "bytes"),
    )


def search(data: bytes | str, wanted: Iterable[Needle]) -> list[Hit]:
    """What of the wanted stands in the data; each name once, as plainly as it stands there."""
    missing, hits = list(wanted), list[Hit]()
    for way, reading in readings(data.encode() if isinstance(data, str) else data):
        for needle in _in(reading, missing):
            if needle in missing:  # not found already, a moment ago, in another form
                hits.append(Hit(needle.name, (*way, needle.note) if needle.note else way))
                missing = [other for other in missing if other.name != needle.name]
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
