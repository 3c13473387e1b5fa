"""What people type, as it is compared: without accents, capitals, kinds of digits and of spaces."""

import re
import unicodedata

_LETTERS = {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "\u0131": "i"}
"""Letters that Unicode knows as their own, and that people type without their stroke."""

_DASHES = dict.fromkeys("‐‑‒–—―−～〜", "-")  # noqa: RUF001 - what phones and word processors type
_ALIKE = str.maketrans(_LETTERS | _DASHES)
_DIGIT = re.compile(r"[^\D0-9]")
"""A digit of another script."""


def fold(typed: str) -> str:
    """For names: letters and digits only, words apart by one space."""
    return " ".join(re.sub(r"[\W_]", " ", plain(typed)).split())


def plain(typed: str) -> str:
    """For times and lengths, too: signs stay. Digits of every script are 0 to 9."""
    if typed.isascii():  # most of what is compared, and then there is nothing else to be done
        return " ".join(typed.lower().split())
    digits = _DIGIT.sub(lambda one: str(unicodedata.decimal(one[0])), typed)
    parts = unicodedata.normalize("NFKD", digits).casefold()
    bare = "".join(one for one in parts if one.isascii() or not _is_mark(one))
    return " ".join(unicodedata.normalize("NFC", bare.translate(_ALIKE)).split())


def _is_mark(letter: str) -> bool:
    return unicodedata.category(letter).startswith("M")
