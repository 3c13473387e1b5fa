"""What people type, as it is compared: without accents, capitals, kinds of digits and of spaces."""

import re
import unicodedata

_LETTERS = {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "\u0131": "i"}
"""Letters that Unicode knows as their own, and that people type without their stroke."""

_DASHES = dict.fromkeys("‐‑‒–—―−～〜", "-")  # noqa: RUF001 - what phones and word processors type
_ALIKE = str.maketrans(_LETTERS | _DASHES)


def fold(typed: str) -> str:
    """For names: letters and digits only, words apart by one space."""
    return " ".join(re.sub(r"[\W_]", " ", plain(typed)).split())


def plain(typed: str) -> str:
    """For times and lengths, too: signs stay. Digits of every script are 0 to 9."""
    parts = unicodedata.normalize("NFKD", typed.translate(_DIGITS)).casefold()
    bare = "".join(one for one in parts if not unicodedata.category(one).startswith("M"))
    return " ".join(unicodedata.normalize("NFC", bare.translate(_ALIKE)).split())


class _Digits(dict[int, int]):
    """For str.translate: each decimal digit of Unicode as an ASCII one; all else stays."""

    def __missing__(self, code: int) -> int:
        value = unicodedata.decimal(chr(code), None)
        return code if value is None else ord("0") + int(value)


_DIGITS = _Digits()
