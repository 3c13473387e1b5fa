"""How people read, say and type a private number: `7K3F 9QWM`, the first of its 26 characters.

Characters are those of Crockford's base 32: digits and capitals without I, L, O and U, which
look like others; whoever types them means 1, 1, 0 and V. Eight stand for 40 bits: among the two
numbers each of 10,000 people, some two begin alike in one of five thousand servers. What is typed
is only ever a beginning: where it fits two, whoever typed it adds characters, and nothing picks.
"""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from bot.domain.ids import PrivateNumber

SHOWN = 8
"""How many characters are shown, and must be typed at least."""
WHOLE = 26
"""All characters of 128 bits."""

_GROUP = 4
_CHARACTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_BITS = 5
_BETWEEN = " -\N{EN DASH}\N{EM DASH}._,:/"
_MEANS = str.maketrans("ILOU", "110V", _BETWEEN)


class NotANumber(ValueError):
    """What was typed cannot be the beginning of a private number."""


class NumberTooShort(NotANumber):
    """It has fewer characters than are shown of a number: more must be typed."""


@dataclass(frozen=True, slots=True)
class NumberBegins:
    """The beginning of a private number that somebody typed: at least `SHOWN` characters."""

    bits: int
    value: int
    """Of the first bits of the number, with the two zeros below its last."""

    def fits(self, number: PrivateNumber) -> bool:
        """Whether a number begins so."""
        return _value(number) >> WHOLE * _BITS - self.bits == self.value

    def among(self, numbers: Iterable[PrivateNumber]) -> list[PrivateNumber]:
        """Those that begin so: none, the one, or several, of which none may be picked."""
        return [number for number in numbers if self.fits(number)]


def written(number: PrivateNumber, length: int = SHOWN) -> str:
    """The first characters of a number, in groups of four."""
    shown = _characters(number)[:length]
    return " ".join(shown[at : at + _GROUP] for at in range(0, len(shown), _GROUP))


def read(typed: str) -> NumberBegins:
    """What somebody typed or was told: capitals or not, with or without spaces and dashes. Raises
    NotANumber, NumberTooShort."""
    folded = unicodedata.normalize("NFKC", "".join(typed.split())).upper().translate(_MEANS)
    if not folded or len(folded) > WHOLE or not set(folded) <= set(_CHARACTERS):
        raise NotANumber
    if len(folded) < SHOWN:
        raise NumberTooShort
    value = 0
    for character in folded:
        value = value << _BITS | _CHARACTERS.index(character)
    return NumberBegins(len(folded) * _BITS, value)


def _characters(number: PrivateNumber) -> str:
    value = _value(number)
    places = range((WHOLE - 1) * _BITS, -1, -_BITS)
    return "".join(_CHARACTERS[value >> place & (1 << _BITS) - 1] for place in places)


def _value(number: PrivateNumber) -> int:
    """As many bits as all characters have: below the last of the number's there are two zeros."""
    return int.from_bytes(number, "big") << WHOLE * _BITS - len(number) * 8
