"""Names that others chose, in our sentences."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.names import LONGEST, Name
from tests.discord_reading import read
from tests.prepared import shipped

PROMPTS = shipped()
HOSTILE = [
    "Nook [free](https://evil.example) **x** \u202e",
    "<@1> @everyone <#2> </ask:3> <id:guide> <t:1:R> <:a:4>",
    "||spoiler|| ~~gone~~ `code` ```block```",
    "a\n> b\n# c\r-# d\u2028>>> e",
    "https://evil.example/x discord.gg/abcdef",
    "\u2066isolate\u2069 zero\u200bwidth \u200f",
    "x" * 100,
    "**",
    "*** ",
    "_",
    "1. list",
    "- list",
    "> quote",
]
TAKES_A_NAME = [
    (key, name)
    for key in PROMPTS.keys("en")
    for name in sorted(PROMPTS.placeholders(key) & {"server", "role"})
    if not key.endswith(".button")
]


@pytest.mark.parametrize("hostile", HOSTILE)
@pytest.mark.parametrize(("key", "place"), TAKES_A_NAME)
def test_a_hostile_name_takes_no_effect_in_any_sentence(key: str, place: str, hostile: str) -> None:
    """What is shown is the sentence as with a harmless name, and the name as it was typed."""
    others = dict.fromkeys(PROMPTS.placeholders(key), "1")
    name = Name(hostile)
    shown = PROMPTS.text("en", key, **{**others, place: name})
    calm = PROMPTS.text("en", key, **{**others, place: "Harbour"})
    as_typed = "".join(one.char for one in read(str(name)))
    assert as_read(shown) == as_read(calm).replace("Harbour", as_typed)
    assert shown.count("\n") == calm.count("\n")
    inert(str(name))


@given(st.text(max_size=120))
def test_no_name_takes_effect(given_name: str) -> None:
    """Nothing of it is formatted, quoted, mentioned or pressed, and it stays on one line."""
    inert(str(Name(given_name)))
    assert "\n" not in str(Name(given_name))


def inert(name: str) -> None:
    """Check what Discord would make of it."""
    assert len(name.splitlines()) <= 1
    assert not any(one.quoted for one in read(name))
    assert "://" not in name
    assert "discord.gg/a" not in name
    for live in ("<@", "<#", "<t:", "</", "<id:", "<:", "@everyone", "](", "\u202e", "\u200b"):
        assert live not in name.replace("\\" + live, ""), name


def as_read(text: str) -> str:
    """What is seen of a text."""
    return "".join(one.char for one in read(text))


def test_a_label_shows_the_name_without_marks() -> None:
    """Discord formats no label; what is not seen goes all the same, and it fits."""
    assert Name("**Nook**\u202e\nx").label == "**Nook** x"
    assert Name("x" * 100).label == "x" * (LONGEST - 1) + "…"


def test_a_name_of_nothing_is_none() -> None:
    """The sentences then say "your server"."""
    assert not Name("\u200b\u3164")
    assert Name("Harbour")
