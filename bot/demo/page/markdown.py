"""Owns reading Discord's markdown: a text becomes a tree of a few known tags, for the page to draw.

A node is text, or a list of a tag, its attributes or None, and the nodes in it. Tags: p, h3 to h5,
small, blockquote, pre, ul, ol, li, br, strong, em, u, s, code, a (href), time (at, style), spoiler,
at (a mention). Links lead to http and https alone. docs: discord.com/developers/docs/reference
"""

import re
from collections.abc import Callable, Mapping
from itertools import takewhile
from typing import Any, Final

Node = str | list[Any]
Called = Callable[[str, int], str]
"""Gives what a mention reads as, by its sign and id."""

DEEPEST: Final = 8
"""How deep marks may stand in marks; deeper ones are text."""
LATEST: Final = 8_640_000_000_000
"""The last second that a page can write; Discord's own is the same."""
_PLAIN: Final = re.compile(r"[^\\`\[<h|*_~\n]+")
_FENCE: Final = re.compile(r"```(?:[\w+-]+\n)?\n?(.*?)\n?```", re.DOTALL)
_HEAD: Final = re.compile(r"(#{1,3}) +(.+)")
_SUB: Final = re.compile(r"-# +(.+)")
_ITEM: Final = re.compile(r"( *)(?:([-*])|(\d{1,9})\.) +(.*)")
_QUOTE: Final = "> "
_REST: Final = ">>> "


def address(text: object) -> str | None:
    """The address, where it is one of the web; else None."""
    found = re.fullmatch(r"https?://[^\s<>\"]+", text) if isinstance(text, str) else None
    return found[0] if found else None


class Reading:
    """One text as somebody reads it."""

    def __init__(self, called: Called) -> None:
        self._called = called

    # blocks

    def blocks(self, text: str) -> list[Node]:
        """The whole text."""
        nodes: list[Node] = []
        at = 0
        for found in _FENCE.finditer(text):
            nodes += self._lines(text[at : found.start()].split("\n"))
            nodes.append(["pre", None, found[1]])
            at = found.end()
        return nodes + self._lines(text[at:].split("\n"))

    def _lines(self, lines: list[str], depth: int = 0) -> list[Node]:
        nodes: list[Node] = []
        paragraph: list[str] = []
        at = 0
        while at < len(lines):
            node, used = self._block(lines[at:], depth)
            if node is None:
                paragraph.append(lines[at])
            else:
                nodes += [*self._paragraph(paragraph), node]
                paragraph = []
            at += used
        return nodes + self._paragraph(paragraph)

    def _paragraph(self, lines: list[str]) -> list[Node]:
        text = "\n".join(lines).strip("\n")
        return [["p", None, *self.inline(text)]] if text.strip() else []

    def _block(self, lines: list[str], depth: int) -> tuple[Node | None, int]:
        """The block that begins here and its lines; None for a line of a paragraph."""
        if found := _HEAD.fullmatch(lines[0]):
            return [f"h{len(found[1]) + 2}", None, *self.inline(found[2])], 1
        if found := _SUB.fullmatch(lines[0]):
            return ["small", None, *self.inline(found[1])], 1
        if lines[0].startswith(_REST) and depth < DEEPEST:
            rest = [lines[0].removeprefix(_REST), *lines[1:]]
            return ["blockquote", None, *self._lines(rest, depth + 1)], len(lines)
        quoted = [*takewhile(lambda line: line.startswith(_QUOTE) or line == ">", lines)]
        if quoted and depth < DEEPEST:
            inner = [line[2:] for line in quoted]
            return ["blockquote", None, *self._lines(inner, depth + 1)], len(quoted)
        listed = [found for line in lines if (found := _ITEM.fullmatch(line))]
        count = len([*takewhile(_ITEM.fullmatch, lines)])
        return (self._list(listed[:count]), count) if count else (None, 1)

    def _list(self, items: list[re.Match[str]], depth: int = 0) -> Node:
        first = items[0]
        made: list[Any] = ["ul", None] if first[2] else ["ol", {"start": first[3]}]
        while items:
            item, *rest = items
            deeper = [*takewhile(lambda one, of=item: len(one[1]) > len(of[1]), rest)]  # type: ignore[misc]
            node: list[Any] = ["li", None, *self.inline(item[4])]
            if deeper and depth < DEEPEST:
                node.append(self._list(deeper, depth + 1))
                rest = rest[len(deeper) :]
            made.append(node)
            items = rest
        return made

    # inside a line

    def inline(self, text: str, depth: int = 0) -> list[Node]:
        """A piece of text, its line breaks included."""
        nodes: list[Node] = []
        at = 0
        while at < len(text):
            node, at = self._next(text, at, depth)
            if isinstance(node, str) and nodes and isinstance(nodes[-1], str):
                nodes[-1] += node
            else:
                nodes.append(node)
        return nodes

    def _next(self, text: str, at: int, depth: int) -> tuple[Node, int]:
        if found := _PLAIN.match(text, at):
            return found[0], found.end()
        if text[at] == "\n":
            return ["br", None], at + 1
        if depth < DEEPEST:
            for pattern, make in _INLINE.items():
                if found := pattern.match(text, at):
                    return make(self, found, depth + 1), found.end()
        return text[at], at + 1

    def link(self, words: str, to: str, depth: int) -> Node | None:
        """A link with words of its own; None where it leads to anything but the web."""
        href = address(to)
        return ["a", {"href": href}, *self.inline(words, depth)] if href else None

    def mention(self, sign: str, snowflake: int) -> Node:
        """What a mention reads as."""
        return ["at", None, self._called(sign, snowflake)]


