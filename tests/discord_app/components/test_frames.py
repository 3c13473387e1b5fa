"""How our text is divided in frames, and what they have room for."""

import pytest

from bot.discord_app.components.frames import LETTERS, PARTS, fits, framed, paragraphs
from bot.discord_app.rendering.reply import Button, Reply
from bot.domain.shapes import Box


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("One line.", ["One line."]),
        ("One.\nTwo.", ["One.\nTwo."]),
        ("**Title**\nBody.\n-# Small.", ["**Title**", "Body.", "-# Small."]),
        ("**First:** a\nb\n**Then:** c", ["**First:** a\nb", "**Then:** c"]),
        ("Said.\n\n**Page**, 1 of 2.", ["Said.", "**Page**, 1 of 2."]),
        ("**River**\n> **Hello**\n> you\n\n**Cedar**\n> x", ["**River**\n> **Hello**\n> you",
                                                            "**Cedar**\n> x"]),
    ],
)  # fmt: skip
def test_our_paragraphs_stand_apart(text: str, parts: list[str]) -> None:
    """Words of others stay below the line that says whose they are."""
    assert paragraphs(text) == parts


def parts(reply: Reply) -> int:
    """Of a message without buttons, those inside of others among them."""
    return sum(1 + len(one["components"]) for one in framed(reply, []))


def test_many_paragraphs_are_one_part_where_there_is_no_room() -> None:
    """Nothing is lost by it."""
    reply = Reply("\n".join(f"**{number}.** one" for number in range(60)))
    assert fits(reply)
    assert parts(reply) == 2
    assert parts(Reply("\n".join(f"**{number}.** one" for number in range(20)))) == 21


def test_what_has_no_room_is_known_before_it_is_sent() -> None:
    """By its letters, a card above and boxes among them, and by its parts."""
    button = Button("Post", "post", "t" * 22)
    assert fits(Reply("x" * 1500, (Box("y" * 1000),), (button,), above="z" * (LETTERS - 2500)))
    assert not fits(Reply("x" * 1500, (Box("y" * 1000),), above="z" * (LETTERS - 2499)))
    assert not fits(Reply("x", (Box("y" * 2000, "title"), Box("y" * 2000))))
    assert fits(Reply("x", (Box("y", "t"),) * 6, (button,) * 15))
    assert not fits(Reply("x", (Box("y", "t"),) * (PARTS // 3)))
