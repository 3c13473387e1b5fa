"""Somebody's own words that tell who they are, as they are shown to them."""

from collections.abc import Sequence

from bot.discord_app.rendering.words import Words
from bot.domain.text import escape

AT_MOST = 8
"""Finds that are shown; of more it is said how many there are."""
ROOM = 60
"""Characters of each."""
IN_ALL = 280
"""Characters of all of them, as they are sent: a preview and a help card share one message of at
most 2000 (https://docs.discord.com/developers/resources/message#create-message)."""


def in_quotes(words: Words, exact: Sequence[str]) -> str:
    """Each in quotes, on one line: nothing in it takes effect."""
    shown = list[str]()
    for one in exact[:AT_MOST]:
        quoted = words("care.own_words", words=_short(one))
        if len(words.all_of([*shown, quoted])) > IN_ALL:
            break
        shown.append(quoted)
    if len(exact) > len(shown):
        shown.append(words("care.own_words_more", count=len(exact) - len(shown)))
    return words.all_of(shown)


def _short(one: str) -> str:
    line = " ".join(one.split())
    return escape(line if len(line) <= ROOM else f"{line[: ROOM - 1]}…")
