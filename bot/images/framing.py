"""What goes over the pipe between the bot and the process that draws: lengths and bytes.

There: four bytes of length, the file. Back: one byte that says what became of it, four of length,
the new file, which is empty where none was drawn. Numbers are unsigned, the high byte first.
"""

from collections.abc import Callable
from enum import IntEnum
from struct import Struct

LENGTH, ANSWER = Struct(">I"), Struct(">BI")


class Verdict(IntEnum):
    """What became of an image."""

    JPEG = 1
    PNG = 2
    TOO_LARGE = 3
    UNKNOWN = 4
    DAMAGED = 5
    NO_MEMORY = 6
    """The last answer of a process."""
    FIRST_JPEG = 7
    FIRST_PNG = 8
    """Drawn, and only the first of several pictures: it moved."""


def length_of(data: bytes) -> bytes:
    """What goes before a file on its way there."""
    return LENGTH.pack(len(data))


def answer(verdict: Verdict, data: bytes = b"") -> bytes:
    """What goes back."""
    return ANSWER.pack(verdict, len(data)) + data


def read_request(read: Callable[[int], bytes]) -> bytes | None:
    """The next file; None when nobody is there to send one any more."""
    head = read(LENGTH.size)
    if len(head) < LENGTH.size:
        return None
    (size,) = LENGTH.unpack(head)
    data = read(size)
    return data if len(data) == size else None
