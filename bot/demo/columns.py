"""Owns the setting of text: how wide it is in a terminal, where it breaks, and columns of it.

It knows nothing of messages or people.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from typing import Final

BAR: Final = " │ "
NARROWEST: Final = 100

_JOINER, _EMOJI_STYLE = "\u200d", "\ufe0f"
_SKIN: Final = range(0x1F3FB, 0x1F400)
_FLAG: Final = range(0x1F1E6, 0x1F200)


@dataclass(frozen=True, slots=True)
class Line:
    """A piece of text that may become several lines, each behind the same margin."""

    text: str
    margin: str = ""


def clusters(text: str) -> Iterator[str]:
    """The text in pieces that a terminal shows as one: letters with their marks, whole emoji."""
    held = ""
    for char in text:
        if held and _belongs(held, char):
            held += char
        else:
            if held:
                yield held
            held = char
    if held:
        yield held


def _belongs(held: str, char: str) -> bool:
    if held[-1] == _JOINER or char in (_JOINER, _EMOJI_STYLE) or ord(char) in _SKIN:
        return True
    if ord(char) in _FLAG:
        return len(held) == 1 and ord(held) in _FLAG
    return unicodedata.category(char) in ("Mn", "Me", "Cf")


def _cluster_width(cluster: str) -> int:
    first = cluster[0]
    if _EMOJI_STYLE in cluster or ord(first) in _FLAG:
        return 2
    if unicodedata.category(first) in ("Mn", "Me", "Cf", "Cc"):
        return 0
    return 2 if unicodedata.east_asian_width(first) in "WF" else 1


def measure(text: str) -> int:
    """How many cells of a terminal the text takes."""
    return len(text) if text.isascii() else sum(map(_cluster_width, clusters(text)))


def pad(text: str, width: int) -> str:
    """The text with spaces up to a width."""
    return text + " " * (width - measure(text))


def wrap(text: str, width: int) -> list[str]:
    """The text in lines that fit, broken at spaces, and inside a word only where it must be."""
    return [line for paragraph in text.split("\n") for line in _paragraph(paragraph, width)]


def _paragraph(text: str, width: int) -> list[str]:
    lines = [""]
    for word in re.findall(r" *[^ ]+", text):
        if measure(lines[-1] + word) <= width:
            lines[-1] += word
            continue
        first, *rest = _pieces(word.lstrip(" "), width)
        lines = [*lines, first] if lines[-1] else [first]
        lines += rest
    return lines


def _pieces(word: str, width: int) -> list[str]:
    if "\xa0" in word and measure(word) > width:  # too wide to be kept together
        return wrap(word.replace("\xa0", " "), width)
    pieces = [""]
    for cluster in clusters(word):
        if pieces[-1] and measure(pieces[-1] + cluster) > width:
            pieces.append("")
        pieces[-1] += cluster
    return pieces


def cell(lines: Sequence[Line], width: int) -> list[str]:
    """Pieces of text set below each other, none wider than the width."""
    return [
        line.margin + piece.replace("\xa0", " ")
        for line in lines
        for piece in wrap(line.text, width - measure(line.margin))
    ]


def widths(total: int, columns: int) -> list[int]:
    """As many columns, as equal as they can be, with bars between them, in a total width."""
    room = total - len(BAR) * (columns - 1) - 1
    return [room // columns + (place < room % columns) for place in range(columns)]


def beside(cells: Sequence[Sequence[Line]], total: int) -> list[str]:
    """Several pieces of text beside each other, with bars between them."""
    wide = widths(total, len(cells))
    set_cells = [cell(lines, width) for lines, width in zip(cells, wide, strict=True)]
    return [
        " " + BAR.join(pad(text, width) for text, width in zip(row, wide, strict=True)).rstrip()
        for row in zip_longest(*set_cells, fillvalue="")
    ]


def rule(total: int, columns: int) -> str:
    """A line across the columns."""
    return "─" + "─┼─".join("─" * width for width in widths(total, columns))
