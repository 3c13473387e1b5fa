"""Secrets that follow from a few, and can be taken out one by one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.storage.encryption.key_tree import NUMBER_BYTES, KeyGone, KeyTree, _below

WHOLE = KeyTree.grown_from(bytes(range(32)))
END = 1 << NUMBER_BYTES * 8
NUMBERS = st.integers(0, 400) | st.integers(END - 100, END - 1) | st.integers(0, END - 1)
SETS = st.lists(st.sets(NUMBERS, max_size=30), max_size=5)


def without(tree: KeyTree, numbers: set[int]) -> KeyTree:
    """The tree after these were thrown away."""
    return tree.without((number, number + 1) for number in numbers)


@given(SETS, st.lists(NUMBERS, max_size=60))
def test_what_is_thrown_away_is_gone_and_all_else_stays(
    thrown: list[set[int]], others: list[int]
) -> None:
    """In whatever steps, and after the tree was written and read again."""
    tree = WHOLE
    for numbers in thrown:
        tree = without(tree, numbers)
    gone = set[int]().union(*thrown)
    for left in (tree, KeyTree(tree.dump())):
        for number in {*others, *gone}:
            assert left.is_gone(number) == (number in gone)
            if number in gone:
                with pytest.raises(KeyGone):
                    left.secret(number)
            else:
                assert left.secret(number) == WHOLE.secret(number)


@given(st.sets(st.integers(0, 300), max_size=40), st.integers(0, 300), st.integers(1, 80))
def test_a_stretch_of_numbers_goes_at_once(gone: set[int], first: int, count: int) -> None:
    """Whatever of it was gone before."""
    tree = without(WHOLE, gone).without([(first, first + count)])
    stretch = range(first, first + count)
    assert all(
        tree.is_gone(number) == (number in gone or number in stretch) for number in range(400)
    )


def test_no_secret_follows_from_what_is_left() -> None:
    """No node of the tree stands above a number that is gone, whichever was read before."""
    WHOLE.secret(77)
    tree = without(WHOLE, {77})
    kept = {tree._node(at)[2] for at in range(len(tree))} | set(tree._near.values())
    height, root = NUMBER_BYTES * 8, WHOLE._node(0)[2]
    above = {_below(root, 77 >> level, height - level) for level in range(height + 1)}
    assert WHOLE.secret(77) in above
    assert not above & kept


def test_what_goes_beside_each_other_takes_no_room() -> None:
    """A hundred thousand rows that came and went one after the other."""
    tree = WHOLE
    for number in range(0, 100_000, 1000):
        tree = tree.without([(number, number + 1000)])
    assert len(tree) < 64


def test_a_part_of_a_node_is_refused() -> None:
    """Where a file was cut off."""
    with pytest.raises(ValueError, match="node"):
        KeyTree(WHOLE.dump()[:-1])


def test_the_highest_that_is_gone_is_found() -> None:
    """Among numbers between two others."""
    tree = without(WHOLE, {5, 9, 70})
    assert tree.highest_gone(0, 70) == 9
    assert tree.highest_gone(10, 1000) == 70
    assert tree.highest_gone(71, 1000) is None
