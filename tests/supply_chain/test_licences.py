import pytest

from tests.supply_chain.licences import Licensed, faults, may_be_used


@pytest.mark.parametrize(
    ("licence", "may"),
    [
        ("MIT License", True),
        ("Apache-2.0 OR BSD-3-Clause", True),
        ("Apache-2.0 AND MIT", True),
        ("GPL-3.0-only OR MIT", True),
        ("GPL-3.0-only AND MIT", False),
        ("MIT; GNU General Public License v3 (GPLv3)", False),
        ("(MIT OR Apache-2.0) AND GPL-2.0-only", False),
        ("(MIT OR Apache-2.0) AND BSD-2-Clause", True),
        ("Apache Software License; BSD License", True),
        ("UNKNOWN", False),
        ("", False),
    ],
)
def test_a_licence_may_stay_if_all_it_asks_for_is_allowed(licence: str, may: bool) -> None:
    """One of several to choose from is enough; of several that hold together, each counts."""
    assert may_be_used(licence) is may


def test_what_is_not_allowed_is_named() -> None:
    """With its version and what it says of itself."""
    packages = [Licensed("good", "1", "MIT"), Licensed("bad", "2", "AGPL-3.0-only")]
    assert faults(packages, {}) == ["bad 2: AGPL-3.0-only is not allowed"]


def test_an_exception_is_for_one_licence_of_one_package() -> None:
    """Where the package changes its licence, somebody has to decide again."""
    exceptions = {"paths": ("MPL-2.0", "it is only built with")}
    mozilla = Licensed("paths", "1", "Mozilla Public License 2.0 (MPL 2.0)")
    assert faults([mozilla], exceptions) == []
    assert faults([Licensed("paths", "2", "GPL-3.0-only")], exceptions) != []
    assert faults([Licensed("other", "1", "MPL-2.0"), mozilla], exceptions) != []


def test_an_exception_that_nothing_needs_any_more_goes() -> None:
    """Or it would let in what nobody looked at."""
    exceptions = {"paths": ("MPL-2.0", "it is only built with")}
    assert faults([Licensed("paths", "3", "MIT")], exceptions) == [
        "paths: needs no exception any more"
    ]
