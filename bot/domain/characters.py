"""What single characters are: seen or hidden, a letter or a mark on one, part of an emoji.

Owns the tables that Python's unicodedata lacks; ``text`` and ``message_split`` decide what follows.
Ranges are after Unicode's Scripts.txt, emoji-data.txt and DerivedCoreProperties.txt.
"""

import re
import unicodedata
from collections.abc import Iterator

ZWNJ, ZWJ = "\u200c", "\u200d"
JOINERS = frozenset({ZWNJ, ZWJ})

# Invisible although Unicode does not call them format characters: fillers, fixed joiners,
# unassigned places that are to be ignored, and what is no character at all.
_HIDDEN = re.compile(
    "[\u034f\u115f\u1160\u17b4\u17b5\u2065\u3164\uffa0\ufff0-\ufff8\ufdd0-\ufdef\ufffe\uffff"
    "\U000e0000\U000e0002-\U000e001f\U000e0080-\U000e00ff\U000e01f0-\U000e0fff]"
)
_HALVES = re.compile("[\ud800-\udfff]")
# Format characters that are seen: number signs of Arabic, Syriac and Kaithi.
_SEEN_FORMAT = re.compile("[\u0600-\u0605\u06dd\u070f\u0890\u0891\u08e2\U000110bd\U000110cd]")
# Signs by their category, and yet blank: an empty braille cell, a note without a head, the place of
# an object that is not there, and blanks of hieroglyphs.
_BLANK = frozenset("\u2800\U0001d159\ufffc\U00013441\U00013442")

_TAG = "\U000e0020-\U000e007f"
_TAG_FLAG = "\U0001f3f4[\U000e0030-\U000e0039\U000e0061-\U000e007a]{3,6}\U000e007f"
_UNITS = re.compile(f"{_TAG_FLAG}|.", re.DOTALL)
_SKIN = "\U0001f3fb-\U0001f3ff"
_PICTURE = (
    "\u00a9\u00ae\u203c\u2049\u2122\u2139\u2190-\u21ff\u2300-\u23ff\u24c2\u25a0-\u27bf"
    "\u2900-\u297f\u2b00-\u2bff\u3030\u303d\u3297\u3299\U0001f000-\U0001faff\U0001fc00-\U0001fffd"
)
_PICTURES = re.compile(f"[{_PICTURE}]")
_FLAG_HALF = re.compile("[\U0001f1e6-\U0001f1ff]")
_HANGUL_PARTS = re.compile("[\u1100-\u11ff\ua960-\ua97f\ud7b0-\ud7ff]")

_MONGOLIAN = "\u1800-\u18af"
# Scripts from India and its neighbours: their vowel signs and viramas are marks, but are letters.
_BRAHMIC = (
    "\u0900-\u0dff\u0f00-\u109f\u1700-\u17ff\u1900-\u1aaf\u1b00-\u1c4f\u1cd0-\u1cff"
    "\ua800-\ua82f\ua840-\ua8ff\ua930-\ua95f\ua980-\uaadf\uaae0-\uaaff\uabc0-\uabff"
    "\U00010a00-\U00010a5f\U00011000-\U00011fff"
)
_BRAHMIC_CHARS = re.compile(f"[{_BRAHMIC}]")
# Where joiners change the shape of letters: the above, and cursive scripts like Arabic.
_JOINING = re.compile(
    f"[{_BRAHMIC}{_MONGOLIAN}\u0600-\u08ff\ufb50-\ufdcf\ufdf0-\ufdff\ufe70-\ufefc"
    "\U0001e900-\U0001e95f]"
)
# A variation selector means something only right after a character that has variants.
_SELECTOR = re.compile("[\u180b-\u180d\u180f\ufe00-\ufe0f\U000e0100-\U000e01ef]")
_SELECTED = re.compile(
    f"[{_PICTURE}#*0-9][\ufe0e\ufe0f]"
    "|[\u3400-\u9fff\U00020000-\U0003ffff][\ufe00-\ufe02\U000e0100-\U000e01ef]"
    f"|[{_MONGOLIAN}][\u180b-\u180d\u180f]"
)
_VIRAMA_CLASS = 9

