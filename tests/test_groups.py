"""What is dear is made by one process of a run: that of the group of its tests."""

import pytest

pytestmark = pytest.mark.xdist_group("alone")


def test_a_group_is_run_by_one_process(request: pytest.FixtureRequest) -> None:
    """With `--dist loadgroup` ids end with the group, by which tests are given out. With pytest 9.2
    and pytest-xdist 3.8 they do not, nothing says so, and each process made the gallery."""
    if not request.config.getoption("loadgroup", default=False):
        pytest.skip("no groups of tests are asked for")
    assert request.node.nodeid.endswith("@alone")
