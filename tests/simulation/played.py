"""Which moves a history is made of."""

from collections.abc import Callable, Mapping
from typing import Final

from tests.simulation import dates, moderating, pictures, rooms, worrying
from tests.simulation.moves import MOVES
from tests.simulation.themes import Theme
from tests.simulation.town import Town

Moves = Mapping[Callable[[Town], None], int]

BESIDE: Final[Mapping[Theme, Moves]] = {
    Theme.ROOMS: rooms.MOVES,
    Theme.IMAGES: pictures.MOVES,
    Theme.MODERATION: {**moderating.MOVES, **worrying.MOVES},
    Theme.DATES: dates.MOVES,
}


def of_history(town: Town) -> Moves:
    """Those of every history, and of what this one is about."""
    beside = (BESIDE[theme] for theme in sorted(town.themes) if theme in BESIDE)
    return {move: weight for moves in (MOVES, *beside) for move, weight in moves.items()}
