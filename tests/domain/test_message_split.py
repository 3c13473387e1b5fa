import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.message_split import SMALLEST_LIMIT, length, plan, split

FAMILY = "\U0001f469\u200d\U0001f469\u200d\U0001f467\u200d\U0001f466"
HINDI = "क्षि"
PARTS = [
    "word ",
    "longer words. ",
    "end!\n",
    "\n\n",
    " ",
    FAMILY,
    HINDI,
    "ที่นี่",
    "\U0001f1ee\U0001f1f3",
    "e\u0301",
    "**",
    "*",
    "***",
    "_",
    "__",
    "~~",
    "||",
    "`",
    "``",
    "```",
    "```py\n",
    "\\*",
    "https://a.example/b_c ",
    "<t:1:R>",
    "日本語。",
    "    indented\n",
]
TEXTS = st.lists(st.sampled_from(PARTS), max_size=80).map("".join) | st.text(max_size=400)
LIMITS = st.integers(SMALLEST_LIMIT, 200)


@given(TEXTS, LIMITS)
def test_every_piece_fits_and_none_is_blank(text: str, limit: int) -> None:
    """However it is measured, by code points or by UTF-16 units."""
    for piece in split(text, limit):
        assert len(piece) <= length(piece) <= limit
        assert piece.strip()


@given(TEXTS, LIMITS)
def test_nothing_is_lost_or_moved(text: str, limit: int) -> None:
    """The pieces are stretches of the text, in order; between them was only white space."""
    at = 0
    for piece, planned in zip(split(text, limit), plan(text, limit), strict=True):
        assert not text[at : planned.start].strip()
        body = text[planned.start : planned.end]
        assert piece == planned.reopen + body + planned.close
        at = planned.end
    assert not text[at:].strip()


@given(TEXTS, LIMITS)
def test_only_markers_are_added(text: str, limit: int) -> None:
    """What is closed at a cut is what is opened after it; nothing else is put in."""
    pieces = plan(text, limit)
    if pieces:
        assert pieces[0].reopen == ""
        assert pieces[-1].close == ""
    for piece in pieces:
        assert re.fullmatch(r"[*_~|`]*(?:```[\w+#.-]*\n)?", piece.reopen)
        assert re.fullmatch(r"(?:\n```)?[*_~|`]*", piece.close)


@given(st.lists(st.sampled_from([FAMILY, HINDI, "e\u0301", "\U0001f1ee\U0001f1f3", "ที่"])), LIMITS)
def test_no_character_is_cut(parts: list[str], limit: int) -> None:
    """Emoji families, conjuncts, accents and flags stay in one piece, also without any space."""
    ends = {0}
    for part in parts:
        ends.add(max(ends) + len(part))
    assert {piece.end for piece in plan("".join(parts), limit)} <= ends


@given(TEXTS, LIMITS)
def test_a_short_text_is_one_piece(text: str, limit: int) -> None:
    """What fits is not touched, but for white space around it."""
    if length(text.strip()) <= limit and text.strip():
        assert split(text, limit) == [text.strip()]


def test_nothing_makes_no_piece() -> None:
    """A blank text has no pieces."""
    assert split("", 100) == split(" \n\t ", 100) == []


@pytest.mark.parametrize(
    ("text", "size"), [("abc", 3), ("é", 1), ("日本", 2), ("\U0001f600", 2), (FAMILY, 11), ("", 0)]
)
def test_length_counts_utf16_units(text: str, size: int) -> None:
    """A character beyond the first 65,536 counts twice."""
    assert length(text) == size


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("a" * 40 + "\n\n" + "b" * 10 + "\nccc. ddd eee" + "f" * 50, "a" * 40),
        ("a" * 40 + "\nbbb. ccc ddd" + "f" * 50, "a" * 40),
        ("a" * 20 + " b. " + "c" * 20 + "?! d ee " + "f" * 50, "a" * 20 + " b. " + "c" * 20 + "?!"),
        ("a" * 40 + " bbb " + "f" * 50, "a" * 40 + " bbb"),
        ("a\n\nb " + "c" * 40 + " ddd " + "f" * 50, "a\n\nb " + "c" * 40 + " ddd"),
        ("short " + "https://a.example/" + "x" * 46, "short"),
        ("日" * 40 + "。" + "本" * 40, "日" * 40 + "。"),
        ("f" * 100, "f" * 64),
    ],
)
def test_the_best_place_is_taken(text: str, first: str) -> None:
    """Paragraph before line before sentence before word, if the piece is half full; else word."""
    assert split(text, 64)[0] == first