def _link(reading: Reading, found: re.Match[str], depth: int) -> Node:
    return reading.link(found[1], found[2], depth) or found[0]


def _time(_: Reading, found: re.Match[str], __: int) -> Node:
    if abs(int(found[1])) > LATEST:
        return found[0]
    return ["time", {"at": int(found[1]), "style": found[2] or "f"}]


def _mention(reading: Reading, found: re.Match[str], _: int) -> Node:
    sign = {"@": "@", "!": "@", "&": "@&", "#": "#"}[found[1][-1]]
    return reading.mention(sign, int(found[2]))


def _mark(*tags: str) -> Callable[[Reading, re.Match[str], int], Node]:
    def make(reading: Reading, found: re.Match[str], depth: int) -> Node:
        nodes: list[Node] = reading.inline(found[1], depth)
        for tag in reversed(tags):
            nodes = [[tag, None, *nodes]]
        return nodes[0]

    return make


def _bare(_: Reading, found: re.Match[str], __: int) -> Node:
    return ["a", {"href": found[1]}, found[1]]


_INLINE: Final[Mapping[re.Pattern[str], Callable[[Reading, re.Match[str], int], Node]]] = {
    # in this order; each is tried where the text stands
    re.compile(r"\\([^A-Za-z0-9\s])"): lambda _, found, __: found[1],
    re.compile(r"(`{1,2})(.*?[^`])\1(?!`)", re.DOTALL): lambda _, f, __: ["code", None, f[2]],
    re.compile(r"\[((?:\\.|[^\]\\\n])+)\]\(<?([^\s<>)]+)>?\)"): _link,
    re.compile(r"<(https?://[^\s<>]+)>"): _bare,
    re.compile(r"(https?://[^\s<>]*[^\s<>.,:;\"')\]*_~|])"): _bare,
    re.compile(r"<(@!?|@&|#)(\d{1,20})>"): _mention,
    re.compile(r"<(/[^:>\n]+):\d+>"): lambda _, found, __: ["at", None, found[1]],
    re.compile(r"<t:(-?\d{1,15})(?::([tTdDfFR]))?>"): _time,
    re.compile(r"<a?(:\w+:)\d+>"): lambda _, found, __: found[1],
    re.compile(r"\|\|(.+?)\|\|", re.DOTALL): _mark("spoiler"),
    re.compile(r"\*\*\*(.+?)\*\*\*", re.DOTALL): _mark("strong", "em"),
    re.compile(r"\*\*(.+?)\*\*(?!\*)", re.DOTALL): _mark("strong"),
    re.compile(r"__(.+?)__(?!_)", re.DOTALL): _mark("u"),
    re.compile(r"~~(.+?)~~", re.DOTALL): _mark("s"),
    re.compile(r"\*(?=\S)((?:\\.|[^*\\])+?)\*(?!\*)"): _mark("em"),
    re.compile(r"(?<!\w)_((?:\\.|[^_\\])+)_(?!\w)"): _mark("em"),
}
