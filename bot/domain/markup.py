"""Which stretches of a text Discord would format: what must be closed and reopened around a cut.

Owns an approximate reading of Discord's markdown, good enough to cut by. It renders nothing, and a
wrong guess costs a format, never a word.
"""

import re
from dataclasses import dataclass

_LONGEST_LANGUAGE = 20
_FENCE = "```"
_LANGUAGE = re.compile(r"([\w+#.-]*)\n+")
_TOKEN = re.compile(
    r"(?P<whole>\\[^\w\s]|<[^\s<>]{1,100}>)"
    r"|(?P<address>https?://[^\s<]+)"
    r"|(?P<ticks>`{1,3})"
    r"|(?P<mark>\*{1,3}|_{1,3}|~~|\|\|)"
)


@dataclass(frozen=True, slots=True)
class MarkupSpan:
    """A formatted stretch: its markers stand at start..inner and at end..after."""

    start: int
    inner: int
    end: int
    after: int
    reopen: str
    close: str

    @property
    def is_block(self) -> bool:
        """Whether it is a code block, in which white space counts."""
        return self.reopen.startswith(_FENCE)


@dataclass(frozen=True, slots=True)
class _Opened:
    mark: str
    start: int

    @property
    def inner(self) -> int:
        return self.start + len(self.mark)


class Markup:
    """Reads one text. Spans lie inside each other or apart, never across."""

    def __init__(self, text: str) -> None:
        self.spans: list[MarkupSpan] = []
        self.whole: list[tuple[int, int]] = []
        """Stretches that mean something only in one piece: escapes, mentions, timestamps."""
        self._text = text
        self._opened: list[_Opened] = []
        at = 0
        while token := _TOKEN.search(text, at):
            at = self._read(token)

    def _read(self, token: re.Match[str]) -> int:
        """Take in one token; where to go on reading."""
        if token["whole"]:
            self.whole.append(token.span())
        elif token["ticks"]:
            return self._code(token["ticks"], token.end())
        elif token["mark"]:
            return self._mark(token["mark"], token.start())
        return token.end()

    def _code(self, ticks: str, inner: int) -> int:
        end = self._text.find(ticks, inner)
        content = self._text[inner:end]
        if end < 0 or not content.strip():
            return inner
        if ticks == _FENCE:
            self._opened.clear()
            self.spans.append(_block(content, inner, end))
        else:
            left = inner + len(content) - len(content.lstrip())
            right = inner + len(content.rstrip())
            start, after = inner - len(ticks), end + len(ticks)
            self.spans.append(MarkupSpan(start, left, right, after, ticks, ticks))
        return end + len(ticks)

    def _mark(self, mark: str, at: int) -> int:
        if self._closes(mark, at):
            if any(opened.mark == mark for opened in self._opened):
                return self._close(mark, at)
            top = self._opened[-1].mark if self._opened else ""
            if top and mark == top[0] * 3:
                return self._close(top, at)  # ***: the rest of the run closes what is around
        if self._opens(mark, at):
            self._opened.append(_Opened(mark, at))
        return at + len(mark)

    def _close(self, mark: str, at: int) -> int:
        while (opened := self._opened.pop()).mark != mark:
            pass  # was never closed, so it is no format
        after = at + len(mark)
        self.spans.append(MarkupSpan(opened.start, opened.inner, at, after, mark, mark))
        return after

    def _closes(self, mark: str, at: int) -> bool:
        after = self._text[at + len(mark) : at + len(mark) + 1]
        inside_word = mark[0] == "_" and after.isalnum()
        return at > 0 and not self._text[at - 1].isspace() and not inside_word

    def _opens(self, mark: str, at: int) -> bool:
        after = at + len(mark)
        inside_word = mark[0] == "_" and at > 0 and self._text[at - 1].isalnum()
        return after < len(self._text) and not self._text[after].isspace() and not inside_word


def _block(content: str, inner: int, end: int) -> MarkupSpan:
    named = _LANGUAGE.match(content)
    if named is not None and not content[named.end() :].strip():
        named = None  # a word alone is what the block shows
    language, head = (named[1], named.end()) if named else ("", 0)
    reopen = _FENCE + (language if len(language) <= _LONGEST_LANGUAGE else "") + "\n"
    right = inner + len(content.rstrip())
    start, after = inner - len(_FENCE), end + len(_FENCE)
    return MarkupSpan(start, inner + head, right, after, reopen, "\n" + _FENCE)
