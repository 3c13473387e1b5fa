import pytest

from bot.prompt_files import load, shipped_prompts
from bot.prompts import Deck, Encouragement
from bot.services import encouraging
from tests.fakes import SeededRandomness

DECKS = load(shipped_prompts()).decks("en")
SMALL = {
    key: Deck(key, key.title(), tuple(Encouragement(f"{key}-{n}", f"{key} {n}") for n in range(2)))
    for key in ("one", "two")
}


def test_every_text_can_come() -> None:
    """By chance, but none is out of reach."""
    chance = SeededRandomness()
    seen = {encouraging.one(SMALL, chance).text for _ in range(200)}
    assert seen == {"one 0", "one 1", "two 0", "two 1"}


@pytest.mark.parametrize("theme", list(DECKS))
def test_a_theme_is_kept_to(theme: str) -> None:
    """Every shipped theme has texts, shown with its name."""
    chance = SeededRandomness()
    texts = {entry.text for entry in DECKS[theme].texts}
    for _ in range(50):
        shown = encouraging.one(DECKS, chance, theme)
        assert shown.text in texts
        assert shown.theme == DECKS[theme].name


@pytest.mark.parametrize("theme", [None, "one"])
def test_another_one_is_another_one(theme: str | None) -> None:
    """Never the same text twice in a row."""
    chance = SeededRandomness()
    shown = encouraging.one(SMALL, chance, theme)
    for _ in range(100):
        another = encouraging.one(SMALL, chance, theme, shown.position)
        assert another.text != shown.text
        shown = another


def test_a_position_leads_back_to_its_theme() -> None:
    """What a button remembers is enough to go on in the same theme."""
    chance = SeededRandomness()
    for _ in range(100):
        shown = encouraging.one(DECKS, chance)
        theme = encouraging.theme_at(DECKS, shown.position)
        assert theme is not None
        assert DECKS[theme].name == shown.theme


def test_a_position_beyond_the_decks_has_no_theme() -> None:
    """The decks became shorter since the button was sent."""
    assert encouraging.theme_at(SMALL, 4) is None
    assert encouraging.theme_at(SMALL, 10**9) is None
