"""Owns the ways in which bytes can hide other bytes, each undone.

A reading is what the same bytes say when an encoding is taken off. Readings are read again, so
that what was compressed and then written in base64 comes out too. Whether a reading holds
something is not decided here.
"""

import binascii
import re
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Final
from urllib.parse import unquote_to_bytes

DEEPEST: Final = 3
"""How many encodings may lie on top of each other."""

SHORTEST: Final = 6
"""Bytes that something must have to be looked for below an encoding; less is found by chance."""

MOST: Final = 1 << 20
"""Bytes that are taken out of one compressed stream."""

_BASE64_RUN: Final = re.compile(rb"[A-Za-z0-9+/_-]{8,}")
_HEX_RUN: Final = re.compile(rb"[0-9A-Fa-f]{12,}")
_ZLIB_START: Final = re.compile(rb"\x78[\x01\x5e\x9c\xda]|\x1f\x8b\x08")
_ESCAPE: Final = re.compile(r"(?:\\u[0-9a-fA-F]{4})+")
_URLSAFE: Final = bytes.maketrans(b"-_", b"+/")

Way = tuple[str, ...]
"""The encodings that were taken off, the outermost first."""


def readings(data: bytes, deepest: int = DEEPEST) -> Iterator[tuple[Way, bytes]]:
    """The bytes themselves, then everything that can be read out of them."""
    layer: list[tuple[Way, bytes]] = [((), data)]
    for _ in range(deepest):
        yield from layer
        layer = [
            ((*way, name), inner)
            for way, outer in layer
            for name, take_off in _ENCODINGS.items()
            for inner in take_off(outer)
            if len(inner) >= SHORTEST
        ]
    yield from layer


def _url(data: bytes) -> Iterator[bytes]:
    if b"%" in data:
        yield unquote_to_bytes(data)
    if b"+" in data:
        yield unquote_to_bytes(data.replace(b"+", b" "))


def _json_escapes(data: bytes) -> Iterator[bytes]:
    if b"\\u" in data:
        text = data.decode("utf-8", "replace")
        yield _ESCAPE.sub(lambda found: _unescaped(found[0]), text).encode("utf-8", "replace")


def _unescaped(run: str) -> str:
    units = bytes.fromhex(run.replace("\\u", ""))  # two halves of a pair stand side by side
    return units.decode("utf-16-be", "replace")


def _hex(data: bytes) -> Iterator[bytes]:
    runs = _HEX_RUN.findall(data)
    for start in (0, 1):
        yield _together(bytes.fromhex(_even(run[start:]).decode()) for run in runs)


def _even(run: bytes) -> bytes:
    return run[: len(run) // 2 * 2]


def _base64(data: bytes) -> Iterator[bytes]:
    # a run may begin anywhere in its neighbours, so each of the four places in a group is tried
    runs = [run.translate(_URLSAFE) for run in _BASE64_RUN.findall(data)]
    for start in range(4):
        yield _together(_decoded(run[start:]) for run in runs)


def _decoded(run: bytes) -> bytes:
    if len(run) % 4 == 1:
        run = run[:-1]
    return binascii.a2b_base64(run + b"=" * (-len(run) % 4))


def _zlib(data: bytes) -> Iterator[bytes]:
    yield _together(_inflated(data[found.start() :]) for found in _ZLIB_START.finditer(data))


def _inflated(data: bytes) -> bytes:
    try:
        return zlib.decompressobj(wbits=47).decompress(data, MOST)  # 47: zlib or gzip
    except zlib.error:
        return b""


def _together(parts: Iterable[bytes]) -> bytes:
    return b"\n".join(part for part in parts if part)


_ENCODINGS: Final[Mapping[str, Callable[[bytes], Iterator[bytes]]]] = {
    "URL encoding": _url,
    "JSON escapes": _json_escapes,
    "base64": _base64,
    "hex": _hex,
    "zlib": _zlib,
}
