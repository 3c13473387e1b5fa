"""How Discord's clients read a message: which of its characters are seen, and which in a quote.

A small model for tests, after what open readers of Discord's markdown agree on: the rule that
matches first at a place takes its stretch, and what is inside is read by itself. A quote begins
only at the beginning of a line and only outside of everything else.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

QUOTE = re.compile(r" *>>> +[\s\S]*| *>(?!>>) +[^\n]*(?:\n *>(?!>>) +[^\n]*)*\n?")
BLOCK = re.compile(r"```(?:[a-z0-9_+\-.#]+\n)?\n*([^\n][\s\S]*?)\n*```", re.IGNORECASE)
STARTS = re.compile(r"(?:#{1,3}|-#) +(?=[^\s])|[ \t]*(?:[-*+]|[0-9]+\.) +(?=[^\s])")
INLINE = [
    re.compile(pattern)
    for pattern in (
        r"(`+)(?P<in>[\s\S]*?[^`])\1(?!`)",
        r"\*\*(?P<in>(?:\\[\s\S]|[^\\])+?)\*\*(?!\*)",
        r"__(?P<in>(?:\\[\s\S]|[^\\])+?)__(?!_)",
        r"\*(?=\S)(?P<in>(?:\*\*|\\[\s\S]|\s+(?:\\[\s\S]|[^\s*\\]|\*\*)|[^\s*\\])+?)\*(?!\*)",
        r"\b_(?P<in>(?:__|\\[\s\S]|[^\\_])+?)_\b",
        r"~~(?P<in>[\s\S]+?)~~(?!_)",
        r"\|\|(?P<in>[\s\S]+?)\|\|",
        r"\[(?P<in>[^\]\n]+)\]\((?:https?://[^\s)]+)\)",
    )
]
ESCAPE = re.compile(r"\\([^0-9A-Za-z\s])")


@dataclass(frozen=True)
class Seen:
    """A character as it is shown."""

    char: str
    quoted: bool


def read(content: str) -> list[Seen]:
    """All that is shown of a message, in order."""
    return list(_read(content, quoted=False, nested=False, at_start=True))


def stretches(content: str) -> list[tuple[bool, str]]:
    """What is shown, in runs that are quoted or are not, white space at their ends aside."""
    runs = groupby(read(content), lambda one: one.quoted)
    texts = ((quoted, "".join(one.char for one in run).strip()) for quoted, run in runs)
    return [(quoted, text) for quoted, text in texts if text]


def _read(text: str, *, quoted: bool, nested: bool, at_start: bool) -> Iterator[Seen]:
    at = 0
    while at < len(text):
        start = at_start if at == 0 else text[at - 1] == "\n"
        if start and not quoted and not nested and (quote := QUOTE.match(text, at)):
            inside = re.sub(r"(?m)^ *> ?", "", quote[0])
            yield from _read(inside, quoted=True, nested=False, at_start=True)
            at = quote.end()
        elif block := BLOCK.match(text, at):
            yield from (Seen(char, quoted) for char in block[1])
            at = block.end()
        elif start and (begins := STARTS.match(text, at)):
            at = begins.end()
        elif sign := ESCAPE.match(text, at):
            yield Seen(sign[1], quoted)
            at = sign.end()
        elif found := next((one for rule in INLINE if (one := rule.match(text, at))), None):
            yield from _read(found["in"], quoted=quoted, nested=True, at_start=False)
            at = found.end()
        else:
            yield Seen(text[at], quoted)
            at += 1
