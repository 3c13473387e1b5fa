"""Several things in one sentence, as a language joins them by the rules of CLDR.

babel knows the patterns, and not that Spanish says "e" and "u" before the same sound, nor what to
do with a thing whose own name holds an "and" or a comma: then semicolons tell them apart.
"""

import re
from collections.abc import Iterable
from typing import Literal

from babel import Locale
from babel.lists import format_list

ENGLISH = Locale("en")

_LAST = "\N{OBJECT REPLACEMENT CHARACTER}"
_SAME_SOUND = (
    # "agua y hielo" stays: a diphthong is another sound
    (" y ", " e ", re.compile(r"\W*h?[iíî](?![aeoáéó])", re.IGNORECASE)),
    # eight begins with it, also in figures, and so does eleven
    (" o ", " u ", re.compile(r"\W*(h?[oóö]|8|11(?!\d))", re.IGNORECASE)),
)


def all_of(some: Iterable[str], locale: Locale = ENGLISH) -> str:
    """All of them: a, b, and c. Of none, nothing."""
    every = list(some)
    between = format_list([_LAST, _LAST], "standard", locale).strip(_LAST)
    if len(every) > 1 and any(_could_be_two(one, between) for one in every):
        return "; ".join(every)
    return _joined(every, "standard", locale)


def one_of(some: Iterable[str], locale: Locale = ENGLISH) -> str:
    """One or another of them: a, b, or c. Of none, nothing."""
    return _joined(list(some), "or", locale)


def _joined(some: list[str], style: Literal["standard", "or"], locale: Locale) -> str:
    if len(some) < 2 or locale.language != "es":
        return format_list(some, style, locale)
    *others, last = some
    before, _, after = format_list([*others, _LAST], style, locale).rpartition(_LAST)
    for usual, instead, sound in _SAME_SOUND:
        if before.endswith(usual) and sound.match(last):
            before = before.removesuffix(usual) + instead
    return f"{before}{last}{after}"


def _could_be_two(one: str, between: str) -> bool:
    """What stands in quotes, or apart in another way, is one thing for everybody who reads it."""
    return one[:1].isalnum() and any(sign in one for sign in (between, ", ", "; "))
