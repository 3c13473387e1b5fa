"""What the README's command leaves out is run all the same."""

from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.many_kills import VARIABLE, some_cases

CHECK = Path(__file__).parent.parent / ".ci" / "run"


def test_the_check_of_a_clean_checkout_kills_many_times() -> None:
    """It sets the variable before it runs the command."""
    lines = CHECK.read_text("utf-8").splitlines()
    assert lines.index(f"export {VARIABLE}=1") < lines.index('bash -euo pipefail -c "$tests"')


@dataclass(frozen=True)
class Collected:
    """A test with one of its cases."""

    parent: str
    originalname: str
    case: int = 0


@pytest.mark.parametrize(
    ("cases", "kept"), [(1, [0]), (2, [0, 1]), (3, [0, 1, 2]), (9, [0, 4, 8]), (10, [0, 5, 9])]
)
def test_of_many_cases_three_are_kept(cases: int, kept: list[int]) -> None:
    """Of each test by itself, whatever another in another file is called."""
    many = [Collected("a file", "test_it", case) for case in range(cases)]
    others = [Collected("a file", "test_more"), Collected("another file", "test_it")]
    assert some_cases([*many, *others]) == [*(many[one] for one in kept), *others]
