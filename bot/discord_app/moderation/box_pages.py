"""Boxes in pages, each of which has room in frames beside what is said of it and its buttons."""

from collections.abc import Sequence

from bot.domain.shapes import Box
from bot.domain.text import length

BOXES, ROOM = 6, 3000


def pages_of(boxes: Sequence[Box]) -> list[list[Box]]:
    """In their order, as many as fit into each; at least one page."""
    pages: list[list[Box]] = [[]]
    for box in boxes:
        full = sum(_size(one) for one in pages[-1]) + _size(box) > ROOM
        if pages[-1] and (full or len(pages[-1]) == BOXES):
            pages.append([])
        pages[-1].append(box)
    return pages


def _size(box: Box) -> int:
    return length(box.words) + length(box.title)
