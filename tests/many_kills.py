"""Tests that kill, stop or play something at many moments, and take as long as a hundred others.

`.ci/run` has them run; the README's command alone leaves them out, and says so.
"""

import os

import pytest

VARIABLE = "MANY_KILLS"

MANY = os.environ.get(VARIABLE) == "1"
"""Whether everything is tried as often as it is worth."""

many_kills = pytest.mark.skipif(not MANY, reason=f"it takes many rounds: {VARIABLE}=1 has it run")

many_starts = pytest.mark.skipif(
    not MANY, reason=f"it starts several processes: {VARIABLE}=1 has it run"
)


def often(examples: int) -> int:
    """So many examples where `.ci/run` has them tried, and a quarter in every other run."""
    return examples if MANY else max(5, examples // 4)
