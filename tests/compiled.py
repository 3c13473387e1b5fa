"""What one process of a run compiles, the others find.

Several processes read the same thousand modules, and each `lend-an-ear` that a test starts reads
most of them once more. Compiling them takes longer than all else that is done at a start.
"""

import compileall
import contextlib
import importlib
import os
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

import bot

_FORBIDDEN = "PYTHONDONTWRITEBYTECODE"
"""Images for containers set it, so that they stay small; git leaves out what is kept."""
_ROOT = Path(__file__).parents[1]


def keep() -> None:
    """From now on it is kept beside the sources, by the processes that are started, too."""
    os.environ.pop(_FORBIDDEN, None)
    sys.dont_write_bytecode = False


def bot_for_all() -> None:
    """Compile the bot, before processes are started that would all do it at the same time."""
    for folder in bot.__path__:
        compileall.compile_dir(folder, quiet=2)


def share_of_tests(places: Sequence[str]) -> None:
    """Read first what falls to this process of several, so that each test is compiled by one: that
    takes pytest by far the longest. Faults are told when tests are collected."""
    count = int(os.environ.get("PYTEST_XDIST_WORKER_COUNT", "1"))
    if count > 1:
        number = int(os.environ["PYTEST_XDIST_WORKER"].removeprefix("gw"))
        for module in list(_modules(places))[number::count]:
            with contextlib.suppress(Exception, pytest.skip.Exception):
                importlib.import_module(module)


def _modules(places: Sequence[str]) -> Iterator[str]:
    """Those of whole folders."""
    for place in places:
        for file in sorted((_ROOT / place).rglob("test_*.py")):
            yield ".".join(file.relative_to(_ROOT).with_suffix("").parts)
