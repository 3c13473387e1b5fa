"""Of a test with many cases three are tried."""

from dataclasses import dataclass

import pytest

from tests.three_cases import three_of_each


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
    assert three_of_each([*many, *others]) == [*(many[one] for one in kept), *others]
