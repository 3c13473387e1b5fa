"""Each number of the list of leaks has a test, and each marked one looks at what was captured."""

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
TESTS = ROOT / "tests"
NUMBERS = range(1, 34)
MARK = re.compile(r"\bmark\.l\d|f\"l\{")
LISTING = "tests.leaks.listing"
EVIDENCE = {"exchanges", "captured", "sees", "wait_for", "raw", "seen", "text", "lines", "rows"}
"""How a test gets at what was captured: requests, what people are shown, the log, the files."""


@pytest.fixture(scope="module")
def marked() -> dict[str, set[int]]:
    """The numbers of each test that has any, as pytest itself finds them."""
    files = [str(file) for file in sorted(TESTS.rglob("test_*.py")) if MARK.search(_text(file))]
    command = [sys.executable, "-m", "pytest", "--collect-only", "-q", "-p", "no:cacheprovider"]
    done = subprocess.run(  # noqa: S603 - our own tests
        [*command, "-p", LISTING, *files], cwd=ROOT, capture_output=True, text=True, check=True
    )
    found: dict[str, set[int]] = {}
    for test, number in re.findall(r"^marked (\S.*) l(\d+)$", done.stdout, re.MULTILINE):
        found.setdefault(test, set()).add(int(number))
    return found


def _text(file: Path) -> str:
    return file.read_text(encoding="utf-8")


def test_each_number_has_a_test(marked: dict[str, set[int]]) -> None:
    """From L1 to L33, and no test has two numbers: `pytest -m l17` runs that and no other."""
    assert set().union(*marked.values()) == set(NUMBERS)
    assert [test for test, numbers in marked.items() if len(numbers) != 1] == []


def test_each_marked_test_asserts_on_what_was_captured(marked: dict[str, set[int]]) -> None:
    """As far as its text can tell: it asserts, itself or in what it calls, and looks at it."""
    functions = {test.split("[")[0] for test in marked}
    assert len(functions) >= 25
    for one in sorted(functions):
        assert _asserts_on_captured(one), one


def test_the_check_would_notice(tmp_path: Path) -> None:
    """A test that only runs something, and one that asserts on something else."""
    idle = tmp_path / "test_idle.py"
    idle.write_text("def test_a(stage):\n    stage.exchanges\n\ndef test_b():\n    assert 1 + 1\n")
    assert not _asserts(_reached(idle, "test_a"))
    assert not EVIDENCE & _names(_reached(idle, "test_b"))


def _asserts_on_captured(test: str) -> bool:
    file, name = test.split("::")
    reached = _reached(ROOT / file, name)
    return _asserts(reached) and bool(EVIDENCE & _names(reached))


def _asserts(reached: list[ast.AST]) -> bool:
    return any(isinstance(node, ast.Assert) for one in reached for node in ast.walk(one))


def _names(reached: list[ast.AST]) -> set[str]:
    nodes = [node for one in reached for node in ast.walk(one)]
    names = {node.id for node in nodes if isinstance(node, ast.Name)}
    return names | {node.attr for node in nodes if isinstance(node, ast.Attribute)}


def _reached(file: Path, name: str) -> list[ast.AST]:
    """A function, and those of the tests that it calls by name, however far away."""
    found: dict[tuple[Path, str], ast.AST] = {}
    todo = [(file, name)]
    while todo:
        at, called = todo.pop()
        body = _functions(at).get(called)
        if body is None or (at, called) in found:
            continue
        found[at, called] = body
        imported = _imports(at)
        used = _names([body])
        todo += [imported.get(one, (at, one)) for one in used]
    return list(found.values())


@cache
def _tree(file: Path) -> ast.Module:
    return ast.parse(_text(file))


@cache
def _functions(file: Path) -> dict[str, ast.AST]:
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef)
    return {node.name: node for node in _tree(file).body if isinstance(node, kinds)}


@cache
def _imports(file: Path) -> dict[str, tuple[Path, str]]:
    """The functions of other files of the tests that a file takes, by the name that it gives."""
    return dict(_taken(file))


def _taken(file: Path) -> Iterator[tuple[str, tuple[Path, str]]]:
    for node in ast.walk(_tree(file)):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("tests."):
            there = ROOT / f"{str(node.module).replace('.', '/')}.py"
            if there.exists():
                yield from ((one.asname or one.name, (there, one.name)) for one in node.names)
