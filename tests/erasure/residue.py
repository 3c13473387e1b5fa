"""Searches every byte of some files for what should be in none of them."""

import base64
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

_KNOWN_BY = 8
"""Bytes by which a needle is noticed. No shorter one can be searched for."""
_STRETCHES = re.compile(rb"[^\0].*?(?=\0{24}|\Z)", re.DOTALL)


def of_text(text: str) -> Iterator[bytes]:
    """A text as it could stand in a file."""
    raw = text.encode()
    for form in (raw, text.encode("utf-16-le"), text.encode("utf-16-be")):
        yield form
        yield from in_base64(form)
        yield form.hex().encode()
        yield form.hex().upper().encode()


def of_number(number: int) -> Iterator[bytes]:
    """A snowflake as it could stand in a file: as digits, in binary, in hex, in base64."""
    wide = number.to_bytes(8, "big")
    yield from of_text(str(number))
    yield from (f"{number:x}".encode(), f"{number:X}".encode())
    for form in (wide, wide[::-1]):
        yield form
        yield from in_base64(form)


def in_base64(raw: bytes) -> Iterator[bytes]:
    """What of it is the same whatever stands before and after it, at each of three offsets."""
    for offset in range(3):
        for encode in (base64.b64encode, base64.urlsafe_b64encode):
            whole = encode(bytes(offset) + raw)
            first = (offset * 8 + 5) // 6
            yield whole[first : len(whole) - 4]


def of_sealed(value: bytes, head: int) -> Iterator[bytes]:
    """Pieces of a sealed value, what says whose it is left out, so that any 15 of its bytes are
    found."""
    for at in range(head, len(value) - _KNOWN_BY + 1, _KNOWN_BY):
        yield value[at : at + _KNOWN_BY]
    yield value[-_KNOWN_BY:]


def of_tag(tag: bytes) -> Iterator[bytes]:
    """A keyed tag as it stands in columns, and in the names of lanes."""
    yield tag
    yield tag.hex().encode()


class Search:
    """Needles, looked for together."""

    def __init__(self, needles: Iterable[bytes]) -> None:
        self._needles: defaultdict[bytes, set[bytes]] = defaultdict(set)
        for needle in needles:
            if len(needle) >= _KNOWN_BY:
                self._needles[needle[:_KNOWN_BY]].add(needle)

    def in_bytes(self, content: bytes) -> list[bytes]:
        """Those that stand in it, at any place."""
        found, needles = [], self._needles
        for stretch in _STRETCHES.finditer(content):
            # a needle may begin or end with some of the zeros around the stretch
            first = max(stretch.start() - _KNOWN_BY, 0)
            end = min(stretch.end() + _KNOWN_BY, len(content))
            for at in range(first, end - _KNOWN_BY + 1):
                begin = content[at : at + _KNOWN_BY]
                if begin in needles:
                    found += [one for one in needles[begin] if content.startswith(one, at)]
        return found

    def in_folder(self, folder: Path) -> list[tuple[str, bytes]]:
        """In which files of a folder, and of those in it, which of them stand."""
        files = sorted(file for file in folder.rglob("*") if file.is_file())
        return [(file.name, one) for file in files for one in self.in_bytes(file.read_bytes())]
