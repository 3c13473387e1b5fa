"""One encouragement, for one person, when they ask for it."""

from collections.abc import Mapping
from dataclasses import dataclass

from bot.prompts import Deck
from bot.services.ports import Randomness


@dataclass(frozen=True, slots=True)
class Shown:
    """A text, the name of its theme, and its position among all texts of the language."""

    text: str
    theme: str
    position: int


def one(
    decks: Mapping[str, Deck],
    randomness: Randomness,
    theme: str | None = None,
    after: int | None = None,
) -> Shown:
    """A text by chance, of one theme or of all, never the one at `after` twice in a row."""
    fitting = [
        Shown(text, deck.name, position)
        for position, (deck, text) in enumerate(_all(decks))
        if position != after and (theme is None or deck.key == theme)
    ]
    return randomness.sample(fitting, 1)[0]


def theme_at(decks: Mapping[str, Deck], position: int) -> str | None:
    """The theme of the text at a position; None when the decks have become shorter."""
    everything = _all(decks)
    return everything[position][0].key if position < len(everything) else None


def _all(decks: Mapping[str, Deck]) -> list[tuple[Deck, str]]:
    return [(deck, entry.text) for deck in decks.values() for entry in deck.texts]
