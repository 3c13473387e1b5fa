"""Lines with what should be found in them."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).parent
_MARKED = re.compile(r"\[\[(\w+):(.*?)\]\](?!\])", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Line:
    """A text, and the spans that give somebody away."""

    language: str
    text: str
    spans: tuple[tuple[int, int, str], ...]


def load(folder: str) -> Sequence[Line]:
    """All lines of `lines` or `unseen`."""
    path = FOLDER / folder / "lines.tsv"
    return [_line(row) for row in path.read_text(encoding="utf-8").splitlines() if row]


def _line(row: str) -> Line:
    language, _, marked = row.partition("\t")
    marked, text, spans, last = marked.replace("\\n", "\n"), "", list[tuple[int, int, str]](), 0
    for found in _MARKED.finditer(marked):
        text += marked[last : found.start()]
        spans.append((len(text), len(text) + len(found[2]), found[1]))
        text += found[2]
        last = found.end()
    return Line(language, text + marked[last:], tuple(spans))
