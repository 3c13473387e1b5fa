"""What pip-audit says, and what becomes of it: only a fault, or half an answer, stops a run."""

import json
from pathlib import Path

import pytest

from tests.supply_chain import audit

FINE = {"name": "aiohttp", "version": "3.14.5", "vulns": []}
FAULTY = {
    "name": "click",
    "version": "8.5.1",
    "vulns": [{"id": "LOCAL-1", "fix_versions": ["9.9"], "aliases": [], "description": "x"}],
}
UNKNOWN = {"name": "aiolimiter", "skip_reason": "not found on PyPI and could not be audited"}


def a_tool(folder: Path, *dependencies: object, code: int = 0, complaint: str = "") -> Path:
    """A program that says what pip-audit 2.10.1 said when it was run."""
    tool = folder / "pip-audit"
    report = json.dumps({"dependencies": dependencies, "fixes": []}) if dependencies else ""
    tool.write_text(f"#!/bin/sh\nprintf '%s' '{report}'\necho '{complaint}' >&2\nexit {code}\n")
    tool.chmod(0o700)
    return tool


def test_a_known_fault_stops_the_run_and_is_named(tmp_path: Path) -> None:
    """With the version in which it is mended."""
    passes, said = audit.of_lock(a_tool(tmp_path, FINE, FAULTY, code=1), Path("a.lock"))
    assert not passes
    assert said == [
        "a.lock: 2 packages audited by pypi, 1 faults",
        "  click 8.5.1: LOCAL-1, mended in 9.9",
    ]


def test_half_an_answer_is_none(tmp_path: Path) -> None:
    """Where a service answers, what it leaves out was not looked at: pip-audit calls that fine."""
    passes, said = audit.of_lock(a_tool(tmp_path, FINE, UNKNOWN), Path("a.lock"))
    assert not passes
    assert said[-1] == "  aiolimiter: not known to pypi, so not audited"


@pytest.mark.parametrize(
    ("dependencies", "code", "complaint"),
    [
        ([UNKNOWN], 0, ""),
        ([], 1, "requests.exceptions.ConnectionError: Max retries exceeded"),
        (
            [],
            1,
            "ERROR:pip_audit._cli:Could not connect to PyPI's vulnerability feed".replace("'", ""),
        ),
    ],
    ids=["knows no package", "does not resolve", "takes too long"],
)
def test_where_nobody_answers_the_run_says_so_and_goes_on(
    tmp_path: Path, dependencies: list[object], code: int, complaint: str
) -> None:
    """In one line that is like no other."""
    tool = a_tool(tmp_path, *dependencies, code=code, complaint=complaint)
    passes, said = audit.of_lock(tool, Path("a.lock"))
    assert passes
    assert said == ["a.lock: could not be audited: no service answered (pypi, osv)"]


def test_what_was_never_asked_is_not_taken_for_no_answer(tmp_path: Path) -> None:
    """A lock that cannot be read, say, or hashes that are missing."""
    tool = a_tool(tmp_path, code=1, complaint="ERROR: requirement click is missing a hash")
    with pytest.raises(audit.AuditFailed, match="missing a hash"):
        audit.of_lock(tool, Path("a.lock"))


def test_when_all_is_known_and_fine_the_run_goes_on(tmp_path: Path) -> None:
    """And says who said so."""
    passes, said = audit.of_lock(a_tool(tmp_path, FINE), Path("a.lock"))
    assert (passes, said) == (True, ["a.lock: 1 packages audited by pypi, 0 faults"])
