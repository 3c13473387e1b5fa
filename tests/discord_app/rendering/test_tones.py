"""Each meaning has a colour that can be told from the ground, in Discord's light and dark looks."""

import pytest

from bot.discord_app.rendering.reply import Button, Reply, Style
from bot.discord_app.rendering.tones import Tone

GROUNDS = {
    "light": (0xFFFFFF, 0xFBFBFB, 0xF2F3F5),
    "dark": (0x313338, 0x2B2D31, 0x323339, 0x1A1A1E, 0x070709),
}


def luminance(colour: int) -> float:
    """As https://www.w3.org/TR/WCAG22/#dfn-relative-luminance has it."""
    parts = ((colour >> shift & 255) / 255 for shift in (16, 8, 0))
    linear = (one / 12.92 if one <= 0.04045 else ((one + 0.055) / 1.055) ** 2.4 for one in parts)
    return sum(share * one for share, one in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


@pytest.mark.parametrize("look", GROUNDS)
@pytest.mark.parametrize("tone", Tone)
def test_every_colour_stands_out_from_its_ground(tone: Tone, look: str) -> None:
    """By 3 to 1, as what is no text has to."""
    for ground in GROUNDS[look]:
        light, dark = sorted((luminance(tone.value), luminance(ground)), reverse=True)
        assert (light + 0.05) / (dark + 0.05) >= 3


def test_a_button_that_stands_out_waits_for_its_reader() -> None:
    """Unless something else is said."""
    button = Button("Post", "post", "t" * 22, Style.MAIN)
    assert Reply("A preview.", buttons=(button,)).meaning is Tone.YOUR_TURN
    assert Reply("Help.", buttons=(button,), tone=Tone.CARE).meaning is Tone.CARE
    assert Reply("That was all.").meaning is Tone.CALM
