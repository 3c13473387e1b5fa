"""Cutting a long text into messages that each stand on their own.

Owns where to cut. What is open there comes from ``markup``. Quotes, lists and headings are of one
line and are not repeated. It changes no word; ``text`` cleans and escapes.
"""

import re
from bisect import bisect_right
from dataclasses import dataclass
from enum import IntEnum
from itertools import accumulate

from bot.domain.characters import breaks
from bot.domain.markup import Markup, MarkupSpan

SMALLEST_LIMIT = 64
"""Room for every marker that can be open at once, twice, and a character between."""

_LAST_OF_UTF16_UNIT = 0xFFFF
_SPACE = re.compile(r"\s+")
_SENTENCE_END = re.compile(r"[.!?\u2026\u061f\u06d4\u0964\u0965][\"'\u2019\u201d\u00bb)\]*_~|]*\Z")
_CJK_SENTENCE_ENDS = "\u3002\uff01\uff1f"
_NEAR = 12


class _Rank(IntEnum):
    """How good a place is for a cut, best first."""

    PARAGRAPH = 0
    LINE = 1
    SENTENCE = 2
    WORD = 3
    CHARACTER = 4


@dataclass(frozen=True, slots=True)
class Chunk:
    """One message: what was open before it, a stretch of the text, and what is closed after it."""

    reopen: str
    start: int
    end: int
    close: str


def length(text: str) -> int:
    """How long Discord may find a text: its UTF-16 units, never fewer than its code points.

    The servers count code points (https://github.com/discord/discord-api-docs/issues/1315), the
    clients' counters and forms run on UTF-16. The larger of the two fits everywhere.
    """
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


def split(text: str, limit: int, a_line: int = 0) -> list[str]:
    """The text in pieces of at most `limit`, as `length` counts, in order; none for a blank text.

    Cuts between paragraphs if that leaves a piece at least half full, else between lines, else
    sentences, else words, else characters as a reader sees them. White space at a cut goes, as
    Discord would drop it (in a code block only the newline). Code blocks and formats that are
    open at a cut are closed there and opened again in the next piece; nothing else is added.
    `a_line` is what each line of a piece costs beside its characters. Raises ValueError for a limit
    under 64.
    """
    if limit < SMALLEST_LIMIT:
        raise ValueError(f"pieces need a limit of at least {SMALLEST_LIMIT}")
    return [
        piece.reopen + text[piece.start : piece.end] + piece.close
        for piece in plan(text, limit, a_line)
    ]


def plan(text: str, limit: int, a_line: int = 0) -> list[Chunk]:
    """Where `split` cuts, and what it adds there."""
    whole = _uncut(text, limit, a_line)
    if whole is not None:
        return [whole]
    cutter = _Cutter(text, a_line)
    pieces: list[Chunk] = []
    start, end, reopen = cutter.skip_space(0), len(text.rstrip()), ""
    while start < end:
        room = limit - a_line - cutter.costs(reopen)
        cut = end if cutter.size(start, end) <= room else cutter.best(start, room)
        close = cutter.close(cut) if cut < end else ""
        piece = Chunk(reopen, start, cutter.trim(start, cut), close)
        if piece.end > piece.start:
            pieces.append(piece)
        reopen = "".join(span.reopen for span in cutter.open_at(cut))
        start = cutter.resume(cut)
    return pieces


def _uncut(text: str, limit: int, a_line: int) -> Chunk | None:
    """Most texts fit as they are: these are not looked at for places to cut."""
    size = length(text) + a_line * (text.count("\n") + 1)
    if size > limit or not text or text != text.strip():
        return None
    return Chunk("", 0, len(text), "")


class _Cutter:
    """Knows of every place in one text whether and how well it may be cut there."""

    def __init__(self, text: str, a_line: int) -> None:
        self._text = text
        self._a_line = a_line
        self._sizes = [0, *accumulate(_units(char) + a_line * (char == "\n") for char in text)]
        self._open: list[tuple[MarkupSpan, ...]] = [()] * (len(text) + 1)
        self._allowed = bytearray(len(text) + 1)
        for at in breaks(text):
            self._allowed[at] = True
        markup = Markup(text)
        for span in sorted(markup.spans, key=lambda span: span.start):
            self._note(span)
        for start, end in markup.whole:
            self._forbid(start + 1, end)

    def _note(self, span: MarkupSpan) -> None:
        for at in range(span.inner + 1, span.end):
            self._open[at] += (span,)
        # Neither inside a marker nor so that nothing would be left between two.
        self._forbid(span.start + 1, span.inner + 1)
        self._forbid(span.end, span.after)

    def _forbid(self, start: int, end: int) -> None:
        self._allowed[start:end] = bytes(len(self._allowed[start:end]))

    def size(self, start: int, end: int) -> int:
        """The length of a stretch, as Discord may count."""
        return self._sizes[end] - self._sizes[start]

    def costs(self, added: str) -> int:
        """The length of what is added at a cut."""
        return length(added) + self._a_line * added.count("\n")

    def open_at(self, at: int) -> tuple[MarkupSpan, ...]:
        """The formats around this place, outermost first."""
        return self._open[at]

    def close(self, at: int) -> str:
        """What ends the formats around this place."""
        return "".join(span.close for span in reversed(self._open[at]))

    def skip_space(self, at: int) -> int:
        """The next place that is not white space."""
        space = _SPACE.match(self._text, at)
        return space.end() if space else at

    def trim(self, start: int, cut: int) -> int:
        """Where the piece before a cut ends."""
        if self._in_block(cut):
            return cut if self._text[start:cut].strip() else start
        return start + len(self._text[start:cut].rstrip())

    def resume(self, cut: int) -> int:
        """Where the piece after a cut begins."""
        if self._in_block(cut):
            return cut + (self._text[cut] == "\n")
        return self.skip_space(cut)

    def best(self, start: int, room: int) -> int:
        """The best cut after `start` so that piece and closing markers fit into the room."""
        far = bisect_right(self._sizes, self._sizes[start] + room) - 1
        half = start + (far - start) // 2
        found: dict[_Rank, int] = {}
        for at in range(far, start, -1):
            if at < half and min(found, default=_Rank.CHARACTER) < _Rank.CHARACTER:
                break
            if self._allowed[at] and self._fits(start, at, room):
                found.setdefault(self._rank(at), at)
        return found[min(found)] if found else self._any(start, far, room)

    def _any(self, start: int, far: int, room: int) -> int:
        """For a single character longer than a message: cut it between code points."""
        fitting = (at for at in range(far, start, -1) if self._fits(start, at, room))
        return next(fitting, far)

    def _fits(self, start: int, at: int, room: int) -> bool:
        return self.size(start, at) + self.costs(self.close(at)) <= room

    def _rank(self, at: int) -> _Rank:
        space = _SPACE.match(self._text, at)
        before = self._text[max(0, at - _NEAR) : at]
        if before[-1] in _CJK_SENTENCE_ENDS:
            return _Rank.SENTENCE
        if space is None or before[-1].isspace():
            return _Rank.CHARACTER
        if self._in_block(at):
            return _Rank.LINE if space[0].startswith("\n") else _Rank.WORD
        newlines = space[0].count("\n")
        if newlines:
            return _Rank.LINE if newlines == 1 else _Rank.PARAGRAPH
        return _Rank.SENTENCE if _SENTENCE_END.search(before) else _Rank.WORD

    def _in_block(self, at: int) -> bool:
        return any(span.is_block for span in self._open[at])


def _units(char: str) -> int:
    return 2 if ord(char) > _LAST_OF_UTF16_UNIT else 1