def test_a_code_block_is_closed_and_opened_again() -> None:
    """With its language and its indentation, cut between its lines."""
    code = "\n".join(f"    line_{number} = '*'" for number in range(12))
    pieces = split(f"Look:\n```py\n{code}\n```\nDone.", 100)
    assert len(pieces) > 2
    assert all(piece.count("```") == 2 for piece in pieces)
    assert all(piece.startswith("```py\n    line_") for piece in pieces[1:])
    inner = [re.sub(r"(?s).*```py\n(.*)\n```.*", r"\1", piece) for piece in pieces]
    assert "\n".join(inner) == code


def test_a_long_name_of_a_language_is_not_repeated() -> None:
    """It would leave no room for the code."""
    pieces = split("```" + "x" * 50 + "\n" + "code " * 40 + "```", 64)
    assert all(len(piece) <= 64 for piece in pieces)
    assert pieces[-1].startswith("```\n")


@pytest.mark.parametrize("mark", ["**", "*", "***", "__", "_", "~~", "||", "`", "``"])
def test_a_format_is_closed_and_opened_again(mark: str) -> None:
    """What was hidden stays hidden, what was bold stays bold, on both sides of the cut."""
    pieces = split(f"{mark}{'words and ' * 20}end{mark} after", 64)
    assert len(pieces) > 3
    assert all(piece.startswith(mark) and piece.count(mark) == 2 for piece in pieces if piece)
    assert "".join(piece.replace(mark, "") for piece in pieces).count("words") == 20


@pytest.mark.parametrize("size", [61, 62, 63, 64])
def test_a_marker_is_neither_torn_nor_left_alone(size: int) -> None:
    """A format that begins or ends just at the cut goes wholly to one side."""
    before, bold = "x" * size, "**" + "y" * 10 + "**"
    assert split(before + bold, 64) == [before, bold]
    assert split("**" + "x" * (size - 4) + "**" + "y" * 10, 64)[0].count("**") == 2


def test_formats_inside_each_other_keep_their_order() -> None:
    """The inner is closed first and opened last."""
    pieces = split("**bold *both " + "xy " * 40 + "more* bold** plain", 64)
    assert pieces[0].endswith("xy***")
    assert all(piece.startswith("***xy") for piece in pieces[1:-1])


@pytest.mark.parametrize(
    "text", ["2 * 3 * 4 ", "snake_case and more_of_it ", "\\*not\\* ", "a ** b "]
)
def test_what_is_no_format_is_not_closed(text: str) -> None:
    """Signs that Discord shows as they are stay the only ones."""
    assert " ".join(split(text * 30, 64)) == (text * 30).strip()


def test_mentions_and_escapes_are_not_torn() -> None:
    """A timestamp or an escaped sign means something only as a whole."""
    for text in ("<t:1700000000:R>" * 20, "\\*" * 200):
        unit = text[: text.index(text[0], 1)]
        assert all(len(piece) % len(unit) == 0 for piece in split(text, 65))


def test_a_character_longer_than_a_message_is_cut_all_the_same() -> None:
    """Text that was not cleaned can hold one; it still ends."""
    pieces = split("a" + "\u0301" * 500, 64)
    assert "".join(pieces) == "a" + "\u0301" * 500


def test_a_limit_too_small_is_an_error() -> None:
    """There must be room for the markers."""
    with pytest.raises(ValueError, match="64"):
        split("text", SMALLEST_LIMIT - 1)


@pytest.mark.parametrize(
    "unit", ["`", "*", "**a", "_a", "||x", "```", "```a\n", "[", "\\", " ", "\n", "<", "\U0001f1ee"]
)
def test_no_text_takes_long(unit: str) -> None:
    """Nobody can keep the bot busy with one message."""
    began = time.process_time()
    split(unit * (4000 // len(unit)), 2000)
    assert time.process_time() - began < 1
