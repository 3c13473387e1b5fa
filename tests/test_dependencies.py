"""What is imported is declared, and what is declared is locked."""

import re
import sys
import tomllib
from collections.abc import Iterable
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

from tests.test_architecture import imported

ROOT = Path(__file__).parent.parent
_SETTINGS = tomllib.loads((ROOT / "pyproject.toml").read_text())
PROJECT, GROUPS = _SETTINGS["project"], _SETTINGS["dependency-groups"]


def _plain(name: str) -> str:
    """A package's name as the index compares it."""
    return re.sub(r"[-_.]+", "-", name).lower()


def _declared(*extras: str) -> set[str]:
    wanted = [*PROJECT["dependencies"]]
    for extra in extras:
        wanted += PROJECT["optional-dependencies"][extra]
    return _names(wanted)


def _names(wanted: Iterable[str]) -> set[str]:
    return {_plain(re.split(r"[<>=!~;\[ ]", one)[0]) for one in wanted}


def _used(folder: str) -> dict[str, set[str]]:
    """The packages that bring each outside module that is imported in a folder."""
    files = (ROOT / folder).rglob("*.py")
    tops = {name.split(".")[0] for file in files for name in imported(file)}
    outside = tops - sys.stdlib_module_names - {"bot", "tests"}
    brought = packages_distributions()
    # what a group brings need not be there: it is named as it is imported
    return {top: {_plain(one) for one in brought.get(top, [top])} for top in sorted(outside)}


@pytest.mark.parametrize(
    ("folder", "extras"),
    [
        ("bot", ("images", "plot", "postgresql")),
        ("tests", ("dev", "browser", "images", "build", "postgresql")),
    ],
)
def test_what_is_imported_is_declared(folder: str, extras: tuple[str, ...]) -> None:
    """No package is there only because another one happens to need it."""
    declared, used = _declared(*extras), _used(folder)
    if folder == "tests":
        declared |= _names(one for group in GROUPS.values() for one in group)
    assert {"discord", "aiohttp"} <= used.keys()
    assert [top for top, packages in used.items() if not packages & declared] == []


def _locked(file: str) -> dict[str, str]:
    """What a lock says of each package: its versions, where each is needed, and their hashes."""
    lock = (ROOT / file).read_text()
    assert lock.count("==") <= lock.count("--hash=sha256:")
    assert "://" not in lock
    found: dict[str, str] = {}
    for name, rest in re.findall(r"^([\w.-]+)(==(?:.|\n )*)", lock, re.MULTILINE):
        found[_plain(name)] = found.get(_plain(name), "") + rest
    return found


@pytest.mark.parametrize(
    ("file", "extras"),
    [
        ("requirements.lock", ("images", "build")),
        ("tests/requirements.lock", tuple(PROJECT["optional-dependencies"])),
    ],
)
def test_what_is_declared_is_locked(file: str, extras: tuple[str, ...]) -> None:
    """The lock names an exact version of each, with hashes and without an address."""
    assert _declared(*extras) <= _locked(file).keys()


@pytest.mark.parametrize("group", GROUPS)
def test_each_group_of_tools_has_a_lock_of_its_own(group: str) -> None:
    """Neither the bot nor its tests bring them along, and what both bring is the same version."""
    lock, tests = _locked(f"tests/{group}.lock"), _locked("tests/requirements.lock")
    assert _names(GROUPS[group]) <= lock.keys()
    assert not _names(GROUPS[group]) & tests.keys()
    versions, shared = r"==(\S+)", lock.keys() & tests.keys()
    assert {name: re.findall(versions, lock[name])[:1] for name in shared} == {
        name: re.findall(versions, tests[name])[:1] for name in shared
    }


def test_the_bot_runs_with_what_the_tests_run_with() -> None:
    """And without what only tests need: half a minute less until the demo is there."""
    to_run, to_test = _locked("requirements.lock"), _locked("tests/requirements.lock")
    assert to_run.items() <= to_test.items()
    assert not to_run.keys() & {"pytest", "mypy", "playwright", "matplotlib"}
