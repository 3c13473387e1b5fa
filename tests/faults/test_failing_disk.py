"""The system refuses writes of the database, one here and one there: nothing is lost or doubled."""

import asyncio
import os
import shutil
import sys
from pathlib import Path

import pytest

from tests.how_much import many_rounds

STRACE = shutil.which("strace")
REQUIRED = os.environ.get("STRACE_TESTS") == "required"
ROUNDS = int(os.environ.get("ROUNDS", "8"))
"""Stories, each of some thousand writes and fifty syncs; at most 70."""

OPENED = {"pwrite64": 1500, "fdatasync": 60}
"""After so many the database is made and open: a start that finds no disk is refused, in words."""

EVERY = {"pwrite64": 149, "fdatasync": 17}
"""More than any one deed has, so that it can be done when it is tried again; and a number that
comes to lie elsewhere in each story."""

needs_strace = pytest.mark.skipif(
    STRACE is None and not REQUIRED,
    reason="there is no strace on this machine: Debian's package strace has it",
)


@needs_strace
@many_rounds
@pytest.mark.parametrize(
    ("call", "error"), [("pwrite64", "EIO"), ("pwrite64", "ENOSPC"), ("fdatasync", "EIO")]
)
async def test_whatever_is_not_stored_is_done_again(tmp_path: Path, call: str, error: str) -> None:
    """Nobody is told that something was taken which was not; what was, is said once, in order."""
    assert STRACE is not None, "strace is required here"
    trace = tmp_path / "trace"
    fault = f"inject={call}:error={error}:when={OPENED[call]}+{EVERY[call]}"
    process = await asyncio.create_subprocess_exec(
        *(STRACE, "-f", "-qq", "--seccomp-bpf", "-o", str(trace), "-e", f"trace={call}"),
        *("-e", fault, sys.executable, "-m", "tests.faults.failing_disk"),
        *(str(tmp_path), str(ROUNDS)),
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    said, _ = await process.communicate()
    assert process.returncode == 0, said.decode()[-2000:]
    refused = trace.read_text().count("(INJECTED)")
    assert refused >= ROUNDS
