"""Which lines of a text leave ink, as Discord shows them, and how much emptiness stays.

Empty lines could push what stands above somebody's words out of sight. A line of nothing but
markup, blanks or characters without ink counts as empty as well: Discord shows none of it.
"""

import re
from itertools import groupby

from bot.domain.characters import is_visible

EMPTY_LINES = 2
"""How many may follow each other."""

EMPTY_STRETCH = 32
"""Characters without ink in a row within a line: less than the width of a phone."""

_BLOCK = re.compile(r"\s*(?:[>#+*-]+|[0-9]+[.)])(?=\s|$)")
"""What makes a quote, a heading, small print or a list, where something follows."""
_MARKS = "*_~|`\\\\"
_MARKUP = re.compile(rf"\\[^\w\s]|[{_MARKS}]")
_LETTER = re.compile(r"[^\W\d_]")
"""Neither markup nor ever part of it."""
_WIDE = re.compile(rf"[\W_]{{{EMPTY_STRETCH + 1}}}")
"""Where there is none, no stretch without ink is wide."""


def has_ink(text: str) -> bool:
    """Whether anything is to be seen of it. A single run of signs shows as it is: `*_*`, `...`."""
    return any(map(_line_has_ink, text.split("\n"))) or _is_one_sign(text.strip())


def without_emptiness(text: str) -> str:
    """The same words with at most `EMPTY_LINES` lines in a row that leave no ink, and without
    wide stretches of nothing within a line."""
    lines = [_narrowed(line) for line in text.split("\n")]
    kept: list[str] = []
    for inked, grouped in groupby(lines, _line_has_ink):
        run = list(grouped)
        kept += run if inked else _shortened(run)
    return "\n".join(kept).strip()


def _line_has_ink(line: str) -> bool:
    letter = _LETTER.search(line)
    if letter is not None and is_visible(letter[0]):
        return True
    while block := _BLOCK.match(line):
        line = line[block.end() :]
    return any(map(is_visible, _MARKUP.sub(_ink_of, line)))


def _ink_of(found: re.Match[str]) -> str:
    """An escaped sign is seen; a mark alone is not."""
    return found[0][1:]


def _is_one_sign(text: str) -> bool:
    return bool(text) and "\\" not in text and all(map(is_visible, text))


def _shortened(run: list[str]) -> list[str]:
    """Of lines without ink, rather those that may begin or end a code block or a spoiler."""
    bare = [line if _MARKUP.search(line) else "" for line in run]
    by_use = sorted(range(len(bare)), key=lambda at: not bare[at])
    return [bare[at] for at in sorted(by_use[:EMPTY_LINES])]


def _narrowed(line: str) -> str:
    """Stretches without ink shortened, markup within them not minded."""
    if not _WIDE.search(line):
        return line
    kept: list[str] = []
    for inkless, run in groupby(line, lambda char: not is_visible(char) or char in _MARKS):
        stretch = "".join(run)
        wide = inkless and len(stretch) > EMPTY_STRETCH and not all(map(is_visible, stretch))
        kept.append(stretch[:EMPTY_STRETCH] if wide else stretch)
    return "".join(kept)
