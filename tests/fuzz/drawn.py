"""What a target is tried with, read from the bytes that the fuzzer chose.

Any bytes are good, and the same bytes give the same: an input that was kept plays again. What is
missing at their end counts as zeros.
"""

from collections.abc import Sequence
from typing import TypeVar

T = TypeVar("T")

TROUBLE = (
    "a1# \n\t\r\x00\x1b\x7f\x85\u00e9\u0301\u0323\u0338\u20dd\u200b\u200c\u200d\u200f\u202e\u2066"
    "\ufeff\u00ad\u034f\u3164\u2800\ufe0e\ufe0f\ufe01\U000e0101\u845b\u0915\u094d\u0941\u0e01\u0e33"
    "\u0645\u064b\u05e9\u05bc\u1100\u1161\u1820\u180b\U0001f469\U0001f3fd\U0001f3f4\U000e0067"
    "\U000e007f\U0001f1ee\u2028\u00a0\u3000\uff20\ud800\uffff*_`|~[]()<>@:/.>\\-+"
)
"""Characters that make trouble beside each other, far more often than chance would bring them."""

PIECES = (
    *("@everyone", "@here", "<@1234>", "<#1234>", "<a:smile:1234>", "</ask:1234>", "<t:1234:R>"),
    *("https://example.org/a_b?c=(d)", "[words](https://example.org)", "discord.gg/abc"),
    *("```py\n", "```", "**", "__", "||", "~~", "> ", ">>> ", "# ", "1. ", "- ", "\n\n"),
    *("I", "want", "to", "die", "not", "my", "friend", "kill", "myself", "ich", "will", "sterben"),
    *("je", "veux", "mourir", "quiero", "morir", "voglio", "死にたい", "k1ll", "s u i c i d e"),
    *("my name is", "Anna", "I am", "17", "+49 151 23456789", "anna@example.org", "@anna_99"),
    *("born", "12.3.2001", "school", "in", "Berlin", "snap:", "tonight", "8:05 p.m.", "20h05"),
)
"""What the rules of the bot look for, and what Discord makes something of."""


class Drawn:
    """Reads some bytes from their beginning to their end."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._at = 0

    @property
    def left(self) -> int:
        """How many bytes are not read yet."""
        return max(0, len(self._data) - self._at)

    def number(self, most: int) -> int:
        """0 to `most`, which is at most 65,535."""
        return int.from_bytes(self.bytes(1 if most < 256 else 2), "big") % (most + 1)

    def yes(self) -> bool:
        """One of two."""
        return self.number(1) == 1

    def one_of(self, these: Sequence[T]) -> T:
        """One of these."""
        return these[self.number(len(these) - 1)]

    def bytes(self, size: int) -> bytes:
        """So many, with zeros for what is missing."""
        found = self._data[self._at : self._at + size]
        self._at += size
        return found.ljust(size, b"\0")

    def id(self) -> int:
        """A number as Discord's are, of which a few come often."""
        return 1_180_000_000_000_000_000 + self.number(7)

    def text(self, most: int = 600) -> str:
        """Of at most so many bytes: characters that make trouble, pieces of sentences, or UTF-8."""
        kind, size = self.number(2), min(self.number(most), self.left)
        data = self.bytes(size)
        if kind == 0:
            return "".join(TROUBLE[one % len(TROUBLE)] for one in data)
        if kind == 1:
            return " ".join(PIECES[one % len(PIECES)] for one in data)
        return data.decode("utf-8", "replace")
