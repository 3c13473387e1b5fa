"""What makes somebody recognisable, in each form that it can have, and where a form stands.

Encodings are taken off what is looked through, by `bot.demo.readings`: base64 at each offset, hex,
URL encoding, JSON escapes, zlib, and one inside another. A number also has forms of its own.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from bot.demo.identity import folded
from bot.demo.readings import SHORTEST, readings
from tests.leaks.captured import Someone


@dataclass(frozen=True)
class Canary:
    """One thing of somebody's that must not be found."""

    whose: str
    what: str
    form: bytes
    folded: bool = True
    """Whether it is a text, found in any case; bytes are found as they are."""

    def __str__(self) -> str:
        return f"the {self.what} of {self.whose}"


def of(someone: Someone) -> tuple[Canary, ...]:
    """All that would tell who somebody is. What they wrote themselves in their words is no secret
    of theirs any more; what is too short would be found by chance."""
    told = "\n".join(someone.typed).casefold()
    whose = someone.username
    found = [
        *_number(whose, "id", someone.id),
        *(() if someone.dm is None else _number(whose, "direct messages' id", someone.dm)),
        *(_text(whose, "name or picture", name) for name in someone.names),
        *(_bytes(whose, "picture", name) for name in someone.names if _is_hash(name)),
        *(_text(whose, "message or press", one) for one in someone.given),
        *(_text(whose, "file", one.decode()) for one in someone.files),
    ]
    return tuple(
        one
        for one in dict.fromkeys(found)
        if len(one.form) >= SHORTEST and not (one.folded and one.form.decode() in told)
    )


def words_of(someone: Someone) -> tuple[Canary, ...]:
    """What somebody wrote, wherever it is more than a word."""
    return tuple(
        _text(someone.username, "words", line)
        for line in dict.fromkeys("\n".join(someone.typed).splitlines())
        if len(line) >= 2 * SHORTEST and " " in line.strip()
    )


def secret(what: str, text: str) -> Canary:
    """Something that belongs to nobody but the operator."""
    return _text("the operator", what, text)


def within(data: Iterable[bytes], wanted: Iterable[Canary]) -> list[Canary]:
    """Which of them stand in any of these bytes, however they are written there."""
    read = [_read(one) for one in data]
    bytes_, text = (b"\n".join(parts) for parts in (zip(*read, strict=True) if read else ((), ())))
    return [one for one in wanted if one.form in (text if one.folded else bytes_)]


def as_row_number(number: int) -> bytes:
    """How SQLite writes a large integer primary key (https://sqlite.org/fileformat2.html)."""
    groups = [number >> shift & 0x7F for shift in range(8, 64, 7)]
    return bytes(group | 0x80 for group in reversed(groups)) + bytes([number & 0xFF])


@lru_cache(maxsize=20_000)
def _read(data: bytes) -> tuple[bytes, bytes]:
    """All that can be read out of some bytes, as bytes and as text of one case. Most of what
    journeys begin with is the same each time."""
    found = [reading for _, reading in readings(data)]
    text = b"\n".join(folded(reading.decode("utf-8", "replace")) for reading in found)
    return b"\n".join(found), text


def _number(whose: str, what: str, number: int) -> Iterator[Canary]:
    wide = number.to_bytes(8, "big")
    yield _text(whose, what, str(number))
    yield _text(whose, what, f"{number:x}")
    for form in (wide.lstrip(b"\0"), wide[::-1].rstrip(b"\0"), as_row_number(number)):
        yield Canary(whose, what, form, folded=False)


def _text(whose: str, what: str, text: str) -> Canary:
    return Canary(whose, what, folded(text))


def _bytes(whose: str, what: str, digits: str) -> Canary:
    return Canary(whose, what, bytes.fromhex(digits), folded=False)


def _is_hash(name: str) -> bool:
    return len(name) == 32 and set(name) <= set("0123456789abcdef")
