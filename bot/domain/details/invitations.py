"""Invitations to Discord servers, through usual disguises, and where they stand.

What it costs grows with the length of a text and no faster: patterns see only short windows that
begin at a host's name, in a text in which no two spaces follow each other.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from bot.domain import characters

WINDOW: Final = 160
"""Characters in which an invitation is looked for, from its host's first letter on."""

# Letters, dots and slashes that look like the ones of an address; flag halves spell words.
_LOOK_ALIKES: Final = str.maketrans(
    "\u0441\u043e\u0456\u0455\u0501\u050d\u0261\u0131\u0435\u2044\u2215\u29f8\u3002\u00b7\u2022"
    "\u2027\u2219\u22c5",
    "coisdggie///......",
) | {0x1F1E6 + number: chr(ord("a") + number) for number in range(26)}
_FORMATTING: Final = frozenset("*~|`")
_ENCODED: Final = re.compile(r"%[0-9a-fA-F]{2}|\\")
_ESCAPED: Final = re.compile(r"%[0-9a-fA-F]{2}")

_DOT: Final = r" ?(?:\.|[\[({] ?(?:\.|dot) ?[\])}]|\bdot\b) ?"
_SLASH: Final = r" ?\.?(?::[0-9]{1,5})? ?(?:[/\\]|\bslash\b)[ /\\]{0,40}"
_CODE: Final = r"(?P<code>[a-z0-9-]{2,64})"


def _spaced(word: str) -> str:
    return " ?".join(word)


_HOST: Final = re.compile(rf"{_spaced('discord')}|\b{_spaced('dsc')}|\binvite\.gg")
_INVITES: Final = (
    ("discord.gg", re.compile(_spaced("discord") + _DOT + _spaced("gg") + _SLASH + _CODE)),
    ("dsc.gg", re.compile(_spaced("dsc") + _DOT + _spaced("gg") + _SLASH + _CODE)),
    ("invite.gg", re.compile(r"invite\.gg/{1,40}" + _CODE)),
    ("discord.me", re.compile(r"discord\.(?:me|io|li)/{1,40}" + _CODE)),
    (
        "discord.com/invite",
        re.compile(
            f"{_spaced('discord')}(?: ?{_spaced('app')})?{_DOT}{_spaced('com')}{_SLASH}"
            f"{_spaced('invite')}{_SLASH}{_CODE}"
        ),
    ),
)


@dataclass(frozen=True, slots=True)
class Invitation:
    """One: `address` is `host/code` in lower case."""

    start: int
    end: int
    address: str


def invitations(text: str) -> Iterator[Invitation]:
    """All of them, in their order."""
    encoded = _ENCODED.search(text)
    if not encoded and not any(_matched(_at_a_glance(text))):
        return
    seen = _Undisguised(text)
    for start, end, address in _matched(seen.plain):
        yield Invitation(seen.places[start], seen.places[end - 1] + 1, address)


def _matched(plain: str) -> Iterator[tuple[int, int, str]]:
    """In a text without disguises."""
    done = 0
    for start, end in windows(plain):
        if start < done:
            continue
        for host, pattern in _INVITES:
            found = pattern.match(plain, start, end)
            if found is not None:
                done = found.end()
                yield start, done, f"{host}/{found['code']}"
                break


def windows(plain: str) -> Iterator[tuple[int, int]]:
    """The parts of an undisguised text in which an invitation may stand."""
    for found in _HOST.finditer(plain):
        yield found.start(), found.start() + WINDOW


class _Glance(dict[int, str]):
    """For str.translate: each character as it is seen."""

    def __missing__(self, code: int) -> str:
        self[code] = seen = _seen(chr(code))
        return seen


_GLANCE: Final = _Glance()


class _Undisguised:
    """A text without disguises, and from where each of its characters came."""

    def __init__(self, text: str) -> None:
        self.plain = _at_a_glance(text)
        self.places: Sequence[int] = range(len(text))
        encoded = _ENCODED.search(text)
        if encoded or not text.isascii() or len(self.plain) != len(text):
            self._walk(text)

    def _walk(self, text: str) -> None:
        letters: list[str] = []
        places: list[int] = []
        last = " "
        for place, char in _decoded(text) if set("%\\") & set(text) else enumerate(text):
            for one in _GLANCE[ord(char)]:
                if one != " " or last != " ":
                    letters.append(one)
                    places.append(place)
                last = one
        self.plain, self.places = "".join(letters), places


def _at_a_glance(text: str) -> str:
    """A text without disguises, and without what is encoded; where what was is not known."""
    return " ".join(text.translate(_GLANCE).split())


def undisguised(text: str) -> str:
    """A text as invitations are looked for in it: never longer runs of spaces than one."""
    return _Undisguised(text).plain


def _decoded(text: str) -> Iterator[tuple[int, str]]:
    """Each character, percent-encoded ones of ASCII decoded, backslashes before signs left out."""
    place = 0
    while place < len(text):
        char = text[place]
        if char == "%" and _ESCAPED.match(text, place):
            yield place, chr(int(text[place + 1 : place + 3], 16) & 0x7F)
            place += 3
            continue
        if char == "\\" and _is_sign(text[place + 1 : place + 2]):
            place += 1
            continue
        yield place, char
        place += 1


def _is_sign(char: str) -> bool:
    return bool(char) and not (char.isalnum() or char.isspace() or char in "_\\/")


def _seen(char: str) -> str:
    if char in _FORMATTING:
        return ""
    if "!" <= char <= "~":
        return char.lower()
    if char.isspace():
        return " "
    plain = unicodedata.normalize("NFKD", char).casefold()
    shown = (
        one
        for one in plain
        if not (characters.is_mark(one) or characters.always_goes(one))
        and one not in characters.JOINERS
    )
    return "".join(shown).translate(_LOOK_ALIKES)
