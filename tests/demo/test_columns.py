import io
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from bot.demo.columns import Line, beside, measure, pad, widths, wrap
from bot.demo.paper import Paper

WIDTHS = st.integers(4, 60)
SIGNS = [*"ab cde\n fg,.é漢字🚗", "e\u0301", "👩\u200d👧", "❤\ufe0f", "🇪🇸"]
TEXTS = st.lists(st.sampled_from(SIGNS), max_size=60).map("".join)


@given(text=TEXTS, width=WIDTHS)
def test_lines_fit_and_lose_nothing(text: str, width: int) -> None:
    """No line is wider than it may be, and every visible character is still there, in order."""
    lines = wrap(text, width)
    assert all(measure(line) <= width for line in lines)
    assert "".join("".join(lines).split()) == "".join(text.split())


def test_lines_break_between_words() -> None:
    """Inside a word only where the word alone is too wide."""
    assert wrap("one two three", 8) == ["one two", "three"]
    assert wrap("extraordinary day", 8) == ["extraord", "inary", "day"]
    assert wrap("[Keep\xa0it\xa0together]", 10) == ["[Keep it", "together]"]
    assert wrap("so [Keep\xa0it]", 10) == ["so", "[Keep\xa0it]"]
    assert wrap("a\n\nb", 8) == ["a", "", "b"]


def test_width_is_what_a_terminal_shows() -> None:
    """Marks take no room, wide letters and emoji take two cells, however many signs make one."""
    widths_of = {
        "abc": 3,
        "é": 1,
        "e\u0301": 1,
        "漢字": 4,
        "🚗": 2,
        "👩‍👧": 2,
        "❤️": 2,
        "🇪🇸": 2,
        "👍🏽": 2,
    }
    assert {text: measure(text) for text in widths_of} == widths_of
    assert pad("漢", 4) == "漢  "


@given(total=st.integers(100, 250), texts=st.lists(TEXTS, min_size=4, max_size=4))
def test_columns_stand_straight(total: int, texts: list[str]) -> None:
    """The bars of all rows are at the same places, and no row is wider than the paper."""
    rows = beside([[Line(text, "  ")] for text in texts], total)
    bars = {tuple(measure(part) for part in row.split("│")[:-1]) for row in rows}
    assert len(bars) == 1
    assert all(measure(row) <= total for row in rows)


def test_columns_are_about_equal() -> None:
    """What is left over goes to the first ones."""
    sizes = widths(101, 4)
    assert sum(sizes) + 3 * 3 + 1 == 101
    assert all(0 <= left - right <= 1 for left, right in pairwise(sizes))


def test_paper_that_is_no_terminal_has_no_colours() -> None:
    """Only text, and nothing narrower than four columns can be."""
    out = io.StringIO()
    paper = Paper(out, 20)
    paper.headline("Hello", "now")
    assert paper.width == 100
    assert "\x1b" not in out.getvalue()


def test_paper_writes_what_the_output_can_show() -> None:
    """An old terminal gets plain signs and question marks instead of an error."""
    raw = io.BytesIO()
    out = io.TextIOWrapper(raw, encoding="ascii")
    Paper(out, 100).line("✓ “done” │ 漢")
    out.flush()
    assert raw.getvalue() == b'+ "done" | ?\n'
