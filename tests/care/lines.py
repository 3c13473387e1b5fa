"""The lines with which screening is tested, and what each calls for."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).parent / "lines"
CARDS = {
    "outright": "now",
    "indirect": "now",
    "past": "past",
    "denied": "past",
    "friend": "friend",
}
"""The card of a category; the others call for none."""


@dataclass(frozen=True)
class Line:
    """One line; `wanted` is its card."""

    language: str
    category: str
    text: str
    theme: str = ""

    @property
    def wanted(self) -> str | None:
        """The card that it calls for."""
        return CARDS.get(self.category)

    def is_right(self, card: str | None) -> bool:
        """A hard negative may get a quiet card, never the full one."""
        return card != "now" if self.category == "hard_negative" else card == self.wanted


def read_lines(folder: Path = FOLDER) -> Iterator[Line]:
    """All lines of a folder, language by language."""
    for file in sorted(folder.glob("*.tsv")):
        for row in file.read_text("utf-8").splitlines():
            if row.strip() and not row.startswith("#"):
                category, theme, text = row.split("\t", 2)
                yield Line(file.stem, category, text, theme)
