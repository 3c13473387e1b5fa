"""Somebody's own words that tell who they are, as they are shown to them."""

from collections.abc import Sequence

from bot.discord_app.rendering.words import Words
from bot.domain.text import escape

AT_MOST = 8
"""Finds that are shown; of more it is said how many there are."""
ROOM = 60
"""Characters of each."""


def in_quotes(words: Words, exact: Sequence[str]) -> str:
    """Each in quotes, on one line: nothing in it takes effect."""
    shown = [words("care.own_words", words=_short(one)) for one in exact[:AT_MOST]]
    if len(exact) > AT_MOST:
        shown.append(words("care.own_words_more", count=len(exact) - AT_MOST))
    return ", ".join(shown)


def _short(one: str) -> str:
    line = " ".join(one.split())
    return escape(line if len(line) <= ROOM else f"{line[: ROOM - 1]}…")
