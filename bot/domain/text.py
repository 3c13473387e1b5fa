r"""What a person typed, made safe to keep and to pass on, without harm to their language.

Owns cleaning, and defusing what Discord would turn into something else. Cutting long texts is in
``message_split``, and offered here too. It judges no content: what words mean is not its business.
Escapes and look-alikes are second lines; ``allowed_mentions`` is the real guard against pings.
"""

import re
import unicodedata
from itertools import pairwise

from bot.domain import characters, ink, references
from bot.domain.details.invitations import invitations
from bot.domain.message_split import length, split

__all__ = ["clean", "escape", "invites", "is_blank", "length", "neutralise_links", "split"]

MARKS_A_BASE = 3
_MARKS_A_BASE_BRAHMIC = 8
"""No word of any language has more; without an end, vowel signs could climb the screen as well."""

_LINE_ENDS = re.compile("\r\n|[\r\v\f\x85\u2028\u2029]")

_MASK = re.compile("\\][\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]*(?=\\()")
_URL = r"https?://[A-Za-z0-9\-._~:/?#@!$&'()+,;=%]+"
_TIME = r"<t:-?[0-9]{1,12}(?::[tTdDfFrRsS])?>"
_EVERYONE = re.compile("@(?=everyone|here)", re.IGNORECASE)
_FULL_WIDTH_AT = "\uff20"
_SPECIAL = re.compile(
    rf"(?P<time>{_TIME})"
    rf"|(?P<url><{_URL}>|{_URL})"
    r"|(?P<start>^[ \t]*(?:[-+#>]+|[0-9]+[.)]))"
    r"|(?P<mark><@(?!everyone|here)[!&]?|<#|[\\*_~|`\[\]<])"
    rf"|(?P<everyone>{_EVERYONE.pattern})",
    re.MULTILINE | re.IGNORECASE,
)


def clean(text: str) -> str:
    """The same words in one form, without what cannot be seen or is there to disturb.

    NFC; line ends become newlines; at most two lines in a row leave no ink, counting as Discord
    shows them; control, bidi and zero-width characters go, except the joiners that emoji and
    scripts need; at most three marks stay on a letter, but vowel signs are letters; what Discord
    writes with an id becomes words. Empty if nothing visible is left.
    """
    text = _LINE_ENDS.sub("\n", text)
    if not characters.are_ordinary(text):
        text = "".join(char for char in text if not characters.always_goes(char))
        text = _keep_in_context(unicodedata.normalize("NFC", text))
    text = references.in_words(unicodedata.normalize("NFC", text))
    return ink.without_emptiness(text) if ink.has_ink(text) else ""


def is_blank(text: str) -> bool:
    """Whether nothing visible is left of it after cleaning."""
    return not clean(text)


def neutralise_links(text: str) -> str:
    """Masked links as plain text: ``[x](url)`` becomes ``[x] (url)``.

    Discord masks only where the bracket and the parenthesis touch, so one space between shows
    words and address beside each other, however the brackets are nested. May lengthen the text.
    """
    return _MASK.sub("] ", text)


def escape(text: str) -> str:
    r"""The words as they were typed, for where Discord's formatting must not apply.

    Backslashes before formatting, mentions, commands, masked links and what begins a heading, list
    or quote; addresses stay usable, and timestamps, which nobody could read as numbers.
    ``@everyone`` and ``@here`` get the full-width at sign, because Discord's servers look for them
    without minding backslashes.
    Measure and split after escaping: the text gets longer.
    """
    return _SPECIAL.sub(_escaped, text)


def invites(text: str) -> tuple[str, ...]:
    """Invitations to Discord servers, as ``host/code`` in lower case, through usual disguises.

    Seen through: full-width and styled letters, accents, look-alikes, invisible characters,
    spaces, formatting, percent-encoding, "dot" and "slash" in words.
    """
    return tuple(one.address for one in invitations(text))


def _keep_in_context(text: str) -> str:
    """Drop joiners, selectors and tags that mean nothing where they stand, and marks in excess."""
    kept: list[str] = []
    base, marks, brahmic_marks = "", 0, 0
    for unit, following in pairwise([*characters.units(text), ""]):
        if _means_nothing(kept, base, unit, following):
            continue
        if unit in characters.JOINERS or characters.is_selector(unit):
            kept.append(unit)
        elif not characters.is_mark(unit[0]):
            kept.append(unit)
            base, marks, brahmic_marks = unit, characters.marks_in(unit), 0
        elif characters.is_brahmic(unit):
            brahmic_marks += 1
            kept += [unit] if brahmic_marks <= _MARKS_A_BASE_BRAHMIC else []
        else:
            marks += 1
            kept += [unit] if marks <= MARKS_A_BASE else []
    return "".join(kept)


def _means_nothing(kept: list[str], base: str, unit: str, following: str) -> bool:
    before = kept[-1] if kept else ""
    if unit in characters.JOINERS:
        return before in characters.JOINERS or not characters.joins(base, unit, following)
    if characters.is_selector(unit):
        return not characters.selects(before, unit)
    return len(unit) == 1 and characters.is_tag(unit)


def _escaped(found: re.Match[str]) -> str:
    match found.lastgroup:
        case "time":
            return found[0]
        case "url":
            return _EVERYONE.sub(_FULL_WIDTH_AT, found[0])
        case "everyone":
            return _FULL_WIDTH_AT
        case _:
            return re.sub(r"([^0-9A-Za-z\s])", r"\\\1", found[0])