# Letters and signs that stand for themselves, whatever stands beside them, of the scripts of which
# most words are: of the others each character has to be looked at.
_ORDINARY = re.compile(
    "[\n\t -~\u00a1-\u00ac\u00ae-\u02ff\u0370-\u0482\u048a-\u052f\u0620-\u064a\u0660-\u066f"
    "\u0671-\u06d5\u2010-\u2027\u2030-\u205e\u20a0-\u20bf\u3001-\u3029\u3041-\u3096\u309b-\u30ff"
    "\u3400-\u9fff\uac00-\ud7a3\U0001f300-\U0001faff]*"
)


def are_ordinary(text: str) -> bool:
    """Whether every character is one that stays as it is and where it is: no mark, none that goes,
    none that means something only beside another. False for many texts that are as good."""
    return _ORDINARY.fullmatch(text) is not None


def always_goes(char: str) -> bool:
    """Control, bidi and zero-width characters, halves of characters, fillers.

    Not newline and tab, and not what may stay beside the right neighbour (joiner, tag, selector).
    """
    if char.isascii():
        return not char.isprintable() and char not in "\n\t"
    if char in JOINERS or is_tag(char):
        return False
    hidden = unicodedata.category(char) in {"Cc", "Cf", "Cs"} and not _SEEN_FORMAT.match(char)
    return hidden or _HIDDEN.match(char) is not None


def whole(text: str) -> str:
    """Without halves of characters, which no encoding takes: JSON can carry them all the same."""
    return _HALVES.sub("", text)


def is_visible(char: str) -> bool:
    """Whether a character that was not removed leaves ink of its own. A lone mark does not."""
    category = unicodedata.category(char)
    if char in _BLANK:
        return False
    if category in {"Cn", "Co"} or _SEEN_FORMAT.match(char):
        return True  # newer than our tables, or an emblem of some font
    return category[0] not in "ZMC"


def is_mark(char: str) -> bool:
    """A mark above, below, through or around the character before it; not one with own width."""
    return unicodedata.category(char) in {"Mn", "Me"}


def marks_in(char: str) -> int:
    """How many marks a composed letter already has."""
    return 0 if char.isascii() else sum(map(is_mark, unicodedata.normalize("NFD", char)))


def is_brahmic(char: str) -> bool:
    """Of a script whose vowel signs are marks."""
    return _BRAHMIC_CHARS.match(char) is not None


def is_tag(char: str) -> bool:
    """One of the invisible letters that spell out which flag a black flag is."""
    return "\U000e0020" <= char <= "\U000e007f"


def is_selector(char: str) -> bool:
    """A variation selector."""
    return _SELECTOR.match(char) is not None


def selects(before: str, selector: str) -> bool:
    """Whether the selector means something after this character."""
    return _SELECTED.fullmatch(before + selector) is not None


def joins(base: str, joiner: str, following: str) -> bool:
    """Whether a joiner is needed: inside an emoji, or after a letter whose shape it changes.

    After, not only between: a virama or an abbreviation may end a word with one.
    """
    if _PICTURES.match(base):
        return joiner == ZWJ and _PICTURES.match(following) is not None
    return _JOINING.match(base) is not None and unicodedata.category(base)[0] in "LM"


def units(text: str) -> list[str]:
    """The characters, with a flag that is spelled out in tags as one."""
    return _UNITS.findall(text)


def breaks(text: str) -> Iterator[int]:
    """Where it may be cut without cutting what a reader sees as one character.

    A simplified form of https://www.unicode.org/reports/tr29/ that never cuts where that would not.
    """
    flag_halves = 0
    for at in range(1, len(text)):
        before, here = text[at - 1], text[at]
        flag_halves = flag_halves + 1 if _FLAG_HALF.match(before) else 0
        pair = flag_halves % 2 == 1 and _FLAG_HALF.match(here)
        if not pair and not _sticks(before, here):
            yield at


def _sticks(before: str, here: str) -> bool:
    if here.isascii():
        return before == "\r" and here == "\n"
    return (
        unicodedata.category(here)[0] == "M"
        or here in JOINERS
        or here in "\u0e33\u0eb3"  # Thai and Lao am
        or _SKIN[0] <= here <= _SKIN[-1]
        or is_tag(here)
        or before == ZWJ
        or (unicodedata.combining(before) == _VIRAMA_CLASS and here.isalpha())
        or (_HANGUL_PARTS.match(here) is not None and not before.isspace())
    )
