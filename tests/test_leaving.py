"""The end of a process."""

import subprocess
import sys

import pytest

from tests.patience import PATIENCE

SCRIPT = """
import asyncio, time
from bot.leaving import leave_soon

async def main():
    {thread}
    leave_soon({code}, within={within})

asyncio.run(main())
"""
HANGS = "asyncio.get_running_loop().run_in_executor(None, time.sleep, 600)"


@pytest.mark.parametrize(
    ("thread", "within", "code"), [(HANGS, 0.1, 7), ("pass", 600, 0)], ids=["hangs", "ends"]
)
def test_no_thread_holds_it_up(thread: str, within: float, code: int) -> None:
    """One that hangs is left behind; where none does, nothing is waited for."""
    script = SCRIPT.format(thread=thread, within=within, code=code)
    done = subprocess.run([sys.executable, "-c", script], check=False, timeout=PATIENCE)  # noqa: S603
    assert done.returncode == code
