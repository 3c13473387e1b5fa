"""What leaves ink, and how much emptiness stays in a text."""

import re
import sys
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.characters import always_goes, is_visible
from bot.domain.ink import EMPTY_LINES, EMPTY_STRETCH, has_ink
from bot.domain.text import clean
from tests.discord_reading import read

BLANK_OF_MARKUP = [
    "\u2800",
    "\\",
    "-# ",
    "> ",
    ">>> ",
    "# ",
    "** **",
    "_ _",
    "__ __",
    "|| ||",
    "~~ ~~",
]
BLANK_LINES = [
    *BLANK_OF_MARKUP,
    "` `",
    "***  ***",
    "> -# > ",
    "- ",
    "**_ _**",
    "** ** ** **",
    "\u3164",
]
BLANK_LINES += [
    "\u00a0",
    "\ufffc",
    "\U0001d159",
    "||\u2800||",
    "\\ \\",
    "1. ",
    "\t",
    "\u00ad",
    "\u034f",
]


@pytest.mark.parametrize("line", BLANK_LINES)
def test_lines_without_ink_push_nothing_out_of_sight(line: str) -> None:
    """Of hundreds in a row some stay, as of empty lines."""
    text = clean("\n".join(["above", *[line] * 900, "below"]))
    assert text.count("\n") <= EMPTY_LINES + 1
    assert text.startswith("above")
    assert text.endswith("below")


@given(st.lists(st.sampled_from([*BLANK_LINES, "", "**", "||", "```", "`", "a"]), max_size=30))
def test_never_more_than_a_few_lines_in_a_row_show_nothing(lines: list[str]) -> None:
    """However lines without ink follow each other, as Discord reads all of it at once."""
    shown = "".join(one.char for one in read(clean("\n".join(lines))))
    run = longest = 0
    for line in shown.split("\n"):
        run = 0 if any(map(is_visible, line)) else run + 1
        longest = max(longest, run)
    assert longest <= EMPTY_LINES + 1  # one that is a mark alone may be shown, and may be not


@pytest.mark.parametrize("line", BLANK_LINES)
def test_nothing_but_markup_is_no_words(line: str) -> None:
    """It is refused as empty, where it would have shown nothing."""
    assert clean(f"{line}\n{line}") == ""


@pytest.mark.parametrize(
    "text", ["...", "*_*", "-_-", ">_<", "^^", "*", "?", "\\*", "||x||", "`a`"]
)
def test_signs_that_show_are_words(text: str) -> None:
    """A smile made of signs says something."""
    assert clean(text) == text


def test_a_code_block_keeps_its_fences() -> None:
    """Empty lines beside them go first."""
    block = "```\n\n\n\n\ncode\n\n\n\n\n```"
    assert clean(block) == "```\n\ncode\n\n```"


def test_a_wide_stretch_of_nothing_is_narrowed() -> None:
    """Within one line it would break into many."""
    for nothing in (" ", "\u2800", "|| ||", "** **"):
        cleaned = clean(f"a{nothing * 900}b")
        assert len(cleaned) <= EMPTY_STRETCH + 2
        assert cleaned[0] + cleaned[-1] == "ab"


def test_whatever_leaves_no_ink_is_narrowed() -> None:
    """Of all of Unicode: none passes for a letter."""
    unseen = [one for one in map(chr, range(sys.maxunicode + 1)) if not is_visible(one)]
    for char in unseen:
        assert not re.match(r"[^\W_]", char), char


def test_a_drawn_line_stays() -> None:
    """Signs that are all seen are no emptiness."""
    assert clean("_" * 60) == "_" * 60


def test_what_unicode_calls_blank_leaves_no_ink() -> None:
    """Fillers, blanks and spaces of all of Unicode; punctuation and signs for a blank are drawn."""
    drawn = {"IDEOGRAPHIC HALF FILL SPACE"}
    for char in map(chr, range(sys.maxunicode + 1)):
        name = unicodedata.name(char, "")
        named_empty = set(name.replace("-", " ").split()) & {"FILLER", "BLANK", "SPACE", "NULL"}
        a_sign = "SYMBOL" in name.split() or name.startswith("SIGNWRITING") or name in drawn
        if named_empty and not a_sign and unicodedata.category(char)[0] != "P":
            assert always_goes(char) or not is_visible(char), name


def test_what_cannot_be_seen_by_its_kind_leaves_no_ink() -> None:
    """Every separator, control and format character, but for the numbers that are drawn."""
    assert not has_ink("".join(map(chr, [*range(0x20), *range(0x2000, 0x2010), 0x3000, 0xFEFF])))
