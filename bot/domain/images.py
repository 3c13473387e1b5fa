"""Images that two people show each other: what one may be, and why one could not pass."""

from dataclasses import dataclass
from enum import StrEnum

MOST_IN_A_MESSAGE = 4
"""What comes with one message beyond these is not passed on."""

MOST_BYTES = 16 * 1024 * 1024
"""Of a file, as it was sent: twice what a phone's largest photographs usually take."""


class ImageFault(StrEnum):
    """Why an image could not pass, told to both sides."""

    TOO_LARGE = "too_large"
    """More bytes, or more pixels, than is taken in."""
    UNKNOWN = "unknown"
    """None of the formats that are read, whatever its name says; or no image at all."""
    HEIC = "heic"
    """What some phones save by themselves, and few programs read."""
    DAMAGED = "damaged"
    """It ends in the middle, or cannot be drawn for another reason."""
    OUT_OF_REACH = "out_of_reach"
    """Discord did not give the file, or not in time."""
    REFUSED = "refused"
    """Discord did not take it for this person."""
    TAKEN_BACK = "taken_back"
    """It is not there any more; told only to those who press to see it."""
    OTHER_FILE = "other_file"
    """It was no image by its own account; told to whoever sent it alone."""
    TOO_MANY = "too_many"
    """It was one more than a message may bring."""


class UncleanImage(Exception):
    """An image that does not pass."""

    def __init__(self, fault: ImageFault) -> None:
        super().__init__(fault.value)
        self.fault = fault


@dataclass(frozen=True, slots=True)
class CleanImage:
    """An image drawn anew. `name` is one of two that are the same for everybody."""

    name: str
    data: bytes
    first_only: bool = False
    """It moved, and this is the first of its pictures: both sides are told."""


FIRST_ONLY = "first"
"""What the notice of such an image has for a text."""


@dataclass(frozen=True, slots=True)
class ShownImage:
    """An image as somebody else sees it. `hidden`: until they press."""

    image: CleanImage
    hidden: bool


@dataclass(frozen=True, slots=True)
class SentImage:
    """An image as somebody sent it: nothing of it is shown or kept. `hidden`: they covered it."""

    data: bytes
    hidden: bool


_OTHERS = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"GIF87a", b"GIF89a")
_HEIC = frozenset({b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"})


def looked_at(data: bytes) -> None:
    """Look at the first bytes of a file, as nothing else says truly what it is. Raises
    UncleanImage for what nobody should try to draw."""
    if len(data) > MOST_BYTES:
        raise UncleanImage(ImageFault.TOO_LARGE)
    if data[4:8] == b"ftyp" and data[8:12] in _HEIC:
        raise UncleanImage(ImageFault.HEIC)
    webp = data[:4] == b"RIFF" and data[8:12] == b"WEBP"
    if not webp and not data.startswith(_OTHERS):
        raise UncleanImage(ImageFault.UNKNOWN)
