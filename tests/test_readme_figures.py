"""The README's figures are those of the latest run of the benches."""

import re

import pytest

from tests.bench import readme
from tests.bench.figures import spoken
from tests.bench.registry import BENCHES
from tests.bench.report import LATEST, Report, read
from tests.bench.shape import GROWS

README = readme.README.read_text("utf-8")


@pytest.fixture(scope="module")
def latest() -> Report:
    """What the latest run kept."""
    found = read()
    assert found is not None, f"{LATEST} is missing: python -m tests.bench --write"
    return found


def rows_of_the_table() -> list[list[str]]:
    """The cells of each line, its head and rule apart."""
    lines = [line for line in readme.shown(README).splitlines() if line.startswith("|")]
    return [re.split(r" \| ", line.strip("| ")) for line in lines[2:]]


def test_the_table_has_the_rows_of_the_json_each_with_its_command(latest: Report) -> None:
    """And the other way round; both have all that the benches give."""
    told = [(cells[0], cells[-1].strip("`")) for cells in rows_of_the_table()]
    kept = [(readme.head(row), row["command"]) for row in latest["rows"]]
    assert told == kept
    lines = [(line.what, one.command) for one in BENCHES for line in one.lines]
    assert [(row["name"], row["command"]) for row in latest["rows"]] == lines


def test_every_size_of_a_row_is_told(latest: Report) -> None:
    """With figures, or with why there are none."""
    grown = [[one.grown(times) for times in GROWS] for one in BENCHES for _ in one.lines]
    for row, cells, now in zip(latest["rows"], rows_of_the_table(), grown, strict=True):
        assert [one["times"] for one in row["grown"]] == [*GROWS]
        assert [one["size"] for one in row["grown"]] == now, "its size has changed since"
        sizes = [cell.split(": ")[0] for cell in cells[1:-1]]
        assert sizes == [f"{one['size']:,}" for one in row["grown"]]


def test_what_the_table_says_is_what_was_measured(latest: Report) -> None:
    """`python -m tests.bench.readme` writes it so after the words of a line have changed."""
    assert readme.shown(README) == readme.rendered(latest)


def test_no_other_row_of_the_readme_is_a_bench_of_this_table() -> None:
    """What is written by hand is measured by something else."""
    rest = README.replace(readme.shown(README), "")
    by_hand = [line for line in rest.splitlines() if re.match(r"\| .*`python -m [^`]+` \|$", line)]
    assert by_hand
    assert not [line for line in by_hand if "tests.bench" in line]


@pytest.mark.parametrize(
    ("value", "words"),
    [(3, "3"), (12_345, "12,345"), (2.84, "2.8"), (0.2043, "0.2"), (0.00123, "0.0012"),
     (12.14, "12.1"), (98.0, "98"), (407.2, "407"), (4192.7, "4,193"), (-0.5, "-0.5")],
)  # fmt: skip
def test_a_figure_is_rounded_to_what_one_reads(value: float, words: str) -> None:
    """Two digits below ten, three below a thousand, no part of a one above."""
    assert spoken(value) == words
