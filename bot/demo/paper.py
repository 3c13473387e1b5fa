"""Owns the writing: lines of a width, bold and coloured only where a person watches."""

import os
import shutil
from collections.abc import Sequence
from typing import Final, TextIO

from bot.demo.columns import NARROWEST, Line, beside, cell, measure, rule
from bot.demo.ledger import Check

_USUAL: Final = (120, 40)
_PLAIN: Final = str.maketrans("━─│┼┃✓✗▸·“”\u2019", '=-|+|+x>-""\'')
_BOLD, _GREEN, _RED = "1", "32", "1;31"


def _writable(text: str, encoding: str) -> str:
    try:
        text.encode(encoding)
    except UnicodeEncodeError:
        return text.translate(_PLAIN).encode(encoding, "replace").decode(encoding)
    return text


class Paper:
    """Where the transcript is written."""

    def __init__(self, out: TextIO, width: int | None = None) -> None:
        self._out = out
        self.width = max(width or shutil.get_terminal_size(_USUAL).columns, NARROWEST)
        self._coloured = out.isatty() and "NO_COLOR" not in os.environ

    def line(self, text: str = "", colour: str = "") -> None:
        """One line; what an old terminal cannot show is written as well as it can be."""
        shown = _writable(text.rstrip(), self._out.encoding or "utf-8")
        if colour and self._coloured:
            shown = f"\x1b[{colour}m{shown}\x1b[0m"
        self._out.write(f"{shown}\n")

    def text(self, text: str, margin: str = " ") -> None:
        """Running text, in as many lines as it needs."""
        for line in cell([Line(text, margin)], self.width):
            self.line(line)

    def headline(self, text: str, aside: str = "") -> None:
        """The beginning of a step."""
        self.line()
        self.line("━" * self.width)
        room = self.width - measure(aside) - 2
        first, *rest = cell([Line(text, " ")], room)
        self.line(f"{first}{' ' * (room - measure(first))} {aside}", _BOLD)
        for line in rest:
            self.line(line, _BOLD)

    def columns(self, cells: Sequence[Sequence[Line]]) -> None:
        """Texts beside each other."""
        for line in beside(cells, self.width):
            self.line(line)

    def rule(self, columns: int) -> None:
        """A line across the columns."""
        self.line(rule(self.width, columns))

    def check(self, check: Check) -> None:
        """Whether something held, and why not."""
        colour = _GREEN if check.held else _RED
        first, *rest = cell([Line(check.words, "   ")], self.width)
        self.line(f" {'✓' if check.held else '✗'} {first.lstrip()}", colour)
        why = cell([Line(check.reason, "     ")], self.width) if check.reason else []
        for line in (*rest, *why):
            self.line(line, colour)
