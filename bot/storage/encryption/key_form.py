"""What the key's file holds, and its form.

One line with the key, as it always was. Once it was rotated, lines come after it: the keys of the
look-ups, which stay as they are, as a tag in the database cannot be computed anew from an id that
is nowhere; the links, each of which turns the tags of before into those of now; and, while what was
sealed under the key of before is being sealed anew, that key.
"""

import base64
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType

KEY_BYTES = 32
LONGEST = 1 << 16
"""Bytes: hundreds of rotations."""

_BEFORE, _LOOK_UP, _LINK = "before", "look-up", "link"


@dataclass(frozen=True, slots=True)
class KeyParts:
    """All secrets of the key's file."""

    master: bytes
    before: bytes | None = None
    """The key of before, until nothing is sealed under it any more."""
    look_ups: Mapping[str, bytes] = field(default_factory=lambda: MappingProxyType({}))
    """The keys of the look-ups by their purpose; none where they follow from the master."""
    links: Sequence[bytes] = ()

    def __repr__(self) -> str:
        return "<KeyParts>"


def dump(parts: KeyParts) -> bytes:
    """The content of the file."""
    lines = [_text(parts.master)]
    if parts.before is not None:
        lines.append(f"{_BEFORE} {_text(parts.before)}")
    lines += [f"{_LOOK_UP} {purpose} {_text(key)}" for purpose, key in parts.look_ups.items()]
    lines += [f"{_LINK} {_text(link)}" for link in parts.links]
    return "\n".join((*lines, "")).encode()


def load(content: str) -> KeyParts:
    """What `dump` gave. Raises ValueError for anything else."""
    first, *others = content.strip().splitlines() or [""]
    before, look_ups, links = [], {}, []
    for line in others:
        match line.split(" "):
            case ["before", key]:
                before.append(_key(key))
            case ["look-up", purpose, key] if purpose not in look_ups:
                look_ups[purpose] = _key(key)
            case ["link", key]:
                links.append(_key(key))
            case _:
                raise ValueError("an unknown line")
    if len(before) > 1:
        raise ValueError("two keys of before")
    return KeyParts(_key(first), before[0] if before else None, look_ups, tuple(links))


def _text(key: bytes) -> str:
    return base64.b64encode(key).decode()


def _key(text: str) -> bytes:
    key = base64.b64decode(text, validate=True)
    if len(key) != KEY_BYTES:
        raise ValueError("a key of another length")
    return key
