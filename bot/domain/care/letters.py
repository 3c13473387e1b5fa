"""Letters as they are compared: no accents, no capitals, no look-alikes, nothing invisible.

Owns what can be said of characters alone; what needs to know words is in `disguises`.
"""

import re
import unicodedata
from typing import Final

_BARE: Final = {"ł": "l", "đ": "d", "\u0131": "i", "ø": "o", "æ": "ae", "œ": "oe"}
_ARABIC: Final = {
    "\u0649": "\u064a",  # alef maksura
    "\u0629": "\u0647",  # teh marbuta
    "\u06cc": "\u064a",  # yeh and kaf as Persian keyboards have them
    "\u06a9": "\u0643",
    "\u0640": "",  # tatweel
    "\u0671": "\u0627",  # alef wasla
}
_DEVANAGARI: Final = {"ँ": "ं", "\u093c": ""}
_APOSTROPHES: Final = dict.fromkeys("’‘ʼ`´′", "'")  # noqa: RUF001 - what phones type
_MAPPED: Final = _BARE | _ARABIC | _DEVANAGARI | _APOSTROPHES
_VOICED: Final = "\u3099\u309a"

_CYRILLIC: Final = "авекмнорстухіѕјԁһ"
_LATIN: Final = "abekmhopctyxisjdh"
_GREEK: Final = "αβεικνορτυχωηγ"
_GREEK_LATIN: Final = "abeikvoptuxwny"
_TO_LATIN: Final = str.maketrans(_CYRILLIC + _GREEK, _LATIN + _GREEK_LATIN)
_TO_CYRILLIC: Final = str.maketrans("abekmhopctyx", "авекмнорстух")
_MIXED: Final = re.compile("[a-z]+[α-ωа-џѐ-ԯ][a-zα-ωа-ԯ]*|[α-ωа-ԯ]+[a-z][a-zα-ωа-ԯ]*")  # noqa: RUF001


class _Seen(dict[int, int | str | None]):
    """For str.translate: what cannot be seen goes, also marks on letters; vowel signs stay."""

    def __missing__(self, code: int) -> int | str | None:
        char = chr(code)
        self[code] = value = _MAPPED.get(char, None if _goes(char) else code)
        return value


def _goes(char: str) -> bool:
    kind = unicodedata.category(char)
    if kind in {"Cc", "Cf", "Cs"}:
        return char not in "\n\t\r"
    if kind not in {"Mn", "Me"} or char in _VOICED:
        return False
    return not _is_indic(char)


def _is_indic(char: str) -> bool:
    return "\u0900" <= char <= "\u0dff" or "\u0e00" <= char <= "\u109f" or "ក" <= char <= "\u17ff"


_SEEN: Final = _Seen()


def fold(text: str) -> str:
    """Each letter in its plainest form. Linear: marks go before Unicode would sort them."""
    if text.isascii():
        lower = text.lower()
        return lower if lower.isalnum() else lower.translate(_SEEN)
    decomposed = unicodedata.normalize("NFKD", text.translate(_SEEN)).casefold()
    plain = unicodedata.normalize("NFC", decomposed.translate(_SEEN))
    return _MIXED.sub(_one_script, plain)


def _one_script(found: re.Match[str]) -> str:
    """A word of two scripts is of the one that most of its letters have."""
    word = found[0]
    latin = sum(one.isascii() for one in word)
    return word.translate(_TO_LATIN if 2 * latin >= len(word) else _TO_CYRILLIC)
