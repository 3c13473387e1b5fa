"""Tests that kill, stop or play something at many moments, and take as long as a hundred others.

`.ci/run` has them run; the README's command alone leaves them out, and says so.
"""

import os

import pytest

VARIABLE = "MANY_KILLS"

many_kills = pytest.mark.skipif(
    os.environ.get(VARIABLE) != "1", reason=f"it takes many rounds: {VARIABLE}=1 has it run"
)
