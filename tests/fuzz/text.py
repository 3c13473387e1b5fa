"""What people write: cleaned, escaped, quoted, and cut into messages.

Whatever it is: cleaned text holds nothing hidden and stays as it is when it is cleaned again;
escaped text pings nobody; words come back out of a quote as they went in; pieces are as long as
they may be, in order, and nothing but white space is lost between them; formats lie inside each
other or apart.
"""

import re
import unicodedata
from collections.abc import Iterable

from bot.domain import markup, message_split, shapes
from bot.domain.text import clean, escape, is_blank, neutralise_links
from tests.fuzz.drawn import Drawn

HIDDEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b\u200e\u200f\u202a-\u202e\u2028\u2029\u2060-\u2069\ufeff\u00ad]"
)
"""Controls, bidi characters, and what takes no room; joiners stay where a script needs them."""
MASKED = re.compile(r"\]\(")


class Target:
    """All that changes words on their way."""

    def seeds(self) -> Iterable[bytes]:
        """One of each kind of text."""
        for kind in range(3):
            yield bytes([0, 100, kind, 1, 0]) + bytes(range(256))
        yield bytes([5, 220, 2, 2, 0]) + "Ich **bin** müde.\n\nSehr ||müde||.".encode()

    def check(self, data: bytes) -> None:
        """Raises whatever does not hold."""
        drawn = Drawn(data)
        limit, a_line = 64 + drawn.number(2000), drawn.number(2)
        text = drawn.text()
        cleaned = clean(text)
        _is_clean(cleaned, text)
        _is_harmless(cleaned)
        _loses_nothing(text, limit, a_line)
        _loses_nothing(escape(cleaned), limit, a_line)
        _is_nested(text)


def _is_clean(cleaned: str, text: str) -> None:
    assert unicodedata.is_normalized("NFC", cleaned), "not NFC"
    assert not HIDDEN.search(cleaned), "something hidden is left"
    assert cleaned.encode().decode() == cleaned, "cannot be stored"
    assert cleaned == cleaned.strip(), "white space around"
    assert clean(cleaned) == cleaned, "a second cleaning changes something"
    assert is_blank(text) == (not cleaned), "blank and not empty, or the other way round"


def _is_harmless(cleaned: str) -> None:
    escaped = escape(cleaned)
    assert not re.search("@(?:everyone|here)", escaped, re.IGNORECASE), "pings everybody"
    apart = neutralise_links(cleaned)
    assert not MASKED.search(apart), "a link is masked"
    assert neutralise_links(apart) == apart, "a second time changes something"
    if escaped:
        quoted = shapes.under("Somebody:", escaped)
        assert all(map(shapes.is_quoted, quoted.split("\n")[1:])), "words outside of the quote"
        assert shapes.words_under(quoted) == escaped, "words changed in a quote"


def _loses_nothing(text: str, limit: int, a_line: int) -> None:
    at = 0
    for chunk in message_split.plan(text, limit, a_line):
        assert at <= chunk.start < chunk.end, "pieces are not in order"
        assert not text[at : chunk.start].strip(), "words are lost between two pieces"
        piece = chunk.reopen + text[chunk.start : chunk.end] + chunk.close
        assert piece.strip(), "a piece is empty"
        size = message_split.length(piece) + a_line * (piece.count("\n") + 1)
        assert size <= limit, "a piece is too long"
        at = chunk.end
    assert not text[at:].strip(), "words are lost at the end"


def _is_nested(text: str) -> None:
    ends: list[int] = []
    for span in sorted(markup.Markup(text).spans, key=lambda one: (one.start, -one.after)):
        assert span.start < span.inner <= span.end < span.after <= len(text), "markers overlap"
        while ends and ends[-1] <= span.start:
            ends.pop()
        assert not ends or span.after <= ends[-1], "formats lie across each other"
        ends.append(span.after)


def made() -> Target:
    """Nothing is needed."""
    return Target()
